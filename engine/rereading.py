"""Read documents of a project again: in another way from their files, or only for their language.

A document's text never changes, so a file that is read in another way becomes another document. It
takes the place of the earlier one only where nothing was made of that yet; else both stay.
"""

from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path

from engine.documents.formats import fitting
from engine.documents.reading import Reader, admit
from engine.errors import DocumentRefused
from engine.importing import measured
from engine.records import Document, Extract, FileReport, FileStatus, ImportOptions
from engine.store import Project

_Read = Callable[[Path, ImportOptions], Extract]
_ENOUGH = 60_000  # characters to tell a language by
_CHANGED = "The file is not the one that was imported; add it as a file of its own."
_SAME = "Nothing changed: read in this way, the text is the same."
_BOTH_STAY = (
    "The earlier reading stays beside it, for its tasks or passages made by hand; delete it when "
    "it is not needed any more."
)


def choices_of(format_name: str) -> ImportOptions:
    """The options that matter for a format: those that differ from the default here."""
    every = ImportOptions(keep_headers=True, encoding="utf-8", columns=("1",), records=True)
    return fitting(every, format_name)


def read_again(  # noqa: PLR0913, PLR0917 name the later ones at the call
    project: Project,
    document_ids: Sequence[int],
    options: ImportOptions,
    on_file: Callable[[FileReport], None] = lambda _: None,
    is_cancelled: Callable[[], bool] = lambda: False,
    passwords: Sequence[str] = (),
) -> list[FileReport]:
    """Read the files of these documents with other options, each with one report.

    Options that don't matter for a format are not looked at. What can't be read in this way is
    reported and stays as it was. Cancelling keeps what is done.
    """
    reports: list[FileReport] = []
    with Reader() as reader:
        for document_id in document_ids:
            if is_cancelled():
                break
            document = project.documents.get(document_id)
            read = partial(reader.read, passwords=passwords)
            report = _read_again(project, document, options, read)
            reports.append(report)
            on_file(report)
    return reports


def tell_languages(project: Project, is_cancelled: Callable[[], bool] = lambda: False) -> int:
    """Find the language of documents that earlier versions imported; gives how many there were.

    Their stored texts go through a reader's child like any file. A text on which the child dies has
    no language that can be told, and is not tried again.
    """
    waiting = project.documents.without_language()
    if not waiting:
        return 0
    with Reader() as reader:
        for number, document_id in enumerate(waiting):
            if is_cancelled():
                return number
            beginning = project.documents.beginning(document_id, _ENOUGH)
            project.documents.tell_language(document_id, reader.language_of(beginning))
    return len(waiting)


def _read_again(
    project: Project, document: Document, options: ImportOptions, read: _Read
) -> FileReport:
    wanted = fitting(options, document.format)
    try:
        extract = _extract(document, wanted, read)
    except DocumentRefused as refusal:
        return FileReport(document.path, document.name, refusal.status, str(refusal), document.id)
    report = project.documents.add(
        document.path, document.name, document.format, document.size_bytes, document.sha256,
        extract, wanted,
    )  # fmt: skip
    if report.status is FileStatus.DUPLICATE and report.document_id == document.id:
        return FileReport(document.path, document.name, report.status, _SAME, document.id)
    if report.status is FileStatus.DUPLICATE:
        return report
    detail = report.detail if project.give_way(document.id) else f"{report.detail} {_BOTH_STAY}"
    return FileReport(
        report.path, report.name, report.status, detail, report.document_id, extract.note
    )


def _extract(document: Document, options: ImportOptions, read: _Read) -> Extract:
    """What the file says now, if it still is the one that was imported; else `DocumentRefused`."""
    path = Path(document.path)
    admit(path)
    _refuse_another(path, document)
    extract = read(path, options)
    _refuse_another(path, document)
    return extract


def _refuse_another(path: Path, document: Document) -> None:
    if measured(path) != (document.size_bytes, document.sha256):
        raise DocumentRefused(FileStatus.UNREADABLE, _CHANGED)
