"""Open the project that a command names, and get the passphrase of a protected one.

A passphrase is never an argument: the system shows those to every user. It comes from a file or
is asked for at the terminal.
"""

import argparse
import sys
from contextlib import ExitStack
from getpass import getpass
from pathlib import Path

from engine.cli.output import Output
from engine.cli.who import who
from engine.errors import BadSetting, DiskFull, ProjectDamaged, ProjectProtected
from engine.store import Project


def add_project(parser: argparse.ArgumentParser) -> None:
    """Let a command take the path of a project, and the passphrase of a protected one."""
    parser.add_argument("project", metavar="PROJECT", type=Path, help="the .bonito file")
    parser.add_argument(
        "--passphrase-file",
        metavar="FILE",
        type=Path,
        help="a file whose first line is the project's passphrase (else it is asked for)",
    )


def open_project(arguments: argparse.Namespace) -> Project:
    """Open the project of this command line."""
    project = _opened(arguments.project, given_passphrase(arguments))
    project.log.who = who(arguments)
    return project


def _opened(path: Path, passphrase: str) -> Project:
    try:
        return Project.open(path, passphrase)
    except ProjectProtected:
        if passphrase or not can_ask():
            raise
    return Project.open(path, ask(f"Passphrase of {path.name}: "))


def open_to_change(arguments: argparse.Namespace, output: Output) -> Project:
    """`open_project`, with a backup first if one is due."""
    with ExitStack() as undo:
        project = undo.enter_context(open_project(arguments))
        try:
            copy = project.back_up_if_due()
        except (DiskFull, ProjectDamaged) as error:  # a damaged document can still be deleted
            output.note(f"No backup was made: {error}")
        else:
            if copy:
                output.note(f"Backed up as {copy.name}.")
        undo.pop_all()
    return project


def given_passphrase(arguments: argparse.Namespace) -> str:
    """What `--passphrase-file` holds, or nothing."""
    file: Path | None = arguments.passphrase_file
    return read_passphrase(file) if file else ""


def read_passphrase(file: Path) -> str:
    """The first line of a file; raises `BadSetting` where there is none."""
    try:
        with file.open(encoding="utf-8-sig") as lines:
            passphrase = lines.readline().rstrip("\r\n")
    except (OSError, UnicodeDecodeError) as error:
        raise BadSetting(f"The passphrase file “{file}” can't be read; check it.") from error
    if not passphrase:
        raise BadSetting(f"The first line of “{file}” is empty; write the passphrase there.")
    return passphrase


def read_passwords(file: Path) -> list[str]:
    """Each line of a file that holds something; raises `BadSetting` where there is none."""
    try:
        lines = file.read_text(encoding="utf-8-sig").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise BadSetting(f"The password file “{file}” can't be read; check it.") from error
    found = [line for line in lines if line]
    if not found:
        raise BadSetting(f"“{file}” is empty; write a password into each of its lines.")
    return found


def can_ask() -> bool:
    """Somebody sits at a terminal."""
    return bool(sys.stdin and sys.stdin.isatty())


def ask(question: str) -> str:
    """Ask at the terminal, without showing what is typed."""
    return getpass(question)


def ask_twice(what: str) -> str:
    """Ask for a new passphrase, and again to be sure; raises `BadSetting` if they differ."""
    if not can_ask():
        raise BadSetting(f"There is no terminal to ask for {what} at; name a file that holds it.")
    first = ask(f"{what[0].upper()}{what[1:]}: ")
    if ask("The same again: ") != first:
        raise BadSetting("The two were not the same; nothing was changed. Try again.")
    return first
