"""`coverage`: which characters of which document gave tasks, by type, and what gave none."""

import argparse
from collections.abc import Iterator, Mapping, Sequence

from engine.cli.opening import add_project, open_project
from engine.cli.output import Output
from engine.cli.parser import Command
from engine.records import Covered, DocumentCoverage
from engine.runs.coverage import coverage, whole


def _perform(arguments: argparse.Namespace, output: Output) -> int:
    with open_project(arguments) as project:
        documents = coverage(project)
    content = {**whole_content(documents), "documents": [_document(one) for one in documents]}
    output.result(content, _lines(documents))
    return 0


def whole_content(documents: Sequence[DocumentCoverage]) -> dict[str, object]:
    """All documents together, as programs read it."""
    characters, covered = whole(documents)
    return {"characters": characters, **_covered(covered)}


def whole_lines(documents: Sequence[DocumentCoverage]) -> Iterator[str]:
    """All documents together, for people."""
    characters, covered = whole(documents)
    yield f"{characters:,} characters: {_shares(covered, characters)}"


def _covered(covered: Covered) -> dict[str, object]:
    return {"kept": covered.kept, "accepted": covered.accepted}


def _document(one: DocumentCoverage) -> dict[str, object]:
    return {
        "document": one.name,
        "characters": one.characters,
        **_covered(one.whole),
        "types": {short: _covered(covered) for short, covered in one.types.items()},
        "gaps": [list(gap) for gap in one.gaps],
    }


def _lines(documents: Sequence[DocumentCoverage]) -> Iterator[str]:
    yield from whole_lines(documents)
    for one in documents:
        yield f"{one.name}: {_shares(one.whole, one.characters)}{_gaps(one)}"
        yield from _types(one.types, one.characters)


def _types(types: Mapping[str, Covered], characters: int) -> Iterator[str]:
    for short, covered in types.items():
        yield f"  {short:<14}{_shares(covered, characters)}"


def _shares(covered: Covered, characters: int) -> str:
    kept, accepted = (100 * n / max(1, characters) for n in (covered.kept, covered.accepted))
    return f"{kept:.0f} % gave tasks that are kept, {accepted:.0f} % accepted ones"


def _gaps(one: DocumentCoverage) -> str:
    count = len(one.gaps)
    return f"; {count:,} {'gap' if count == 1 else 'gaps'}" if count else ""


COVERAGE = Command(
    name="coverage",
    summary="say how much of each document gave tasks, by type; “run --fill-gaps” makes up for it",
    example="coverage work.bonito --json",
    add_arguments=add_project,
    perform=_perform,
)
