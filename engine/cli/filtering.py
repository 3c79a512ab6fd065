"""Which tasks a command means: the filters of the review queue as options."""

import argparse
from collections.abc import Iterable

from engine.errors import BadSetting
from engine.records import Doubt, EvidenceGrade, Near, Outcome, TaskFilter, Verdict
from engine.store import Project
from engine.tasks.types import parse_task_types

_NONE = "none"
_EVERY = "all"


def add_filters(parser: argparse.ArgumentParser) -> None:
    """Let a command take filters; each narrows, and several of one kind add up."""
    group = parser.add_argument_group("which tasks")
    group.add_argument("--type", metavar="TYPES", default="", help="such as exqa,nli")
    group.add_argument(
        "--document", metavar="NAME", action="append", help="of this document; may be repeated"
    )
    group.add_argument(
        "--outcome",
        metavar="NAME",
        action="append",
        choices=[*Outcome, _EVERY],
        help="how the unit ended, or all (default: ok)",
    )
    for name, words, text in (
        ("evidence", [*EvidenceGrade], "how the answer stands in the passage"),
        ("decision", [*Verdict, _NONE], "what a reviewer said; none: nobody decided yet"),
        ("doubt", [*Doubt], "how a task stands among those of its type in its run"),
    ):
        group.add_argument(f"--{name}", action="append", choices=words, help=text)
    group.add_argument(
        "--language", metavar="CODE", action="append", help="of the document, such as en"
    )
    group.add_argument(
        "--near",
        choices=[*Near],
        help="with near-duplicates, without, or the best of each group; see “duplicates”",
    )
    group.add_argument("--run", metavar="RUN", type=int, help="of this run")
    group.add_argument("--search", metavar="TEXT", default="", help="that hold this text")


def is_filtered(arguments: argparse.Namespace) -> bool:
    """One of the filters was given."""
    names = ("type", "document", "outcome", "evidence", "decision", "doubt", "language", "search")
    return any(getattr(arguments, name) for name in (*names, "near")) or arguments.run is not None


def task_filter(
    project: Project, arguments: argparse.Namespace, *, doubtful_first: bool = False
) -> TaskFilter:
    """The tasks that the options mean; raises `BadSetting` for a document that is not there."""
    outcomes: Iterable[str] = arguments.outcome or (Outcome.OK,)
    decisions: list[str] = arguments.decision or []
    if _NONE in decisions and len(decisions) > 1:
        raise BadSetting("“--decision none” stands alone; leave the others out.")
    return TaskFilter(
        run_id=arguments.run,
        task_types=tuple(kind.short for kind in parse_task_types(arguments.type))
        if arguments.type
        else (),
        outcomes=() if _EVERY in outcomes else tuple(map(Outcome, outcomes)),
        verdicts=tuple(Verdict(word) for word in decisions if word != _NONE),
        unreviewed_only=_NONE in decisions,
        search=arguments.search,
        document_ids=documents_named(project, arguments.document or ()),
        evidence=tuple(map(EvidenceGrade, arguments.evidence or ())),
        doubts=tuple(map(Doubt, arguments.doubt or ())),
        languages=tuple(arguments.language or ()),
        near=Near(arguments.near) if arguments.near else None,
        doubtful_first=doubtful_first,
    )


def documents_named(project: Project, names: Iterable[str]) -> tuple[int, ...]:
    """The documents of these names; two files can have the same.

    A number that is no name means the document of that number. Raises `BadSetting`.
    """
    found, here = list[int](), project.documents.all() if names else []
    for name in names:
        ids = [document.id for document in here if document.name == name]
        ids = ids or [document.id for document in here if str(document.id) == name]
        if not ids:
            raise BadSetting(f"There is no document “{name}” in this project; check its name.")
        found += ids
    return tuple(dict.fromkeys(found))
