"""Prove an export of passages against its project: each text and place is looked up again."""

from collections.abc import Sequence
from dataclasses import replace

from engine.export.contents import ExportRequest
from engine.export.deleted import deleted_rows
from engine.export.passages import PassageRow, PassageRows
from engine.export.proofs import ExportProof, ProvedLine, differences, is_masked_anew, said
from engine.store import Project

_OF_APPLICATION = ("provenance.app_version", "provenance.language")  # not of the text


class PassagesOfExport:
    """Compares the rows of passages with the texts of their documents."""

    def __init__(self, project: Project, request: ExportRequest, proof: ExportProof) -> None:
        self._project, self._proof = project, proof
        self._rows = PassageRows(project, replace(request, personal_reason="to compare"))
        self._deleted = deleted_rows(project, proof.entry)
        self._is_masked_anew = is_masked_anew(project, proof)
        self._more_masked = 0

    def prove(self, lines: Sequence[ProvedLine]) -> None:
        """Compare some rows."""
        of_passage = {line.row["provenance"]["passage_id"]: line for line in lines}
        found = {one.passage.id: one for one in self._rows.of(list(of_passage))}
        for passage_id, line in of_passage.items():
            if passage_id in found:
                self._prove(found[passage_id], line)
            elif not self._deleted.explains(line.row):
                self._proof.problems.append(
                    f"{line.place}: the project has no passage {passage_id} any more."
                )
        self._proof.rows += len(found)

    def _prove(self, found: PassageRow, line: ProvedLine) -> None:
        found_out = [
            one
            for one in differences(line.row, found.row or {}, "")
            if not one[0].startswith(_OF_APPLICATION)
        ]
        if self._is_masked_anew and {key for key, *_ in found_out} <= self._may_differ(line):
            self._more_masked += bool(found_out)
            return
        for key, was, now in found_out:
            self._proof.problems.append(
                f"{line.place}, passage {found.passage.id}: {key} is {said(was)}, and the project "
                f"says {said(now)}."
            )

    def _may_differ(self, line: ProvedLine) -> set[str]:
        """What decisions on personal data change in a row."""
        text = next(key for key in line.row if key != "provenance")
        return {text, "provenance.masked", "provenance.control_text"}

    def finish(self) -> None:
        """Say what can't be compared, and what has changed since."""
        self._proof.problems += self._deleted.problems()
        self._proof.notes += self._deleted.notes()
        if self._more_masked:
            self._proof.notes.append(
                f"Other pseudonyms since the export: {self._more_masked:,} passages."
            )
