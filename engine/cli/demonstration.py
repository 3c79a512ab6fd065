"""`demo`: the whole way from sample documents to an export, to see what comes out."""

import argparse
from collections.abc import Iterator
from pathlib import Path

from engine.cli.exporting import export_content
from engine.cli.importing import reports_content
from engine.cli.output import PROGRAM, Output, counted, error_content
from engine.cli.parser import Command
from engine.cli.projects import run_content
from engine.cli.run_request import tell_model
from engine.cli.running import outcome_lines, wait, why_not_done
from engine.cli.watching import RunWatcher
from engine.demo import Demo, free_folder, make_demo
from engine.records import RunState
from engine.tasks.types import task_type

_HEAD, _TAIL = 80, 240  # characters of a long example that are shown: the question comes last


def _add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--out",
        metavar="DIR",
        type=Path,
        help="a new or empty folder (default: bonito-demo in the current one)",
    )
    parser.add_argument(
        "--model",
        metavar="MODEL",
        default="default",
        help="a name from “models list”, or a .gguf file (default: the embedded model)",
    )


def _perform(arguments: argparse.Namespace, output: Output) -> int:
    folder: Path = arguments.out or free_folder(Path())
    output.note(f"Making a demo in {folder} ...")
    tell_model(arguments.model, output)
    demo = make_demo(
        folder,
        RunWatcher(output),
        arguments.model,
        lambda handle: wait(handle, output),
        arguments.worker,
    )
    is_done = demo.run.state is RunState.DONE
    content = demo_content(demo)
    if not is_done:
        message = why_not_done(demo.run, demo.project)
        content["error"] = error_content("The demo is not finished", message)
        output.complain(message)
    output.result(content, _lines(demo))
    return 0 if is_done else 1


def demo_content(demo: Demo) -> dict[str, object]:
    """A demo as programs read it."""
    return {
        "folder": str(demo.folder),
        "project": str(demo.project),
        **reports_content(demo.files),
        "run": run_content(demo.run),
        "outcomes": {outcome.value: count for outcome, count in demo.outcomes.items()},
        "export": export_content(demo.export) if demo.export else None,
        "examples": [
            {
                "task_type": task.task_type,
                "document": task.document_name,
                "input": task.input,
                "output": task.output,
            }
            for task in demo.examples
        ],
    }


def _lines(demo: Demo) -> Iterator[str]:
    yield f"Made in {demo.folder}:"
    yield f"  {demo.project.name:<12} the project: {counted(len(demo.files), 'document')}"
    if demo.export:
        yield f"  {demo.export.target.name + '/':<12} {counted(demo.export.rows, 'row')} as JSONL"
    yield from outcome_lines(demo.run, demo.outcomes)
    if demo.export:
        yield "Nobody has reviewed these tasks; the export holds all well-formed ones. For example:"
    for task in demo.examples:
        yield ""
        yield f"  {task_type(task.task_type).name}, from {task.document_name}"
        yield f"  input:  {_shortened(task.input)}"
        yield f"  output: {_shortened(task.output)}"
    yield ""
    yield f"Look at it in the window: {PROGRAM} {demo.project}"


def _shortened(text: str) -> str:
    plain = " ".join(text.split())
    return plain if len(plain) <= _HEAD + _TAIL else f"{plain[:_HEAD]} … {plain[-_TAIL:]}"


DEMO = Command(
    name="demo",
    summary="make a project from sample documents, run it and export it, all in one folder",
    example="demo --out try-it",
    add_arguments=_add_arguments,
    perform=_perform,
)
