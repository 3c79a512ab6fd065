"""The grammar of the command line: what each command is called, takes and shows as its example."""

import argparse
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Never

from engine.cli.output import PROGRAM, Output
from engine.version import app_version

_WELCOME = """\
Turn private documents into instruction-tuning datasets, offline.
Without a command the window opens; with a project's path it opens that project.
"""
_START = """\
a start, in five steps:
  bonito-desktop new work.bonito
  bonito-desktop import work.bonito reports/
  bonito-desktop run work.bonito --types exqa,ynqa --limit-units 50
  bonito-desktop review work.bonito --accept all
  bonito-desktop export work.bonito dataset --format messages --split 80/10/10

exit code: 0 if what was asked happened, 2 for wrong usage, 130 after Ctrl+C, 1 otherwise
"""


class WrongUsage(Exception):
    """The command line says something that is no command; `usage` shows what would be."""

    def __init__(self, message: str, usage: str) -> None:
        super().__init__(message)
        self.usage = usage


class Parser(argparse.ArgumentParser):
    """Raises `WrongUsage` where argparse would print and exit."""

    def error(self, message: str) -> Never:
        """Raise instead of ending the process."""
        raise WrongUsage(message, self.format_usage().strip())


Perform = Callable[[argparse.Namespace, Output], int]


@dataclass(frozen=True, slots=True)
class Command:
    """One subcommand; `perform` does it and gives the exit code."""

    name: str
    summary: str
    example: str
    add_arguments: Callable[[argparse.ArgumentParser], None]
    perform: Perform


def build(commands: Sequence[Command]) -> Parser:
    """The whole grammar. The parsed namespace carries the command's `perform`."""
    parser = Parser(
        prog=PROGRAM,
        description=_WELCOME,
        epilog=_START,
        formatter_class=argparse.RawDescriptionHelpFormatter,
        allow_abbrev=False,
    )
    parser.add_argument("--version", action="version", version=f"Bonito Desktop {app_version()}")
    subparsers = parser.add_subparsers(
        title="commands", metavar="COMMAND", required=True, parser_class=Parser
    )
    for command in commands:
        sub = subparsers.add_parser(
            command.name,
            help=command.summary,
            description=f"{command.summary[0].upper()}{command.summary[1:]}.",
            epilog=f"example:\n  {PROGRAM} {command.example}",
            formatter_class=argparse.RawDescriptionHelpFormatter,
            allow_abbrev=False,
        )
        command.add_arguments(sub)
        sub.add_argument(
            "--json", action="store_true", help="print the result as one JSON document on stdout"
        )
        sub.set_defaults(perform=command.perform, usage_error=sub.error)
    return parser
