"""Where a command speaks: its result on stdout, all else on stderr, and a bar only on a terminal.

With `--json` stdout carries exactly one JSON document. Text that comes from outside (file names,
answers of a model) is printed without control characters: it must not be able to drive a terminal.
"""

import io
import json
import os
import sys
import threading
import time
from collections.abc import Iterable, Mapping
from typing import Self, TextIO

PROGRAM = "bonito-desktop"
_BAR_CELLS = 24
_REDRAW_SECONDS = 0.1
_STEPS = 10  # lines of progress where there is no terminal


class ResultLost(Exception):
    """The result could not be handed over: its reader went away, or the disk is full."""


class Output:
    """The voice of one command. Safe to use from a run's thread and the main one."""

    def __init__(self, out: TextIO, err: TextIO, *, as_json: bool = False) -> None:
        self.as_json = as_json
        self._out, self._err = out, err
        self._is_terminal = err.isatty()
        self._lock = threading.Lock()
        self._bar_width = 0
        self._drawn_at = 0.0
        self._step = 0

    @classmethod
    def standard(cls, *, as_json: bool) -> Self:
        """Speak on stdout and stderr, in UTF-8 on every system.

        A program built without a console has no streams at all; then nothing is said.
        """
        for stream in (sys.stdout, sys.stderr):
            if isinstance(stream, io.TextIOWrapper):
                stream.reconfigure(encoding="utf-8", errors="backslashreplace")
        return cls(sys.stdout or io.StringIO(), sys.stderr or io.StringIO(), as_json=as_json)

    def result(self, content: Mapping[str, object], lines: Iterable[str] = ()) -> None:
        """Say what came of the command: as JSON, or in lines for people."""
        self.end_progress()
        if self.as_json:
            self._hand_over(json.dumps(content, ensure_ascii=False, indent=2) + "\n")
        else:
            self._hand_over("".join(f"{printable(text)}\n" for text in lines))

    def say(self, text: str) -> None:
        """A part of the result, as soon as it is known; programs get it with the whole."""
        if self.as_json:
            self.note(text)
        else:
            with self._lock:
                self._clear_bar()
                self._hand_over(printable(text) + "\n")

    def note(self, text: str) -> None:
        """Say something on the way."""
        with self._lock:
            self._clear_bar()
            self._mutter(printable(text) + "\n")

    def problem(self, title: str, message: str) -> None:
        """Say in one sentence why the command did not do what was asked."""
        self.complain(message)
        if self.as_json:
            self.result({"error": error_content(title, message)})

    def complain(self, message: str) -> None:
        """The sentence alone, for a command that has a result to show as well."""
        self.note(f"{PROGRAM}: {message}")

    def progress(self, done: int, total: int, text: str) -> None:
        """Show how far the work is: a bar on a terminal, now and then a line elsewhere."""
        with self._lock:
            if self._is_terminal:
                self._draw(done, total, text)
            elif done * _STEPS // max(total, 1) > self._step:
                self._step = done * _STEPS // max(total, 1)
                self._mutter(f"{done} of {total} {printable(text)}\n")

    def end_progress(self) -> None:
        """The work is over: take the bar away."""
        with self._lock:
            self._clear_bar()
            self._step = 0

    def flush(self) -> None:
        """Hand over what is still buffered, such as a help text; raises `ResultLost`."""
        self._hand_over("")

    def discard_the_rest(self) -> None:
        """Nobody takes the result: the rest goes nowhere."""
        _redirect_to_nowhere(self._out)

    def _hand_over(self, text: str) -> None:
        try:
            self._out.write(text)
            self._out.flush()
        except BrokenPipeError as error:
            raise ResultLost("") from error  # whoever hung up needs no explanation
        except OSError as error:
            raise ResultLost(
                f"The result can't be written ({error.strerror}); send it to another place."
            ) from error

    def _mutter(self, text: str) -> None:
        """Write to stderr. If nobody listens any more, the work itself must still go on."""
        try:
            self._err.write(text)
            self._err.flush()
        except OSError:
            _redirect_to_nowhere(self._err)

    def _draw(self, done: int, total: int, text: str) -> None:
        now = time.monotonic()
        if done < total and now - self._drawn_at < _REDRAW_SECONDS:
            return
        self._drawn_at = now
        cells = done * _BAR_CELLS // max(total, 1)
        bar = f"[{'#' * cells:<{_BAR_CELLS}}] {done} of {total} {printable(text)}"
        self._mutter(f"\r{bar:<{self._bar_width}}")
        self._bar_width = len(bar)

    def _clear_bar(self) -> None:
        if self._bar_width:
            self._mutter(f"\r{'':<{self._bar_width}}\r")
            self._bar_width = 0


def _redirect_to_nowhere(stream: TextIO) -> None:
    """Also what is still buffered, which Python would flush, and complain about, at its end."""
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, stream.fileno())
    os.close(nowhere)


def error_content(title: str, message: str) -> dict[str, str]:
    """A problem as programs read it."""
    return {"title": title, "message": message}


def printable(text: str) -> str:
    """The text on one line, with a space for whatever is no printable character."""
    return "".join(mark if mark.isprintable() else " " for mark in text)


def counted(number: int, one: str, many: str = "") -> str:
    """`1 task`, `2 tasks`, `1,150 tasks`."""
    return f"{number:,} {one if number == 1 else many or one + 's'}"
