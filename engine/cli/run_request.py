"""What a run is asked for on the command line: the options of `run` and `plan`."""

import argparse
from collections.abc import Collection
from dataclasses import fields, replace

from engine.cli.output import Output, counted
from engine.config import remembered_models
from engine.devices.choosing import AUTO
from engine.records import Run, RunRequest, Sampling
from engine.runs.choosing import left_out
from engine.runs.languages import Foreign, foreign
from engine.store import Project
from engine.tasks.agreement import USUAL_SAMPLES
from engine.tasks.own_labels import TYPES as LABELLED
from engine.tasks.own_labels import parse_labels
from engine.tasks.rules import SWITCHES, rules_off
from engine.tasks.types import TASK_TYPES, parse_task_types, task_type

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
_FLAGS = {
    "trained-languages-only": "leave out documents in a language that the model was not trained on",
    "fill-gaps": "only passages that gave no task of the type that is kept; see “coverage”",
    "only-missing": "leave out what earlier runs made with the same model",
}
_SUITED = "suited"  # all types but those that the model is poor at
TYPES_HELP = (
    f"all, {_SUITED} (all but those that the model is poor at), "
    f"or some of {', '.join(kind.short for kind in TASK_TYPES)}"
)


def add_request(parser: argparse.ArgumentParser) -> None:
    """Which passages are read, by which model, and what is asked of the answers."""
    for flag, text in _FLAGS.items():
        parser.add_argument(f"--{flag}", action="store_true", help=text)
    parser.add_argument(
        "--after-run",
        metavar="RUN",
        type=int,
        help="leave out the units of this run, which was the pilot of the one to start, and what "
        "that was asked to leave out",
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
    # Left out means the default, so that a setting beside --resume can be told and refused.
    for name, (kind, default, text) in _SETTINGS.items():
        metavar = "N" if kind is int else name.upper()
        parser.add_argument(
            f"--{name}", type=kind, metavar=metavar, help=f"{text} (default: {default})"
        )


def given_settings(arguments: argparse.Namespace) -> list[str]:
    """The options of a new run that are given, by name."""
    given = [name for name in _SETTINGS if getattr(arguments, name.replace("-", "_")) is not None]
    given += [flag for flag in _FLAGS if getattr(arguments, flag.replace("-", "_"))]
    if arguments.after_run is not None:
        given.append("after-run")
    if arguments.rule_off:
        given.append("rule-off")
    if arguments.labels:
        given.append("labels")
    return given


def request_of(arguments: argparse.Namespace) -> RunRequest:
    """What is asked for."""
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
        only_missing=arguments.only_missing,
        after_run=arguments.after_run,
        rules_off=rules_off(arguments.rule_off or ()),
        agree=arguments.agree,
        labels=parse_labels(arguments.labels or ()),
        device=getattr(arguments, "device", AUTO),  # a plan is for any
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


def _tell_prompting(run: Run, arguments: argparse.Namespace, output: Output) -> None:
    """Say how a model is asked that has no entry in the catalogue, and what its licence says."""
    model = remembered_models().find(arguments.model or "default")
    if model.entry:
        return
    why = "" if arguments.prompting else f": {model.reason}"
    output.note(f"It is asked as “{run.model.prompting}”{why}.")
    if model.family and model.family.note:
        output.note(f"{model.family.licence}: {model.family.note}")


def tell_request(run: Run, arguments: argparse.Namespace, output: Output) -> None:
    """Say what the user should know of the model of a new run, and how it is asked."""
    tell_model(arguments.model or "default", output, _types(arguments))
    _tell_prompting(run, arguments, output)


def tell_repeated(project: Project, run: Run, output: Output) -> None:
    """Say how much of a new run had been made before, unless that is what gaps are filled for."""
    asked = project.made.narrowing(run.id)
    again = 0 if asked and asked.fill_gaps else project.made.repeated(run.id)
    if again:
        output.note(
            f"{again:,} of the {counted(run.units_planned, 'unit')} were made by an earlier run "
            "with the same model; --only-missing leaves them out. With the same settings and "
            "seed they say the same, with another --seed it is a second sample."
        )


def tell_foreign(project: Project, arguments: argparse.Namespace, output: Output) -> Foreign:
    """Say what of a new run's documents is in languages that the model was not trained on."""
    others = foreign(project, remembered_models().find(arguments.model or "default"))
    if others.document_ids:
        output.note(_said(others, is_left_out=arguments.trained_languages_only))
    return others


def tell_fragments(
    project: Project, run: Run, arguments: argparse.Namespace, others: Foreign, output: Output
) -> int:
    """Say how many headings, table rows and the like a new run does not read as sentences."""
    model = remembered_models().find(arguments.model or "default")
    wanted = [task_type(short) for short in run.task_types]
    chosen = None
    if arguments.trained_languages_only:
        chosen = [one for one in project.documents.ids() if one not in others.document_ids]
    found = left_out(project, model, wanted, chosen, run.sentences)
    if found:
        what = "heading or table row" if found == 1 else "headings, table rows and the like"
        output.note(f"Not read as sentences: {found:,} {what}.")
    return found


def _said(others: Foreign, *, is_left_out: bool) -> str:
    if not is_left_out:
        return f"{others.sentence} (--trained-languages-only)"
    count = counted(len(others.document_ids), "document")
    return f"Left out: {count} in {', '.join(others.languages)}."
