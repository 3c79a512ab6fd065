"""`run`: generate tasks, or go on with a run that stopped."""

import argparse
from collections.abc import Iterator, Mapping
from pathlib import Path

from engine import runs
from engine.cli.opening import add_project, open_to_change
from engine.cli.output import PROGRAM, Output, counted, error_content
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
from engine.cli.watching import RunWatcher
from engine.cli.who import add_who
from engine.devices.choosing import AUTO
from engine.records import Outcome, Run, RunState
from engine.rereading import tell_languages
from engine.runs.format_watch import is_futile
from engine.runs.languages import NOTHING_FOREIGN, Foreign
from engine.store import Project

_ACTIVE_LAST = -1  # `--resume` without a number
_WAIT_SECONDS = 0.5  # a wait without an end can't be interrupted on Windows
_DEVICE_HELP = """\
what to compute on: auto, cpu, or the name of a graphics device from “models devices”, which is then
used or refused; auto tries a device against the CPU once and takes the faster (default: auto)"""


def _add_arguments(parser: argparse.ArgumentParser) -> None:
    add_project(parser)
    add_who(parser, "runs")
    what = parser.add_mutually_exclusive_group(required=True)
    what.add_argument("--types", metavar="TYPES", help=TYPES_HELP)
    what.add_argument(
        "--resume",
        metavar="RUN",
        type=int,
        nargs="?",
        const=_ACTIVE_LAST,
        help="go on with a run that stopped, by default the one that was active last",
    )
    add_request(parser)
    parser.add_argument("--device", metavar="DEVICE", default=AUTO, help=_DEVICE_HELP)


def _perform(arguments: argparse.Namespace, output: Output) -> int:
    if arguments.resume is not None and (given := given_settings(arguments)):
        arguments.usage_error(f"--{given[0]} can't be changed when a run is resumed")
    with open_to_change(arguments, output) as project:
        tell_languages(project)
        handle = _begin(project, arguments, RunWatcher(output))
        _tell_packets(project, handle.run_id, output)
        others = NOTHING_FOREIGN  # of a resumed run all of this was told when it began
        if arguments.resume is None:
            begun = project.runs.get(handle.run_id)
            tell_request(begun, arguments, output)
            tell_repeated(project, begun, output)
            others = tell_foreign(project, arguments, output)
            tell_fragments(project, begun, arguments, others, output)
        wait(handle, output)
        run = project.runs.get(handle.run_id)
        outcomes = project.runs.outcomes(handle.run_id)
    return _tell(run, outcomes, others, arguments, output)


def _begin(project: Project, arguments: argparse.Namespace, listener: RunWatcher) -> runs.RunHandle:
    if arguments.resume is None:
        return runs.start(project, request_of(arguments), listener, arguments.worker)
    run_id = None if arguments.resume == _ACTIVE_LAST else arguments.resume
    return runs.resume(project, run_id, listener, arguments.worker, arguments.device)


def _tell_packets(project: Project, run_id: int, output: Output) -> None:
    """What is made here and in a packet too may differ, and only one of both counts."""
    if away := project.packets.away(run_id):
        output.note(
            f"{counted(len(away), 'packet')} of run {run_id} did not come back yet; what is made "
            "here meanwhile stays, if those are merged with --keep-own."
        )


def wait(handle: runs.RunHandle, output: Output) -> RunState:
    """Wait for the end of a run; Ctrl+C stops it cleanly, however often it is pressed."""
    is_stopping = False
    while True:
        try:
            if (state := handle.wait(_WAIT_SECONDS)) is not None:
                return state
        except KeyboardInterrupt:
            if not is_stopping:
                output.note("Stopping; what is finished is saved.")
            is_stopping = True
            handle.stop()


def _tell(
    run: Run,
    outcomes: Mapping[Outcome, int],
    others: Foreign,
    arguments: argparse.Namespace,
    output: Output,
) -> int:
    content = run_content(run)
    content["other_languages"] = {
        "documents": len(others.document_ids),
        "passages": others.passages,
        "languages": list(others.languages),
        "left_out": bool(others.document_ids) and arguments.trained_languages_only,
    }
    content["outcomes"] = {outcome.value: count for outcome, count in outcomes.items()}
    is_done = run.state is RunState.DONE
    if not is_done:
        message = why_not_done(run, arguments.project)
        content["error"] = error_content("The run is not finished", message)
        output.complain(message)
    output.result(content, outcome_lines(run, outcomes))
    return 0 if is_done else 1


def why_not_done(run: Run, project: Path) -> str:
    """The sentence for a run that ended before its plan did, with the way to go on."""
    reason = run.failure or "It was stopped."
    if run.units_done == run.units_planned:
        return reason
    where = f"Run {run.id} ended at {run.units_done:,} of {counted(run.units_planned, 'unit')}."
    if is_futile(run):  # its reason says what to do instead
        return f"{where} {reason}"
    return f"{where} {reason} Go on with: {PROGRAM} run {project} --resume {run.id}"


def outcome_lines(run: Run, outcomes: Mapping[Outcome, int]) -> Iterator[str]:
    """How a run ended and how its units did, for people."""
    well_formed = outcomes.get(Outcome.OK, 0)
    yield (
        f"Run {run.id} {run.state.value}: {run.units_done:,} of "
        f"{counted(run.units_planned, 'unit')}, {counted(well_formed, 'well-formed task')}"
    )
    for outcome, count in outcomes.items():
        yield f"  {outcome.value:<17}{count:>8,}"
    for short, labels in run.labels:
        yield f"  labels of {short}: {', '.join(labels)}"
    if run.rules_off:
        yield f"  not judged by: {', '.join(run.rules_off)}"


RUN = Command(
    name="run",
    summary="generate tasks from the project's documents, or go on with a run that stopped",
    example="run work.bonito --types exqa,ynqa --samples 2 --limit-units 50",
    add_arguments=_add_arguments,
    perform=_perform,
)
