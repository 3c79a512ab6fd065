"""Read files in a child process with limits: a broken or hostile file costs only itself."""

import json
import os
import stat
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path
from time import monotonic
from types import TracebackType
from typing import Any, Self

import psutil

from engine.documents import limits
from engine.documents.formats import format_of
from engine.documents.main import main
from engine.errors import DocumentRefused, WorkerCrashed
from engine.processes.child import Child, ChildMain
from engine.records import (
    AS_THE_READER_DECIDES,
    Extract,
    FileStatus,
    ImportOptions,
    PageMark,
)

MAX_BYTES = 200 * 1024**2
TIMEOUT_SECONDS = 600.0  # for a computer that does ten other things
CPU_SECONDS = 60.0
START_SECONDS = 60.0
_LOOK_SECONDS = 0.5
_NOTE, _SENTENCE, _LABEL = 2_000, 600, 120  # characters
_LANGUAGE = 12
_PIECE = 2**20  # bytes of a file that cross the pipe at once
_MOST_ANSWER_BYTES = 64 * 2**20  # in one message: a page map, or a part of a text
_MOST_TEXT_BYTES = 200 * 10**6  # 50 million characters of at most 4 bytes each


def admit(path: Path, max_bytes: int = MAX_BYTES) -> str:
    """The format of a file that is fit to be opened; raises `DocumentRefused` with the reason."""
    try:
        found = path.stat()
    except (FileNotFoundError, NotADirectoryError) as error:
        raise DocumentRefused(
            FileStatus.MISSING, "There is no such file; check the path, or the drive."
        ) from error
    except OSError as error:
        raise unreadable(error) from error
    if not stat.S_ISREG(found.st_mode):
        raise DocumentRefused(FileStatus.UNSUPPORTED, "This is not a file that holds text.")
    name = format_of(path)
    if found.st_size > max_bytes:
        raise DocumentRefused(
            FileStatus.TOO_BIG,
            f"The file has {found.st_size / 1e6:,.1f} MB, and the limit is "
            f"{max_bytes / 1e6:,.1f} MB; split it and import the parts.",
        )
    if found.st_size == 0:
        raise DocumentRefused(FileStatus.NO_TEXT, "The file is empty (0 bytes).")
    return name


def unreadable(error: OSError) -> DocumentRefused:
    """The refusal of a file that the system does not let us read."""
    reason = error.strerror or type(error).__name__
    return DocumentRefused(
        FileStatus.UNREADABLE, f"The file can't be read ({reason}); check its rights and its drive."
    )


class Reader:
    """Reads one file after the other in a child process, started when needed, renewed when it dies.

    A file may take `cpu_seconds` of processor time, which keeps a hostile file short, and
    `timeout_seconds` on the clock, long enough for slow drives and busy computers. Where the system
    does not limit the child's memory, its size is looked at while it reads. Not for use from
    several threads at once, but for `abort`. `run_child` is what the child runs.
    """

    def __init__(  # noqa: PLR0913 each limit is one of its own
        self,
        run_child: ChildMain = main,
        *,
        timeout_seconds: float = TIMEOUT_SECONDS,
        max_bytes: int = MAX_BYTES,
        start_seconds: float = START_SECONDS,
        cpu_seconds: float = CPU_SECONDS,
        memory_bytes: int = limits.MEMORY_BYTES,
    ) -> None:
        self._start_seconds = start_seconds
        self._main = run_child
        self._timeout = timeout_seconds
        self._cpu_seconds = cpu_seconds
        self._memory_bytes = memory_bytes
        self._max_bytes = max_bytes
        self._is_aborted = False
        self._child: Child | None = None

    def read(
        self,
        path: Path,
        options: ImportOptions = AS_THE_READER_DECIDES,
        passwords: Sequence[str] = (),
    ) -> Extract:
        """The normalised text and pages of a file; raises `DocumentRefused` with the reason.

        `passwords` go to the child through the pipe alone and are kept nowhere.
        Raises `WorkerCrashed` or `WorkerNotStarted` if no child can be started at all.
        """
        format_name = admit(path, self._max_bytes)
        child = self._child or self._start()
        try:
            asked = {"format": format_name, "options": asdict(options)}
            _send(child, path, {**asked, "passwords": list(passwords)})
            return self._extract(child)
        except WorkerCrashed as error:
            self._drop()
            raise DocumentRefused(
                FileStatus.DAMAGED,
                "The reader crashed on the file, which is damaged or of an unusual kind; "
                "save it again from the program that made it.",
            ) from error
        except _Answered:
            raise
        except DocumentRefused:
            self._drop()
            raise

    def language_of(self, text: str) -> str:
        """The language of a text that was read before, by ISO 639; empty where it can't be told.

        The child reads it as a text file. Raises `WorkerNotStarted` where no child can start.
        """
        child = self._child or self._start()
        data = text.encode()
        asked = {"format": "txt", "options": asdict(ImportOptions(encoding="utf-8"))}
        try:
            child.send(json.dumps(asked | {"bytes": len(data)}).encode())
            for start in range(0, len(data), _PIECE):
                child.send(data[start : start + _PIECE])
            return self._extract(child).language
        except _Answered:
            return ""  # nothing but white space
        except (DocumentRefused, WorkerCrashed):
            self._drop()
            return ""

    def abort(self) -> None:
        """Kill the child and start no other; from any thread. A read going on ends in a refusal."""
        self._is_aborted = True
        child = self._child
        if child is not None:
            child.abort()

    def close(self) -> None:
        """End the child. Safe to repeat; a later read starts a fresh one."""
        child, self._child = self._child, None
        if child is not None:
            child.end()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    def _extract(self, child: Child) -> Extract:
        """The child's answer; raises `DocumentRefused` with its reason, or when it takes too much.

        The text comes in parts, so that it is held no more than twice.
        """
        watch = _Watch(child, self._timeout, self._cpu_seconds, self._memory_bytes)
        told: dict[str, Any] = json.loads(watch.receive())
        if "status" in told:
            raise _Answered(FileStatus(told["status"]), _short(told["detail"], _SENTENCE))
        parts: list[str] = []
        left = _MOST_TEXT_BYTES
        for _part in range(told["parts"]):
            part = watch.receive()
            left -= len(part)
            if left < 0:
                raise DocumentRefused(
                    FileStatus.TOO_BIG, "The text is too long; split it and try again."
                )
            parts.append(part.decode("utf-8", "replace"))
        pages = tuple(PageMark(start, _short(label, _LABEL)) for start, label in told["pages"])
        language = _short(told["language"], _LANGUAGE)
        return Extract("".join(parts), pages, _short(told["note"], _NOTE), language)

    def _start(self) -> Child:
        self._child = Child(self._main, "file reader", _MOST_ANSWER_BYTES)
        if self._is_aborted:
            self._child.abort()
        try:
            answer = self._child.receive(self._start_seconds)
        except WorkerCrashed:
            answer = None
        if answer is None:
            self._drop()
            raise WorkerCrashed("The file reader did not start; restart the application.")
        return self._child

    def _drop(self) -> None:
        if self._child is not None:
            self._child.kill()
        self._child = None


class _Answered(DocumentRefused):
    """The child itself refused the file, and is ready for the next one."""


class _Watch:
    """Receives from a child that reads one file, within its time and memory."""

    def __init__(
        self, child: Child, timeout_seconds: float, cpu_seconds: float, memory_bytes: int
    ) -> None:
        self._child, self._process = child, _process(child)
        self._timeout, self._cpu_seconds = timeout_seconds, cpu_seconds
        self._memory_bytes = memory_bytes
        self._end = monotonic() + timeout_seconds
        self._last_cpu = _cpu_seconds(self._process) + cpu_seconds

    def receive(self) -> bytes:
        """The next message; raises `DocumentRefused` when the child goes beyond its limits."""
        while True:
            left = self._end - monotonic()
            message = self._child.receive(max(0.0, min(left, _LOOK_SECONDS)))
            if message is not None:
                return message
            if left <= 0 or _cpu_seconds(self._process) > self._last_cpu:
                seconds = self._timeout if left <= 0 else self._cpu_seconds
                raise DocumentRefused(
                    FileStatus.TIMED_OUT,
                    f"Reading the file took longer than {seconds:g} s; split it and try again.",
                )
            if _memory(self._process) > self._memory_bytes:
                raise DocumentRefused(
                    FileStatus.TOO_BIG,
                    "Reading the file takes too much memory; split it and try again.",
                )


def _send(child: Child, path: Path, request: dict[str, object]) -> None:
    """Hand over a request and the bytes of its file, which the child itself may not open."""
    try:
        with path.open("rb") as file:
            left = os.fstat(file.fileno()).st_size
            child.send(json.dumps(request | {"bytes": left}).encode())
            while left and (piece := file.read(min(_PIECE, left))):
                left -= len(piece)
                child.send(piece)
    except OSError as error:
        raise unreadable(error) from error
    if left:
        raise DocumentRefused(
            FileStatus.UNREADABLE,
            "The file became shorter while it was read; import it again when it is at rest.",
        )


def _short(text: str, most: int) -> str:
    """What can be shown as one line: sentences and labels name parts of files that others made."""
    if len(text) <= most and text.isprintable():
        return text
    shown = text if len(text) <= most else text[: most - 1].rstrip() + "…"
    return "".join(letter if letter.isprintable() else "\ufffd" for letter in shown)


def _process(child: Child) -> psutil.Process | None:
    try:
        return psutil.Process(child.pid)
    except psutil.Error:
        return None  # it has just died; its pipe will say so


def _cpu_seconds(process: psutil.Process | None) -> float:
    try:
        times = process.cpu_times() if process else None
    except psutil.Error:
        return 0.0
    return times.user + times.system if times else 0.0


def _memory(process: psutil.Process | None) -> int:
    try:
        return process.memory_info().rss if process else 0
    except psutil.Error:
        return 0
