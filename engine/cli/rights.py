"""`rights`: list what is noted of the rights in each document, or note it for some or all."""

import argparse
from collections.abc import Iterator, Sequence

from engine.cli.filtering import documents_named
from engine.cli.opening import add_project, open_project
from engine.cli.output import Output, counted
from engine.cli.parser import Command
from engine.cli.who import add_who, who
from engine.records import Document
from engine.store import Project


def _add_arguments(parser: argparse.ArgumentParser) -> None:
    add_project(parser)
    parser.add_argument(
        "--note",
        metavar="TEXT",
        help="who holds the rights and what is allowed, for the dataset card; empty takes it back",
    )
    which = parser.add_mutually_exclusive_group()
    which.add_argument(
        "--document",
        metavar="NAME",
        action="append",
        help="of this document, by name or number; may be repeated (default: those without a note)",
    )
    which.add_argument("--all", action="store_true", help="of all documents")
    add_who(parser, "notes it")


def _perform(arguments: argparse.Namespace, output: Output) -> int:
    if arguments.note is None and (arguments.document or arguments.all):
        arguments.usage_error("--document and --all go with --note")
    with open_project(arguments) as project:
        if arguments.note is not None:
            ids = _meant(project, arguments)
            project.documents.note_rights(ids, arguments.note, who(arguments))
            output.note(f"Noted for {counted(len(ids), 'document')}.")
        documents = project.documents.all()
    output.result(_content(documents), _lines(documents))
    return 0


def _meant(project: Project, arguments: argparse.Namespace) -> Sequence[int]:
    if arguments.document:
        return documents_named(project, arguments.document)
    documents = project.documents.all()
    return [one.id for one in documents if arguments.all or not one.rights]


def _content(documents: Sequence[Document]) -> dict[str, object]:
    return {
        "documents": [
            {"document": one.id, "name": one.name, "rights": one.rights} for one in documents
        ],
        "without_note": sum(not one.rights for one in documents),
    }


def _lines(documents: Sequence[Document]) -> Iterator[str]:
    for one in documents:
        yield f"{one.id:>6}  {one.name}  {one.rights or '-'}"
    without = sum(not one.rights for one in documents)
    yield f"{counted(len(documents), 'document')}, {without:,} without a note on rights"


RIGHTS = Command(
    name="rights",
    summary="list or note the rights in documents, for the dataset card",
    example='rights work.bonito --note "CC BY 4.0, Harbour Office" --document notice.pdf',
    add_arguments=_add_arguments,
    perform=_perform,
)
