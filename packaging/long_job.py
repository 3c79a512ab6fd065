"""Run a command that takes minutes, and say every few seconds that it works and how far it is.

Uv compiles llama.cpp without a word. Its verbose log has each line of the compilation as it comes,
ninja's `[41/193]` or make's `[ 21%]` among them; where there is none, only the time is said.
"""

import os
import re
import subprocess
import threading
import time
from collections import deque
from collections.abc import Sequence
from pathlib import Path
from typing import IO

HEARTBEAT_SECONDS = 15
_STEPS = re.compile(r"^DEBUG \[(\d+)/(\d+)\] ")
_PERCENT = re.compile(r"^DEBUG \[ *(\d+)%\] ")
_FEWEST = 20  # steps; a shorter count is of something else than llama.cpp
_LOGGED = ("DEBUG ", "TRACE ", "INFO ")
_MOST_KEPT = 200  # lines of what uv says beside its log


class Log:
    """What a verbose log has told so far; read in a thread of its own."""

    def __init__(self) -> None:
        self.percent = 0
        self._said: deque[str] = deque(maxlen=_MOST_KEPT)

    def read(self, stream: IO[str]) -> None:
        """Until the stream ends."""
        for line in stream:
            if found := _STEPS.match(line):
                done, of = map(int, found.groups())
                self.percent = 100 * done // of if of >= _FEWEST else self.percent
            elif found := _PERCENT.match(line):
                self.percent = int(found[1])
            elif not line.startswith(_LOGGED):
                self._said.append(line)

    def said(self) -> str:
        """The messages in it, which tell what failed."""
        return "".join(self._said)


def run_alive(command: Sequence[str | Path], folder: Path, *, is_told: bool) -> int:
    """Run `command` in a folder, and tell that it works if `is_told`; its exit code."""
    started = time.monotonic()
    with subprocess.Popen(command, cwd=folder, env=_environment()) as process:
        code = _wait(process, started, Log())
    return _told(code, started, is_told=is_told)


def run_verbose(command: Sequence[str | Path], folder: Path) -> int:
    """As `run_alive`, for a command with a verbose log on stderr: how far it is, not the log."""
    started, log = time.monotonic(), Log()
    with subprocess.Popen(
        command, cwd=folder, env=_environment(), stderr=subprocess.PIPE, text=True, errors="replace"
    ) as process:
        assert process.stderr is not None  # noqa: S101 - it was asked for
        reader = threading.Thread(target=log.read, args=(process.stderr,), daemon=True)
        reader.start()
        code = _wait(process, started, log)
        reader.join(HEARTBEAT_SECONDS)
    if code:
        print(log.said(), flush=True)
    return _told(code, started, is_told=True)


def _wait(process: subprocess.Popen[str], started: float, log: Log) -> int:
    while True:
        try:
            return process.wait(HEARTBEAT_SECONDS)
        except subprocess.TimeoutExpired:
            share = f", {log.percent} % compiled" if log.percent else ""
            print(f"  still at work, {time.monotonic() - started:.0f} s{share}", flush=True)


def _told(code: int, started: float, *, is_told: bool) -> int:
    if is_told and code == 0:
        print(f"  done in {time.monotonic() - started:.0f} s", flush=True)
    return code


def _environment() -> dict[str, str]:
    found = {"UV_PYTHON_DOWNLOADS": "never", "VIRTUAL_ENV": "", **os.environ}
    found.setdefault("CMAKE_BUILD_PARALLEL_LEVEL", str(os.cpu_count() or 1))
    return found
