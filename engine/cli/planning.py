"""`plan`: store what a run would make, without making it."""

import argparse
from collections.abc import Iterator

from engine import runs
from engine.cli.opening import add_project, open_to_change
from engine.cli.output import PROGRAM, Output, counted
from engine.cli.parser import Command
from engine.cli.projects import run_content
from engine.cli.run_request import TYPES_HELP, add_request, request_of, tell_foreign, tell_request
from engine.cli.who import add_who
from engine.records import Run
from engine.rereading import tell_languages


def _add_arguments(parser: argparse.ArgumentParser) -> None:
    add_project(parser)
    add_who(parser, "plans")
    parser.add_argument("--types", metavar="TYPES", required=True, help=TYPES_HELP)
    add_request(parser)


def _perform(arguments: argparse.Namespace, output: Output) -> int:
    with open_to_change(arguments, output) as project:
        tell_languages(project)
        run = runs.plan_only(project, request_of(arguments), arguments.worker)
        tell_request(run, arguments, output)
        tell_foreign(project, arguments, output)
        units = project.runs.planned_by_type(run.id)
        passages = project.runs.passages_read(run.id)
    types = {short: units[short] for short in run.task_types if short in units}
    content = {**run_content(run), "units_by_type": types, "passages": passages}
    output.result(content, _lines(run, types, passages, arguments))
    return 0


def _lines(
    run: Run, types: dict[str, int], passages: int, arguments: argparse.Namespace
) -> Iterator[str]:
    yield (
        f"Run {run.id} planned: {counted(run.units_planned, 'unit')} from "
        f"{counted(passages, 'passage')}, with {run.model.name}"
    )
    for short, units in types.items():
        yield f"  {short:<17}{units:>8,}"
    yield f"Start it with: {PROGRAM} run {arguments.project} --resume {run.id}"


PLAN = Command(
    name="plan",
    summary="store the plan of a run without generating; “run --resume” carries it out",
    example="plan work.bonito --types exqa,ynqa --samples 2",
    add_arguments=_add_arguments,
    perform=_perform,
)
