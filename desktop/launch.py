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

SUFFIX = ".bonito"
NO_SCREEN = (
    "No screen found; use bonito-desktop demo to see the whole way in the terminal, "
    "or bonito-desktop --help for all commands."
)


def main(argv: Sequence[str] | None = None) -> int:
    """Run the application; the exit code is for the shell."""
    multiprocessing.freeze_support()
    from engine import isolation  # noqa: PLC0415 - see above

    isolation.refuse_network()
    arguments = list(sys.argv[1:] if argv is None else argv)
    if not opens_window(arguments):
        from engine.cli import main as command_line  # noqa: PLC0415 - see above

        return command_line(arguments)
    if not has_screen(sys.platform, os.environ):
        print(NO_SCREEN, file=sys.stderr)  # noqa: T201 - a sentence for the terminal
        return 1
    from desktop import app  # noqa: PLC0415 - Qt is loaded only for the window

    path = Path(arguments[0]) if arguments else None
    return app.run(["bonito-desktop"], path)


def opens_window(arguments: Sequence[str]) -> bool:
    """Nothing, or one project file, means the window."""
    return not arguments or (len(arguments) == 1 and arguments[0].lower().endswith(SUFFIX))


def has_screen(platform: str, environment: Mapping[str, str]) -> bool:
    """Whether Qt would find a display; it ends the process with a signal where it doesn't."""
    if platform in {"win32", "darwin"}:
        return True
    names = ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM")
    return any(environment.get(name) for name in names)


if __name__ == "__main__":
    sys.exit(main())
