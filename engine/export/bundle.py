"""Make an export: rows out of the project, in one file or in a folder with manifest and card.

Which tasks are written is settled once; what is decided or generated meanwhile goes into the next
export. The parts are stored in the project before the files appear in their place.
"""

import hashlib
import re
from dataclasses import replace
from datetime import UTC, datetime
from importlib import resources
from pathlib import Path

from engine.errors import NothingToDo
from engine.export import card, companions, manifest, split_proof, target
from engine.export.cautions import settled, warnings
from engine.export.choosing import chosen
from engine.export.comparing import compare
from engine.export.contents import (
    ALL_TASKS,
    Contents,
    ExportContext,
    ExportedFile,
    ExportReport,
    ExportRequest,
    LogHead,
)
from engine.export.instructions import check_instructions
from engine.export.metadata import metadata
from engine.export.notes import earlier_notes
from engine.export.passages import chosen_passages, write_passages
from engine.export.personal import hold
from engine.export.shapes import PAIRS, PASSAGES, check_shape
from engine.export.sharing import Shares, share_out
from engine.export.writing import write_rows
from engine.records import PARTS
from engine.store import Project
from engine.version import app_version

__all__ = ["ExportReport", "ExportRequest", "ExportedFile", "export"]

VERIFY, _VERIFY_ROWS = "verify.py", "verify_rows.py"
_BESIDE = (card.NAME, companions.DATASET_INFO, companions.CROISSANT, VERIFY, split_proof.NAME)


def export(project: Project, request: ExportRequest) -> ExportReport:
    """Write the export; raises `NothingToDo`, `BadSetting`, `TargetExists`, `TargetUnwritable`."""
    check_shape(request)
    request = replace(request, instructions=check_instructions(request.instructions))
    if request.format == PASSAGES:
        request = replace(request, one_of_each=False)  # that is of tasks
    _check_target(request)
    if request.one_of_each:
        compare(project)
    decided = project.decisions.newest()
    shares = _shares(project, request)
    write = _write_file if target.is_single_file(request.target) else _write_folder
    contents = write(project, request, shares)
    rows = sum(file.rows for file in contents.files)
    sums = ", ".join(f"{file.path.name} SHA-256 {file.sha256}" for file in contents.files)
    anchor = _manifest_sha256(request)
    said = f"{rows:,} rows to {request.target}: {sums}"
    project.log.add(
        "exported",
        f"{said}, {target.MANIFEST} SHA-256 {anchor}" if anchor else said,
        facts={
            "manifest_sha256": anchor,
            "files": {file.path.name: file.sha256 for file in contents.files},
            "rows": rows,
            "newest_decision": decided,
        },
    )
    said = warnings(request, contents)
    return ExportReport(
        request.target,
        contents.files,
        rows,
        said,
        anchor,
        contents.near_left_out,
        log_head=_head(project),
        settled=settled(request, contents),
    )


def _shares(project: Project, request: ExportRequest) -> Shares:
    """What is written, and in which part; settled here."""
    if request.format == PASSAGES:
        passages = chosen_passages(project, request)
        if request.personal_reason:
            project.log.add("personal", f"passages undecided: {request.personal_reason}")
        project.log.seal()
        rows = project.paragraphs.of_documents(passages)
        return share_out(project, request, passages, rows)
    hold(project, request)
    project.log.seal()  # so that the head in the manifest stands for all that is written
    ids = chosen(project, request)
    if not ids:
        raise NothingToDo(_why_nothing(project, request))
    return share_out(project, request, ids, project.tasks.of_documents(ids))


def _head(project: Project) -> LogHead:
    """The newest entry of the log."""
    head = project.log.head()
    return LogHead(head.number, head.hash) if head else LogHead()


def _check_target(request: ExportRequest) -> None:
    """Refuse what would be refused in the end, before anything is looked at and marked."""
    if not target.is_single_file(request.target):
        target.check_folder(request.target, ())
        earlier_notes(request.target)
    elif request.split is None:
        target.check_files([request.target])


def _manifest_sha256(request: ExportRequest) -> str:
    """The checksum that proves the whole folder; it stands in the log and is told to people."""
    if target.is_single_file(request.target):
        return ""
    return hashlib.sha256((request.target / target.MANIFEST).read_bytes()).hexdigest()


def _why_nothing(project: Project, request: ExportRequest) -> str:
    if request.narrow != ALL_TASKS and chosen(project, replace(request, narrow=ALL_TASKS)):
        return "No task is in this selection; choose other types, documents, runs or doubt."
    if request.format == PAIRS and project.tasks.export_ids(only_accepted=True):
        return (
            "No accepted task has another answer beside it that was not wanted: edit the answer of "
            "one and leave its question, or reject one that asks the same of the same passage."
        )
    if request.instead == "rejected":
        return "No task is rejected; reject some, or export those that are accepted."
    if request.only_accepted and project.tasks.export_ids(only_accepted=False):
        return (
            "No task is accepted yet; review tasks and accept some, "
            "or export all that were not rejected (--only all)."
        )
    return "There is no task to export; generate tasks first, and keep some of them."


def _write_file(project: Project, request: ExportRequest, shares: Shares) -> Contents:
    path = request.target
    names = {PARTS[0]: path.name}
    if request.split is not None:
        names = {part: f"{path.stem}-{part}{path.suffix}" for part in _used(shares)}
    target.check_files([path.parent / name for name in names.values()])
    with target.staging(path) as staged:
        contents = _write_all(project, request, shares, names, staged)
        _keep(project, shares)
        target.publish_files(staged, path.parent)
    return contents


def _write_folder(project: Project, request: ExportRequest, shares: Shares) -> Contents:
    folder = request.target
    names = {part: f"{part}.jsonl" for part in _used(shares)}
    target.check_folder(folder, [*names.values(), *_BESIDE])
    with target.staging(folder) as staged:
        contents = _write_all(project, request, shares, names, staged)
        context = ExportContext(
            made_at=datetime.now(UTC).isoformat(timespec="seconds"),
            app_version=app_version(),
            status=project.status(),
            audits=tuple(project.audits.all()),
            notes=earlier_notes(folder),
            log_head=_head(project),
        )
        beside = _beside(request, contents, context)
        beside[target.MANIFEST] = manifest.render(request, contents, context, beside)
        for name, text in beside.items():
            target.write_text(staged / name, text)
        _keep(project, shares)
        target.publish_folder(staged, folder)
    return contents


def _write_all(
    project: Project,
    request: ExportRequest,
    shares: Shares,
    names: dict[str, str],
    staged: Path,
) -> Contents:
    """Write the files of rows, of tasks or of passages."""
    write = write_passages if request.format == PASSAGES else write_rows
    return write(project, request, shares, names, staged)


def _beside(request: ExportRequest, contents: Contents, context: ExportContext) -> dict[str, str]:
    """The files that lie beside the rows and the manifest, by name."""
    known, kinship = metadata(request, contents), contents.kinship
    proof = {split_proof.NAME: split_proof.render(request, contents, kinship)} if kinship else {}
    return proof | {
        card.NAME: card.render(request, contents, context, known),
        companions.DATASET_INFO: companions.dataset_info(request, contents),
        companions.CROISSANT: companions.croissant(request, contents, known, context.made_at),
        VERIFY: _verifier(),
    }


def _verifier() -> str:
    """The check that needs nothing of ours: `verify.py` with `verify_rows.py` in it, one file."""
    files = resources.files("engine.export")
    check, rows = ((files / name).read_text(encoding="utf-8") for name in (VERIFY, _VERIFY_ROWS))
    before, after = re.split(r"from engine\.export\.verify_rows import \([^)]*\)\n", check)
    return before + rows.split('"""\n', 1)[1] + after


def _keep(project: Project, shares: Shares) -> None:
    if shares.kinship is not None:
        project.parts.keep(shares.parts)


def _used(shares: Shares) -> list[str]:
    used = set(shares.parts.values())
    return [part for part in PARTS if part in used]
