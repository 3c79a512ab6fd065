"""`search`: find words in the project's documents, and say where they stand."""

import argparse
from collections.abc import Iterator, Sequence
from dataclasses import asdict

from engine.cli.opening import add_project, open_project
from engine.cli.output import Output, counted
from engine.cli.parser import Command
from engine.errors import BadSetting
from engine.records import SearchHit

_USUAL = 20


def _add_arguments(parser: argparse.ArgumentParser) -> None:
    add_project(parser)
    parser.add_argument("text", metavar="TEXT", help="words, or a phrase in quotation marks")
    parser.add_argument(
        "--limit", type=int, default=_USUAL, help=f"places at most (default: {_USUAL})"
    )


def _perform(arguments: argparse.Namespace, output: Output) -> int:
    if arguments.limit < 1:
        raise BadSetting(f"A limit of {arguments.limit} places finds nothing; choose 1 or more.")
    with open_project(arguments) as project:
        hits = project.search(arguments.text, arguments.limit)
    content = {"search": arguments.text, "hits": [asdict(hit) for hit in hits]}
    output.result(content, _lines(hits))
    return 0


def _lines(hits: Sequence[SearchHit]) -> Iterator[str]:
    for hit in hits:
        page = f", {hit.page}" if hit.page else ""
        passage = f", passage {hit.passage}" if hit.passage else ""
        yield f"{hit.document_name}{page}{passage}, character {hit.start + 1:,}"
        yield f"    {hit.snippet}"
    yield counted(len(hits), "place")


SEARCH = Command(
    name="search",
    summary="find words in the project's documents",
    example='search work.bonito "notice period"',
    add_arguments=_add_arguments,
    perform=_perform,
)
