"""Under which name the log tells what a command did: the one given, or the user's login name."""

import argparse
import getpass


def add_who(parser: argparse.ArgumentParser, does: str) -> None:
    """Let a command take the name of whoever `does` it."""
    parser.add_argument(
        "--who",
        metavar="NAME",
        default="",
        help=f"who {does}, for the log (default: your login name)",
    )


def who(arguments: argparse.Namespace) -> str:
    """The name for this command line."""
    return " ".join(getattr(arguments, "who", "").split()) or user()


def user() -> str:
    """The name under which the user is logged in, if the system has one."""
    try:
        return getpass.getuser()
    except (OSError, KeyError, ImportError):
        return ""
