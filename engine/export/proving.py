"""Prove an export against the project it came from: every text, offset, decision and hash.

Each row is written again from the project and compared; each place of evidence is looked up in the
document's text; the manifest has to be told of in the project's log. What was decided after the
export explains a difference, and is said. The folder itself is checked by `verify.py` before.
"""

import hashlib
import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, cast

from engine.export.contents import ExportRequest
from engine.export.deleted import deleted_rows
from engine.export.explaining import Explainer
from engine.export.hiding import Hider
from engine.export.personal import Written, as_written
from engine.export.proofs import (
    ExportProof,
    ProvedLine,
    differences,
    is_masked_anew,
    said,
)
from engine.export.proving_pairs import PairsOfExport
from engine.export.proving_passages import PassagesOfExport
from engine.export.shapes import PAIRS, PASSAGES
from engine.export.target import MANIFEST
from engine.export.writing import Sources
from engine.records import EvidenceGrade, Task
from engine.store import Project
from engine.tasks.evidence import find

_AT_ONCE = 200  # rows
_MOST = 1_000  # problems
# What a later decision, mask or observation may change; all else of a task never changes.
_BESIDE = ("provenance.passage_text", "provenance.model_words")
_DEVICE = (
    "provenance.device",
    "provenance.computed_on",
)  # a run can go on elsewhere after the export
_CHANGEABLE = (
    "provenance.decision", "provenance.decided_by", "provenance.decided_at", "provenance.reason",
    "provenance.evidence", "provenance.mended", "provenance.masked", "provenance.doubt",
    "provenance.control_text",
)  # fmt: skip


def _ignore(_rows: int) -> None:
    """For whoever waits without looking."""


def _never() -> bool:
    return False


def prove_export(
    project: Project,
    folder: Path,
    tell: Callable[[int], object] = _ignore,
    is_cancelled: Callable[[], bool] = _never,
) -> ExportProof:
    """Compare the export in a folder that `verify` found to be whole with its project.

    `tell` gets how many rows are compared; whoever cancels has no use for what was found.
    """
    proof = ExportProof()
    data = (folder / MANIFEST).read_bytes()
    manifest = cast("dict[str, Any]", json.loads(data))
    _prove_entry(project, manifest, hashlib.sha256(data).hexdigest(), proof)
    if not manifest.get("provenance_in_rows"):
        proof.notes.append("Its rows don't say which tasks they are, so none can be compared.")
        return proof
    request = _request_of(folder, manifest)
    of_passages = request.format == PASSAGES
    rows = (
        PassagesOfExport(project, request, proof) if of_passages else _Rows(project, request, proof)
    )
    for lines in _slices(folder, manifest):
        if len(proof.problems) > _MOST or is_cancelled():
            break
        rows.prove(lines)
        tell(proof.rows)
    rows.finish()
    return proof


def _request_of(folder: Path, manifest: Mapping[str, Any]) -> ExportRequest:
    """What was asked for, as far as it shapes the rows."""
    beside = cast("dict[str, bool]", manifest.get("beside_rows", {}))
    return ExportRequest(
        target=folder,
        format=str(manifest["format"]),
        instructions=tuple(cast("dict[str, str]", manifest.get("instructions", {})).items()),
        system=str(manifest.get("system_message", "")),
        columns=tuple(cast("dict[str, str]", manifest.get("columns", {})).items()),
        with_passage=beside.get("passage", False),
        with_model_words=beside.get("model_words", False),
    )


def _prove_entry(
    project: Project, manifest: Mapping[str, Any], sha256: str, proof: ExportProof
) -> None:
    """The log tells of this very manifest, and holds the head that the manifest names."""
    entries = project.log.all()
    exports = [one for one in entries if one.event == "exported"]
    proof.entry = next((one for one in exports if sha256 in one.facts + one.detail), None)
    if proof.entry is None:
        proof.problems.append(
            f"The project's log tells of no export whose {MANIFEST} has the SHA-256 {sha256}."
        )
    named = manifest.get("project", {}).get("log")
    if named is None:
        proof.notes.append("An earlier version wrote it, without the head of the project's log.")
    elif (named["entry"], named["head"]) not in {(one.number, one.hash) for one in entries}:
        proof.problems.append(f"{MANIFEST}: its head of the log is not in the project's log.")


def _slices(folder: Path, manifest: Mapping[str, Any]) -> Iterator[list[ProvedLine]]:
    """Its rows, a few at once."""
    slice_ = list[ProvedLine]()
    for listed in manifest["files"]:
        if "rows" not in listed:
            continue
        with (folder / listed["path"]).open(encoding="utf-8", newline="\n") as file:
            for number, line in enumerate(file, 1):
                slice_.append(ProvedLine(f"{listed['path']} line {number}", json.loads(line)))
                if len(slice_) == _AT_ONCE:
                    yield slice_
                    slice_ = []
    yield slice_


class _Rows:
    """Compares rows with their tasks, and the evidence with the text of its document."""

    def __init__(self, project: Project, request: ExportRequest, proof: ExportProof) -> None:
        entry = proof.entry
        facts = cast("dict[str, Any]", json.loads(entry.facts or "{}")) if entry else {}
        self._newest = int(facts.get("newest_decision", 2**62))
        self._since = entry.at if entry else ""
        self._project, self._proof = project, proof
        self._sources = Sources(project)
        of_pairs = request.format == PAIRS
        self._pairs = PairsOfExport(project, request) if of_pairs else None
        self._explainer = Explainer(project, request, Hider(project, is_allowed=False))
        self._is_masked_anew = is_masked_anew(project, proof)
        self._text = 0, ""  # of the document that was looked into last
        self._deleted = deleted_rows(project, entry)

    def finish(self) -> None:
        """Say what can't be compared, and what has changed since."""
        proof = self._proof
        proof.problems += self._deleted.problems()
        proof.notes += self._deleted.notes()
        if proof.changed_since:
            proof.notes.append(f"Decided on anew after the export: {proof.changed_since:,} tasks.")

    def prove(self, lines: Sequence[ProvedLine]) -> None:
        """Compare some rows."""
        of_task = {line.row["provenance"]["task"]: line for line in lines}
        there = self._project.tasks.existing(list(of_task))
        decided = self._project.decisions.decided_since(there, self._newest, self._since)
        for task_id in sorted(set(of_task) - set(there)):
            place = of_task[task_id].place
            if not self._deleted.explains(of_task[task_id].row):
                self._proof.problems.append(f"{place}: the project has no task {task_id} any more.")
        for written in as_written(self._project, self._project.tasks.page(there)):
            may_differ = self._is_masked_anew or written.task.id in decided
            self._prove(written, of_task[written.task.id], may_differ)
        self._proof.rows += len(there)
        self._proof.changed_since += len(decided)

    def _prove(self, written: Written, line: ProvedLine, may_differ: bool) -> None:  # noqa: FBT001
        task = written.task
        expected = self._explainer.row(written, self._sources.of(task))
        if self._pairs is not None:
            expected = self._pairs.without_other(expected)
            self._proof.problems += self._pairs.problems(line)
        is_hidden = may_differ or _is_hidden(expected)
        for key, was, now in differences(line.row, expected, ""):
            if key.startswith(_DEVICE) or (is_hidden and key.startswith(_BESIDE)):
                continue
            if not (may_differ and _may_change(key)):
                self._proof.problems.append(
                    f"{line.place}, task {task.id}: {key} is {said(was)}, and the project says "
                    f"{said(now)}."
                )
        if not written.masked and (unfounded := self._unfounded(task)):
            self._proof.problems.append(f"{line.place}, task {task.id}: {unfounded}")

    def _unfounded(self, task: Task) -> str:
        """Evidence that does not stand where the task says; empty if it does, or has none."""
        found = task.evidence
        if found.grade in {EvidenceGrade.NONE, EvidenceGrade.EDITED}:
            return ""
        if self._text[0] != task.document_id:
            self._text = task.document_id, self._project.documents.text(task.document_id)
        stands = self._text[1][found.start or 0 : found.end or 0]
        if find(task.output, stands).grade is not EvidenceGrade.NONE:
            return ""
        place = f"{found.start} to {found.end} of “{task.document_name}”"
        return f"its answer does not stand at {place}."


def _is_hidden(expected: Mapping[str, Any]) -> bool:
    """A text beside the row is masked or held back today; an export may have been allowed it."""
    said = expected["provenance"]
    texts = [said.get("passage_text"), *said.get("model_words", {}).values()]
    return any(one and (one["masked"] or one["held_back"]) for one in texts)


def _may_change(key: str) -> bool:
    return not key.startswith("provenance.") or key.startswith(_CHANGEABLE)
