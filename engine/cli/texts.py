"""`text`: print a document's stored text or a slice of it, to see what an offset means."""

import argparse
from collections.abc import Iterator, Sequence
from dataclasses import asdict

from engine.cli.opening import add_project, open_project
from engine.cli.output import Output
from engine.cli.parser import Command
from engine.errors import BadSetting, NothingToDo
from engine.records import Document, PageMark
from engine.store import Project

_NAMED = 5  # documents named in a refusal


def _add_arguments(parser: argparse.ArgumentParser) -> None:
    add_project(parser)
    parser.add_argument("document", metavar="DOCUMENT", help="a document's number or its name")
    parser.add_argument(
        "--from", dest="start", metavar="A", type=int, default=0,
        help="the first character, counted from 0 (default: 0)",
    )  # fmt: skip
    parser.add_argument(
        "--to", dest="end", metavar="B", type=int,
        help="the character before which to stop (default: the end)",
    )  # fmt: skip
    parser.add_argument(
        "--pages", action="store_true",
        help="print where each page, slide, sheet or row starts instead of the text",
    )  # fmt: skip


def _perform(arguments: argparse.Namespace, output: Output) -> int:
    with open_project(arguments) as project:
        document = find_document(project, arguments.document)
        start, end = _slice(document, arguments.start, arguments.end)
        text = project.documents.text(document.id)[start:end]
        pages = _within(project.documents.pages(document.id), start, end)
    content = {
        "document": document.id,
        "name": document.name,
        "sha256": document.sha256,
        "text_sha256": document.text_sha256,
        "note": document.note,
        "characters": document.characters,
        "from": start,
        "to": end,
        "text": text,
        "pages": [asdict(mark) for mark in pages],
    }
    output.result(content, _page_lines(pages) if arguments.pages else text.split("\n"))
    return 0


def find_document(project: Project, wanted: str) -> Document:
    """The document of this number, or else of this name; raises `NothingToDo` without exactly one.

    A name wins over a number, so that a file called “7” can be named.
    """
    found = [document for document in project.documents.all() if document.name == wanted]
    if len(found) == 1:
        return found[0]
    if found:
        numbers = ", ".join(str(document.id) for document in found)
        raise NothingToDo(
            f"{len(found)} documents are called “{wanted}”; name one by its number: {numbers}."
        )
    if wanted.isascii() and wanted.isdigit():
        return project.documents.get(int(wanted[:18]))  # no number of SQLite's is longer
    raise NothingToDo(_unknown(project, wanted))


def _unknown(project: Project, wanted: str) -> str:
    """The sentence for a name that no document has, with the first of those that there are."""
    names = [f"{document.id} “{document.name}”" for document in project.documents.all()]
    if not names:
        return f"No document is called “{wanted}”: there are none yet; import some first."
    more = f" and {len(names) - _NAMED:,} more" if len(names) > _NAMED else ""
    return f"No document is called “{wanted}”; choose from {', '.join(names[:_NAMED])}{more}."


def _slice(document: Document, start: int, end: int | None) -> tuple[int, int]:
    """The asked slice; raises `BadSetting` where it does not lie in the text."""
    last = document.characters if end is None else end
    if not 0 <= start <= last <= document.characters:
        raise BadSetting(
            f"Characters {start} to {last} can't be shown: the text of “{document.name}” goes "
            f"from 0 to {document.characters}; choose --from and --to within it."
        )
    return start, last


def _within(pages: Sequence[PageMark], start: int, end: int) -> list[PageMark]:
    """The page on which the slice begins, and those that begin within it."""
    before = [mark for mark in pages if mark.start <= start]
    return [*before[-1:], *(mark for mark in pages if start < mark.start < end)]


def _page_lines(pages: Sequence[PageMark]) -> Iterator[str]:
    for mark in pages:
        yield f"{mark.start:>10}  {mark.label}"


TEXT = Command(
    name="text",
    summary="print the stored text of a document or a slice of it",
    example="text work.bonito minutes.docx --from 1200 --to 1480",
    add_arguments=_add_arguments,
    perform=_perform,
)
