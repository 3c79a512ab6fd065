"""`isolation`: try whether the application keeps to itself, and say how to see it without us."""

import argparse

from engine.cli.output import Output
from engine.cli.parser import Command
from engine.isolation.checks import checks_of, is_sound
from engine.isolation.observation import look
from engine.isolation.report import content, lines


def _add_arguments(_parser: argparse.ArgumentParser) -> None:
    """There is nothing to choose."""


def _perform(_arguments: argparse.Namespace, output: Output) -> int:
    observation = look()
    checks = checks_of(observation)
    output.result(content(observation, checks), lines(observation, checks))
    return 0 if is_sound(checks) else 1


ISOLATION = Command(
    name="isolation",
    summary="check that the application keeps to itself: no network, no files but its own",
    example="isolation --json",
    add_arguments=_add_arguments,
    perform=_perform,
)
