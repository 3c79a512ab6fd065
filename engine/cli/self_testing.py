"""`self-test`: prove that this installation works, in a folder of its own, gone afterwards."""

import argparse
import sys
import tempfile
from pathlib import Path

from engine.cli.output import Output
from engine.cli.parser import Command
from engine.selftest import Step, run_steps
from engine.version import app_version


def _add_arguments(_parser: argparse.ArgumentParser) -> None:
    """It takes none: what it does is the same everywhere."""


def _perform(arguments: argparse.Namespace, output: Output) -> int:
    steps: list[Step] = []
    with tempfile.TemporaryDirectory(prefix="bonito-self-test-") as folder:
        for step in run_steps(Path(folder), worker=arguments.worker):
            steps.append(step)
            output.say(_line(step))
    passed = sum(step.passed for step in steps)
    content = {
        "app_version": app_version(),
        "packaged": bool(getattr(sys, "frozen", False)),
        "passed": passed == len(steps),
        "steps": [
            {
                "name": step.name,
                "passed": step.passed,
                "detail": step.detail,
                "seconds": round(step.seconds, 2),
            }
            for step in steps
        ],
    }
    output.result(content, [f"{passed} of {len(steps)} steps passed."])
    return 0 if passed == len(steps) else 1


def _line(step: Step) -> str:
    word = "ok" if step.passed else "FAILED"
    return f"  {step.name:<16}{word:<8}{step.seconds:>6.1f} s  {step.detail}"


SELF_TEST = Command(
    name="self-test",
    summary="prove that this installation works: formats, model, export, crash, processes",
    example="self-test --json",
    add_arguments=_add_arguments,
    perform=_perform,
)
