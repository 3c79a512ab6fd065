"""`run`: generate tasks, or go on with a run that stopped."""

import argparse
from collections.abc import Collection, Iterator, Mapping
from dataclasses import fields, replace
from pathlib import Path

from engine import runs
from engine.cli.opening import add_project, open_to_change
from engine.cli.output import PROGRAM, Output, counted, error_content
from engine.cli.parser import Command
from engine.cli.projects import run_content
from engine.cli.watching import RunWatcher
from engine.cli.who import add_who
from engine.config import remembered_models
from engine.records import Outcome, Run, RunRequest, RunState, Sampling
from engine.rereading import tell_languages
from engine.runs.languages import NOTHING_FOREIGN, Foreign, foreign
from engine.store import Project
from engine.tasks.agreement import USUAL_SAMPLES
from engine.tasks.own_labels import TYPES as LABELLED
from engine.tasks.own_labels import parse_labels
from engine.tasks.rules import SWITCHES, rules_off
from engine.tasks.types import TASK_TYPES, parse_task_types

_NEWEST = -1  # `--resume` without a number
_WAIT_SECONDS = 0.5  # a wait without an end can't be interrupted on Windows
_DEFAULTS = Sampling()
_PARALLEL_HELP = """\
sequences generated at once; what stands beside a unit changes how its numbers are rounded and so
now and then a word, except with 1"""
_SETTINGS = {
    "samples": (int, "1", "tasks for each passage and type"),
    "seed": (int, _DEFAULTS.seed, "makes a run repeatable, to the letter with --parallel 1"),
    "model": (str, "the embedded model", "a name from “models list”, or a .gguf file"),
    "prompting": (
        str,
        "as the catalogue or the model's file says",
        "how the model is asked: bonito, general (for any instruct model), or another name",
    ),
    "temperature": (float, _DEFAULTS.temperature, "how freely the model words its tasks"),
    "top-p": (float, _DEFAULTS.top_p, "how much of the likely words it chooses from"),
    "max-tokens": (int, _DEFAULTS.max_tokens, "the longest answer, in tokens"),
    "parallel": (int, "what fits this computer", _PARALLEL_HELP),
    "agree": (
        int,
        f"where it was seen to pay for the model {USUAL_SAMPLES}, else 0",
        "draw each short answer so many times more and say how often it is the same",
    ),
    "limit-units": (int, "the whole plan", "at most so many units, spread over all documents"),
}
_SUITED = "suited"  # all types but those that the model is poor at
_TYPES_HELP = (
    f"all, {_SUITED} (all but those that the model is poor at), "
    f"or some of {', '.join(kind.short for kind in TASK_TYPES)}"
)


def _add_arguments(parser: argparse.ArgumentParser) -> None:
    add_project(parser)
    add_who(parser, "runs")
    what = parser.add_mutually_exclusive_group(required=True)
    what.add_argument("--types", metavar="TYPES", help=_TYPES_HELP)
    what.add_argument(
        "--resume",
        metavar="RUN",
        type=int,
        nargs="?",
        const=_NEWEST,
        help="go on with a run that stopped, by default the newest",
    )
    _add_what_is_planned(parser)
    # Left out means the default, so that a setting beside --resume can be told and refused.
    for name, (kind, default, text) in _SETTINGS.items():
        metavar = "N" if kind is int else name.upper()
        parser.add_argument(
            f"--{name}", type=kind, metavar=metavar, help=f"{text} (default: {default})"
        )


def _add_what_is_planned(parser: argparse.ArgumentParser) -> None:
    """Which passages are read, and what is asked of the answers."""
    parser.add_argument(
        "--trained-languages-only",
        action="store_true",
        help="leave out documents in a language that the model was not trained on",
    )
    parser.add_argument(
        "--fill-gaps",
        action="store_true",
        help="only passages that gave no task of the type that is kept; see “coverage”",
    )
    parser.add_argument(
        "--after-run",
        metavar="RUN",
        type=int,
        help="leave out the units of this run, which was the pilot of the one to start",
    )
    parser.add_argument(
        "--rule-off",
        metavar="RULE",
        action="append",
        help=f"don't judge answers by this rule, one of {', '.join(SWITCHES)}; may be repeated",
    )
    parser.add_argument(
        "--labels",
        metavar="TYPE=A,B,C",
        action="append",
        help=f"labels of your own for {', '.join(LABELLED)}; may be repeated",
    )


def _perform(arguments: argparse.Namespace, output: Output) -> int:
    if arguments.resume is not None:
        _refuse_settings(arguments)
    with open_to_change(arguments, output) as project:
        tell_languages(project)
        handle = _begin(project, arguments, RunWatcher(output))
        if arguments.resume is None:
            tell_model(arguments.model or "default", output, _types(arguments))
            tell_prompting(project.runs.get(handle.run_id), arguments, output)
        others = _foreign(project, arguments)
        if others.document_ids:
            output.note(_said(others, is_left_out=arguments.trained_languages_only))
        wait(handle, output)
        run = project.runs.get(handle.run_id)
        outcomes = project.runs.outcomes(handle.run_id)
    return _tell(run, outcomes, others, arguments, output)


def _begin(project: Project, arguments: argparse.Namespace, listener: RunWatcher) -> runs.RunHandle:
    if arguments.resume is None:
        return runs.start(project, _request(arguments), listener, arguments.worker)
    run_id = None if arguments.resume == _NEWEST else arguments.resume
    return runs.resume(project, run_id, listener, arguments.worker)


def _refuse_settings(arguments: argparse.Namespace) -> None:
    given = [name for name in _SETTINGS if getattr(arguments, name.replace("-", "_")) is not None]
    if arguments.trained_languages_only:
        given.append("trained-languages-only")
    if arguments.fill_gaps:
        given.append("fill-gaps")
    if arguments.after_run is not None:
        given.append("after-run")
    if arguments.rule_off:
        given.append("rule-off")
    if arguments.labels:
        given.append("labels")
    if given:
        arguments.usage_error(f"--{given[0]} can't be changed when a run is resumed")


def _request(arguments: argparse.Namespace) -> RunRequest:
    names = (field.name for field in fields(Sampling))
    given = {name: value for name in names if (value := getattr(arguments, name)) is not None}
    return RunRequest(
        model=arguments.model or "default",
        prompting=arguments.prompting or "",
        task_types=_types(arguments),
        samples=1 if arguments.samples is None else arguments.samples,
        sampling=replace(_DEFAULTS, **given),
        slots=arguments.parallel,
        limit_units=arguments.limit_units,
        trained_languages_only=arguments.trained_languages_only,
        fill_gaps=arguments.fill_gaps,
        after_run=arguments.after_run,
        rules_off=rules_off(arguments.rule_off or ()),
        agree=arguments.agree,
        labels=parse_labels(arguments.labels or ()),
    )


def _types(arguments: argparse.Namespace) -> tuple[str, ...]:
    """The short names of the types that are asked for."""
    if arguments.types.strip().lower() == _SUITED:
        poor = remembered_models().find(arguments.model or "default").poor_types
        return tuple(kind.short for kind in TASK_TYPES if kind.short not in poor)
    return tuple(kind.short for kind in parse_task_types(arguments.types))


def tell_model(name: str, output: Output, types: Collection[str] = ()) -> None:
    """Say what the user should know of the model of a new run, and which types it is poor at."""
    model = remembered_models().find(name)
    if model.note:
        output.note(model.note)
    poor = [short for short in types if short in model.poor_types]
    if poor and model.entry:
        advice = f"--types {_SUITED} leaves such types out"
        output.note(f"{', '.join(poor)}: {model.entry.poor_reason} ({advice})")


def tell_prompting(run: Run, arguments: argparse.Namespace, output: Output) -> None:
    """Say how a model is asked that has no entry in the catalogue, and what its licence says."""
    model = remembered_models().find(arguments.model or "default")
    if model.entry:
        return
    why = "" if arguments.prompting else f": {model.reason}"
    output.note(f"It is asked as “{run.model.prompting}”{why}.")
    if model.family and model.family.note:
        output.note(f"{model.family.licence}: {model.family.note}")


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


def _foreign(project: Project, arguments: argparse.Namespace) -> Foreign:
    """What of a new run's documents is in other languages; a resumed one was told when it began."""
    if arguments.resume is not None:
        return NOTHING_FOREIGN
    return foreign(project, remembered_models().find(arguments.model or "default"))


def _said(others: Foreign, *, is_left_out: bool) -> str:
    if not is_left_out:
        return f"{others.sentence} (--trained-languages-only)"
    count = counted(len(others.document_ids), "document")
    return f"Left out: {count} in {', '.join(others.languages)}."


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
    return (
        f"Run {run.id} ended at {run.units_done:,} of {counted(run.units_planned, 'unit')}. "
        f"{reason} Go on with: {PROGRAM} run {project} --resume {run.id}"
    )


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
