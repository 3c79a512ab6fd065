"""The one entry point: a subcommand goes to the command line, anything else opens the window.

`freeze_support` comes first: a frozen program without it starts itself without end, because its
child processes are started with the same executable. Imports wait until the way is chosen, so
that a command never loads Qt.
"""

import multiprocessing
import os
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path

PROGRAM = "bonito-desktop"
SUFFIX = ".bonito"
SAMPLE = "--sample"
NO_SCREEN = (
    "No screen found; use bonito-desktop demo to see the whole way in the terminal, "
    "or bonito-desktop --help for all commands."
)
DISTANT_SCREEN = (
    "The screen of this session is reached over the network, and this program opens no network "
    "connection: log in at the computer itself, or use the command line (bonito-desktop --help)."
)
NO_SCREEN_FOR_SAMPLE = "No screen found, so the same job runs in the terminal: bonito-desktop demo"


def main(argv: Sequence[str] | None = None) -> int:
    """Run the application; the exit code is for the shell."""
    multiprocessing.freeze_support()
    from engine import isolation  # noqa: PLC0415 - see above
    from engine.processes import redaction  # noqa: PLC0415 - see above

    redaction.redact_uncaught_errors()
    arguments = list(sys.argv[1:] if argv is None else argv)
    if isolation.may_use_network(arguments):
        isolation.keep_private()
    else:
        isolation.seal_application()
    has_sample = len(arguments) == 2 and arguments[0] == SAMPLE
    if not has_sample and not opens_window(arguments):
        return run_command(arguments)
    if is_screen_distant(os.environ):
        print(DISTANT_SCREEN, file=sys.stderr)  # noqa: T201 - for the terminal
        return 1
    problem = missing_for_window()
    if problem:
        print(problem, file=sys.stderr)  # noqa: T201 - for the terminal
        return 1
    if has_screen(sys.platform, os.environ):
        return open_window(Path(arguments[-1]) if arguments else None, is_sample=has_sample)
    print(NO_SCREEN_FOR_SAMPLE if has_sample else NO_SCREEN, file=sys.stderr)  # noqa: T201 - for the terminal
    return run_command(["demo"]) if has_sample else 1


def run_command(arguments: Sequence[str]) -> int:
    """Do one job without a window."""
    from engine.cli import main as command_line  # noqa: PLC0415 - see above

    return command_line(arguments)


def open_window(path: Path | None, *, is_sample: bool) -> int:
    """Open the window with a project, with the sample project (made if need be), or with none."""
    from desktop.chosen_language import choose_language  # noqa: PLC0415 - Qt: only for the window

    choose_language()
    from desktop import app  # noqa: PLC0415 - its texts are made in the language that holds now

    return app.run([PROGRAM], sample=path) if is_sample else app.run([PROGRAM], path)


def opens_window(arguments: Sequence[str]) -> bool:
    """Nothing, or one project file, means the window."""
    if len(arguments) != 1:
        return not arguments
    return arguments[0].lower().endswith(SUFFIX) or Path(arguments[0]).is_file()


def missing_for_window() -> str:
    """Which system libraries Qt will miss at this screen, and the line that installs them."""
    from desktop import prerequisites  # noqa: PLC0415 - a command needs none of it

    plugin = prerequisites.xcb_plugin()
    if plugin is None or not prerequisites.uses_x11(sys.platform, os.environ):
        return ""
    return prerequisites.problem_with(plugin)


def has_screen(platform: str, environment: Mapping[str, str]) -> bool:
    """Whether Qt would find a display; it ends the process with a signal where it doesn't."""
    if platform in {"win32", "darwin"}:
        return True
    names = ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM")
    return any(environment.get(name) for name in names)


def is_screen_distant(environment: Mapping[str, str]) -> bool:
    """X11 through TCP, as SSH forwards it; Qt would end the process with a signal."""
    host = environment.get("DISPLAY", "").rpartition(":")[0]
    others = ("WAYLAND_DISPLAY", "QT_QPA_PLATFORM")
    is_local = host in {"", "unix"} or host.startswith("/")
    return not is_local and not any(environment.get(name) for name in others)


if __name__ == "__main__":
    sys.exit(main())
