"""`parts`: which documents are for training and which are held out, and which share text."""

import argparse
from collections import Counter
from collections.abc import Iterator

from engine.cli.filtering import documents_named
from engine.cli.opening import add_project, open_project
from engine.cli.output import Output, counted
from engine.cli.parser import Command
from engine.cli.who import add_who, who
from engine.errors import BadSetting
from engine.export.kinship import kinship
from engine.records import PARTS, AlikePair, Kinship
from engine.store import Project

_SHOWN = 40  # families and pairs, for people


def _add_arguments(parser: argparse.ArgumentParser) -> None:
    add_project(parser)
    parser.add_argument(
        "--move", metavar="PART", choices=PARTS, help="put the documents named into this part"
    )
    parser.add_argument(
        "--document",
        metavar="NAME",
        action="append",
        help="a document that is moved, by name or number; may be repeated",
    )
    parser.add_argument(
        "--forget",
        action="store_true",
        help="let the next export share out all documents anew",
    )
    add_who(parser, "does it")


def _perform(arguments: argparse.Namespace, output: Output) -> int:
    if bool(arguments.move) != bool(arguments.document):
        raise BadSetting("Say both: the part (--move) and which documents (--document).")
    with open_project(arguments) as project:
        name = who(arguments)
        if arguments.forget:
            output.note(f"{counted(project.parts.forget(name), 'document')} without a part now.")
        if arguments.move:
            ids = documents_named(project, arguments.document)
            project.parts.move(ids, arguments.move, name)
            output.note(f"{counted(len(ids), 'document')} in {arguments.move} now.")
        known, names = kinship(project), _names(project)
    output.result(_content(known, names), _lines(known, names))
    return 0


def _names(project: Project) -> dict[int, str]:
    return {document.id: document.name for document in project.documents.all()}


def _content(known: Kinship, names: dict[int, str]) -> dict[str, object]:
    return {
        "documents": [
            {"document": one, "name": name, "part": known.parts.get(one, "")}
            for one, name in names.items()
        ],
        "families": [list(family) for family in known.families],
        "pairs": [_pair(pair) for pair in known.pairs],
        "torn_pairs": [_pair(pair) for pair in known.torn],
    }


def _pair(pair: AlikePair) -> dict[str, object]:
    return {"documents": [pair.one, pair.other], "share_of_the_smaller": round(pair.share, 3)}


def _lines(known: Kinship, names: dict[int, str]) -> Iterator[str]:
    counts = Counter(known.parts.values())
    given = ", ".join(f"{counts[part]:,} {part}" for part in PARTS if counts[part])
    yield given or "No document has a part yet; the first export with a split gives them."
    yield from (f"{one:>6}  {known.parts.get(one, '-'):<12}{name}" for one, name in names.items())
    if not known.families:
        yield "No two documents share text."
        return
    families = "1 family" if len(known.families) == 1 else f"{len(known.families):,} families"
    yield f"{families} of documents that share text; an export never splits one"
    for pair in known.pairs[:_SHOWN]:
        sides = "  ".join(_side(one, known, names) for one in (pair.one, pair.other))
        yield f"  {pair.share:>4.0%}  {sides}"
    if len(known.pairs) > _SHOWN:
        yield f"  ... and {len(known.pairs) - _SHOWN:,} more pairs; see --json"
    if known.torn:
        yield f"{len(known.torn):,} of these pairs are in different parts; --move joins them"


def _side(one: int, known: Kinship, names: dict[int, str]) -> str:
    part = known.parts.get(one, "")
    return f"{names.get(one, one)} ({part})" if part else str(names.get(one, one))


PARTING = Command(
    name="parts",
    summary="list which documents train, validate and test, and which share text; move one",
    example="parts work.bonito --move train --document lease.pdf",
    add_arguments=_add_arguments,
    perform=_perform,
)
