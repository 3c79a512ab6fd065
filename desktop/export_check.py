"""Checks a written export, in the background: against its manifest, and against the open project.

The same two checks as `bonito-desktop verify EXPORT --project FILE`, said in the same words. What
only the file of a closed project shows, its log's chain, is left to the command.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import QObject, Signal

from desktop.background import Background, Job, Operation
from desktop.language import counted, number, plural, told, tr
from engine.export.proofs import ExportProof
from engine.export.proving import prove_export
from engine.export.target import MANIFEST
from engine.export.verify import Verified, verify
from engine.store import Project

_MOST_NAMED = 3  # problems, in a sentence
_MOST_SHOWN = 20  # in the details, as on the command line


@dataclass(frozen=True, slots=True)
class Checked:
    """What was found of one folder; `proof` only of one that is whole, while a project is open."""

    folder: Path
    found: Verified
    proof: ExportProof | None = None

    @property
    def is_of_this_project(self) -> bool:
        """The open project's log tells of it."""
        return self.proof is not None and self.proof.entry is not None

    @property
    def kind(self) -> str:
        """The notice that it deserves."""
        if self.found.problems or (self.is_of_this_project and self.proof and self.proof.problems):
            return "bad"
        return "good" if self.is_of_this_project else "info"

    def sentence(self) -> str:
        """What was found, in a line."""
        if self.found.problems:
            return _bad(tr("The export is not as it was written:"), self.found.problems)
        if self.proof is None:
            return f"{_UNCHANGED} {_whole(self.found)}"
        if self.proof.entry is None:
            return f"{_UNCHANGED} {_whole(self.found)} {_FOREIGN}"
        if self.proof.problems:
            return _bad(tr("The export is not what the project holds:"), self.proof.problems)
        came = tr(
            "It came from this project: entry {number} of its log; {rows} compared.",
            number=self.proof.entry.number,
            rows=counted(self.proof.rows, "row"),
        )
        return f"{_UNCHANGED} {_whole(self.found)} {came}"

    def lines(self) -> Iterator[str]:
        """All that was found, line by line, as the command line says it."""
        if self.found.problems:
            yield tr("This export is not as it was written:")
            yield from _named(self.found.problems)
            return
        yield _whole(self.found)
        yield from map(told, self.found.unshown)
        yield tr(
            "{name} has the SHA-256 {sha256}", name=MANIFEST, sha256=self.found.manifest_sha256
        )
        if self.proof is not None:
            yield from self._held_against(self.proof)

    def _held_against(self, proof: ExportProof) -> Iterator[str]:
        if proof.entry is None:
            yield _FOREIGN
            return
        if proof.problems:
            yield tr("The export is not what the project holds:")
            yield from _named(proof.problems)
        else:
            yield _came_from(proof)
        yield from map(told, proof.notes)
        yield _OF_THE_LOG


_UNCHANGED = tr("Checked, nothing has changed.")
_FOREIGN = tr("It did not come from the project that is open: its log tells of no such export.")
_OF_THE_LOG = tr(
    "Whether the project's own log is whole was not looked at here: bonito-desktop verify says "
    "that too."
)


class ExportCheck(QObject):
    """One folder at a time; any folder, of this project or of another."""

    checked = Signal(object)  # Checked
    failed = Signal(object)  # a known error
    told = Signal(int)  # so many rows are compared with the project

    def __init__(self, background: Background) -> None:
        super().__init__()
        self._background = background

    def check(self, folder: Path, project: Project | None) -> None:
        """Read everything that the export's manifest lists, and compare it with the project."""
        self._background.run(
            Operation(
                name=tr("Checking the export"),
                work=lambda job: checked(folder, project, job),
                done=self.checked.emit,
                failed=self.failed.emit,
                told=self.told.emit,
                owner=project,
                can_be_left=project is None,
            )
        )


def checked(folder: Path, project: Project | None, job: Job) -> Checked:
    """Check a folder; a project that is closed meanwhile ends the comparison with it."""
    found = verify(folder)
    if project is None or found.problems or job.is_cancelled():
        return Checked(folder, found)
    return Checked(folder, found, prove_export(project, folder, job.tell, job.is_cancelled))


def _whole(found: Verified) -> str:
    files = plural(found.files, "{n} file", "{n} files")
    rows = plural(found.rows, "{n} row", "{n} rows")
    if not found.documents:
        return tr("As it was written: {files}, {rows}.", files=files, rows=rows)
    documents = counted(found.documents, "document")
    return tr(
        "As it was written: {files}, {rows}, {documents}, none of them in two files.",
        files=files,
        rows=rows,
        documents=documents,
    )


def _came_from(proof: ExportProof) -> str:
    entry = proof.entry
    if entry is None:
        return _FOREIGN
    who = tr(" by {who}", who=entry.who) if entry.who else ""
    return tr(
        "It came from this project: entry {number} of its log, {when}{who}; {rows} compared with "
        "the texts, offsets and decisions there.",
        number=entry.number,
        when=entry.at,
        who=who,
        rows=counted(proof.rows, "row"),
    )


def _bad(said: str, problems: list[str]) -> str:
    more = len(problems) - _MOST_NAMED
    end = " " + tr("And {count} more.", count=number(more)) if more > 0 else ""
    return f"{said} {' '.join(map(told, problems[:_MOST_NAMED]))}{end}"


def _named(problems: list[str]) -> Iterator[str]:
    yield from map(told, problems[:_MOST_SHOWN])
    if len(problems) > _MOST_SHOWN:
        yield tr("And {count} more.", count=number(len(problems) - _MOST_SHOWN))
