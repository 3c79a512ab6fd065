"""Print an unexpected error as types and places in the code, never with its message.

A message may hold a document's text (`could not convert string to float: '...'`), and what a
program prints ends in the log of the desktop or of the service that started it.
"""

import os
import sys
import threading
import traceback
from pathlib import PurePath
from types import TracebackType
from typing import Self


def describe(error: BaseException) -> str:
    """Types and places of an error and its causes, without any message."""
    lines, seen = list[str](), error
    while seen is not None:
        lines.append(type(seen).__name__)
        lines += [
            f"  {PurePath(frame.filename).name}:{frame.lineno} {frame.name}"
            for frame in traceback.extract_tb(seen.__traceback__)
        ]
        seen = seen.__cause__ or seen.__context__
    return "\n".join(lines)


def redact_uncaught_errors() -> None:
    """Print uncaught errors of this process, in any thread, without their messages."""
    sys.excepthook = lambda _kind, error, _trace: _print(error)
    threading.excepthook = lambda args: _print(args.exc_value) if args.exc_value else None


def _print(error: BaseException) -> None:
    if isinstance(error, KeyboardInterrupt):
        return
    print(f"Unexpected, a mistake in the program:\n{describe(error)}", file=sys.stderr, flush=True)  # noqa: T201 there is no log here


class RedactedErrors:
    """A block that prints its errors without their messages, and then ends the process."""

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        if isinstance(error, Exception):
            _print(error)
            os._exit(1)
