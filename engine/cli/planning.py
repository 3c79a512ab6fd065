"""`plan`: store what a run would make, without making it, and say how long machines need for it."""

import argparse
from collections.abc import Iterator
from pathlib import Path

from engine import runs
from engine.cli.estimating import forecast_content, forecast_lines
from engine.cli.opening import add_project, open_project, open_to_change
from engine.cli.output import PROGRAM, Output, counted
from engine.cli.parser import Command
from engine.cli.projects import run_content
from engine.cli.run_request import (
    TYPES_HELP,
    add_request,
    given_settings,
    request_of,
    tell_foreign,
    tell_fragments,
    tell_repeated,
    tell_request,
)
from engine.cli.who import add_who
from engine.errors import NothingToDo
from engine.planning.forecast import Forecast, forecast
from engine.planning.machines import Machines, read_machines
from engine.records import Run
from engine.rereading import tell_languages


def _add_arguments(parser: argparse.ArgumentParser) -> None:
    add_project(parser)
    add_who(parser, "plans")
    what = parser.add_mutually_exclusive_group(required=True)
    what.add_argument("--types", metavar="TYPES", help=TYPES_HELP)
    what.add_argument(
        "--run",
        metavar="RUN",
        type=int,
        help="with --estimate: what is open of this run, and store nothing",
    )
    parser.add_argument(
        "--estimate",
        metavar="FILE",
        type=Path,
        help="say how long the machines in this TOML file need, and how to cut the run for them; "
        "“status --machine” prints what belongs into it",
    )
    parser.add_argument(
        "--parts",
        metavar="N",
        type=int,
        help="with --estimate: cut into N parts (default: as few as suit the machines)",
    )
    add_request(parser)


def _perform(arguments: argparse.Namespace, output: Output) -> int:
    _check(arguments)
    helpers = read_machines(arguments.estimate) if arguments.estimate else None
    if arguments.run is not None and helpers:
        return _estimate_stored(arguments, output, helpers)
    with open_to_change(arguments, output) as project:
        tell_languages(project)
        run = runs.plan_only(project, request_of(arguments), arguments.worker)
        tell_request(run, arguments, output)
        tell_repeated(project, run, output)
        others = tell_foreign(project, arguments, output)
        fragments = tell_fragments(project, run, arguments, others, output)
        units = project.runs.planned_by_type(run.id)
        passages = project.runs.passages_read(run.id)
    types = {short: units[short] for short in run.task_types if short in units}
    content = {**run_content(run), "units_by_type": types, "passages": passages}
    content["fragments_left_out"] = fragments
    made = forecast(run.units_planned, helpers, arguments.parts) if helpers else None
    content |= {"estimate": forecast_content(made)} if made else {}
    output.result(content, _lines(run, types, passages, arguments, made))
    return 0


def _check(arguments: argparse.Namespace) -> None:
    """Refuse options that say nothing together."""
    if arguments.estimate is None and arguments.run is not None:
        arguments.usage_error("--run needs --estimate")
    if arguments.estimate is None and arguments.parts is not None:
        arguments.usage_error("--parts needs --estimate")
    if arguments.run is not None and (given := given_settings(arguments)):
        arguments.usage_error(f"--{given[0]} can't be changed of a run that is planned")


def _estimate_stored(arguments: argparse.Namespace, output: Output, helpers: Machines) -> int:
    with open_project(arguments) as project:
        run = project.runs.get(arguments.run)
    units = run.units_planned - run.units_done
    if not units:
        raise NothingToDo(f"Run {run.id} is complete; plan a new one.")
    made = forecast(units, helpers, arguments.parts)
    content = {**run_content(run), "estimate": forecast_content(made)}
    output.result(content, forecast_lines(made, arguments.project, run.id))
    return 0


def _lines(
    run: Run,
    types: dict[str, int],
    passages: int,
    arguments: argparse.Namespace,
    made: Forecast | None,
) -> Iterator[str]:
    yield (
        f"Run {run.id} planned: {counted(run.units_planned, 'unit')} from "
        f"{counted(passages, 'passage')}, with {run.model.name}"
    )
    for short, units in types.items():
        yield f"  {short:<17}{units:>8,}"
    if made:
        yield from forecast_lines(made, arguments.project, run.id)
    yield f"Start it with: {PROGRAM} run {arguments.project} --resume {run.id}"


PLAN = Command(
    name="plan",
    summary="store the plan of a run without generating; “run --resume” carries it out",
    example="plan work.bonito --types exqa,ynqa --samples 2",
    add_arguments=_add_arguments,
    perform=_perform,
)
