"""`personal`: list possible personal data in tasks, and decide what becomes of it in an export."""

import argparse
from collections.abc import Iterator, Sequence
from pathlib import Path

from engine.cli.opening import add_project, open_project, open_to_change
from engine.cli.output import Output, counted
from engine.cli.parser import Command
from engine.cli.text_files import text_of
from engine.cli.who import add_who, who
from engine.errors import BadSetting
from engine.export.personal import look
from engine.records import PersonalChoice, PersonalKind, PersonalValue
from engine.store import Project

_SHOWN = 200  # values, for people


def _add_arguments(parser: argparse.ArgumentParser) -> None:
    add_project(parser)
    parser.add_argument(
        "--decide",
        choices=[*PersonalChoice],
        help="mask: a pseudonym in its place; keep: it stays, for a reason; reject: its tasks go",
    )
    which = parser.add_argument_group("what is decided on (default: all that is undecided)")
    which.add_argument(
        "--kind", choices=[*PersonalKind], action="append", help="all of this kind; may be repeated"
    )
    which.add_argument(
        "--number",
        metavar="N",
        type=int,
        action="append",
        help="one value by its number in the list",
    )
    parser.add_argument("--reason", default="", help="why; needed with keep")
    parser.add_argument(
        "--words",
        metavar="FILE",
        type=Path,
        help="also look for these names and words, one a line; “|” between ways to write one",
    )
    add_who(parser, "decides")


def _perform(arguments: argparse.Namespace, output: Output) -> int:
    if arguments.decide is None and (arguments.reason or arguments.kind or arguments.number):
        arguments.usage_error("--kind, --number and --reason go with --decide")
    if arguments.decide is None and arguments.words is None:
        with open_project(arguments) as project:
            look(project)
            values = project.personal.values()
    else:
        with open_to_change(arguments, output) as project:
            values = _change(project, arguments, output)
    output.result(_content(values), _lines(values))
    return 0


def _change(project: Project, arguments: argparse.Namespace, output: Output) -> list[PersonalValue]:
    if arguments.words is not None:
        project.personal.set_words(text_of(arguments.words))
    look(project)
    if arguments.decide is not None:
        wanted = _chosen(project.personal.values(), arguments)
        count = project.personal.decide(
            [one.id for one in wanted],
            PersonalChoice(arguments.decide),
            who(arguments),
            arguments.reason,
        )
        output.note(f"{arguments.decide}: {counted(count, 'value')}")
    return project.personal.values()


def _chosen(values: Sequence[PersonalValue], arguments: argparse.Namespace) -> list[PersonalValue]:
    """The values that are meant; a number or kind also means what was decided before."""
    if arguments.number:
        unknown = set(arguments.number) - {one.id for one in values}
        if unknown:
            raise BadSetting(f"There is no number {min(unknown)} in the list; look at it again.")
        return [one for one in values if one.id in arguments.number]
    if arguments.kind:
        return [one for one in values if one.kind in arguments.kind]
    return [one for one in values if one.choice is None]


def _content(values: Sequence[PersonalValue]) -> dict[str, object]:
    return {
        "undecided": sum(one.choice is None for one in values),
        "values": [
            {
                "number": one.id,
                "kind": one.kind.value,
                "value": one.value,
                "tasks": one.tasks,
                "decision": one.choice.value if one.choice else "",
                "reason": one.reason,
            }
            for one in values
        ],
    }


def _lines(values: Sequence[PersonalValue]) -> Iterator[str]:
    if not values:
        yield "Nothing that looks like personal data was found; rules miss much, names above all."
        return
    undecided = sum(one.choice is None for one in values)
    yield f"{counted(len(values), 'value')} that may be personal data, {undecided:,} undecided"
    for one in values[:_SHOWN]:
        said = one.choice.value if one.choice else "undecided"
        tasks = counted(one.tasks, "task")
        yield f"{one.id:>6}  {one.kind:<14}{said:<11}{tasks:>10}  {one.value}"
    if len(values) > _SHOWN:
        yield f"... and {len(values) - _SHOWN:,} more; see --json"


PERSONAL = Command(
    name="personal",
    summary="list possible personal data, and decide: mask, keep or reject",
    example="personal work.bonito --decide mask --kind e-mail",
    add_arguments=_add_arguments,
    perform=_perform,
)
