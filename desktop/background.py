"""Work off the UI thread as named operations, each with its answers called on the UI thread.

Shape after anki's operations: a page says what to do and what follows; threads stay in here.
This is one of the three doors where every exception is caught: a known error goes back to the
page that asked, anything else to the error reporter.
"""

import threading
from collections import deque
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from functools import partial
from typing import Any, Generic, TypeVar

from PySide6.QtCore import QObject, Qt, Signal

from engine.errors import KNOWN_ERRORS

Result = TypeVar("Result")

CLOSE_SECONDS = 5.0


class Job:
    """One operation under way, as its work sees it. Safe from any thread."""

    def __init__(self, tell: Callable[[object], None]) -> None:
        self.tell = tell
        self._cancelled = threading.Event()

    def cancel(self) -> None:
        """Ask the work to end; it looks when it can."""
        self._cancelled.set()

    def is_cancelled(self) -> bool:
        """The user wants this to end."""
        return self._cancelled.is_set()


def _ignore(_news: object) -> None:
    """For operations that have nothing to tell."""


@dataclass(frozen=True, slots=True)
class Operation(Generic[Result]):
    """What to do off the UI thread, and what follows on it.

    `told` gets whatever the work passes to `job.tell`; `failed` gets known errors only.
    """

    name: str
    work: Callable[[Job], Result]
    done: Callable[[Result], None]
    failed: Callable[[Exception], None]
    told: Callable[[Any], None] = _ignore


class Background(QObject):
    """Runs operations, each in a thread of its own, and says which one is under way."""

    busy_changed = Signal(str)  # the name of the newest operation under way, or ""
    _arrived = Signal()

    def __init__(self, report_bug: Callable[[BaseException], None]) -> None:
        super().__init__()
        self._report_bug = report_bug
        self._under_way: list[tuple[str, Job, threading.Thread]] = []
        self._answers: deque[Callable[[], None]] = deque()  # what the UI thread is to call
        self._arrived.connect(self._answer, Qt.ConnectionType.QueuedConnection)

    def run(self, operation: Operation[Any]) -> Job:
        """Start an operation; answers come as calls on the UI thread."""
        job = Job(lambda news: self._put(partial(operation.told, news)))
        thread = threading.Thread(
            target=self._work, args=(operation, job), name=operation.name, daemon=True
        )
        self._under_way.append((operation.name, job, thread))
        self.busy_changed.emit(operation.name)
        thread.start()
        return job

    @property
    def is_busy(self) -> bool:
        """Something is under way."""
        return bool(self._under_way)

    def close(self) -> None:
        """Cancel what is under way, wait `CLOSE_SECONDS` each at most, and give the answers."""
        for _name, job, _thread in self._under_way:
            job.cancel()
        for _name, _job, thread in self._under_way:
            thread.join(CLOSE_SECONDS)
        self._answer()

    def _work(self, operation: Operation[Any], job: Job) -> None:
        try:
            answer = partial(operation.done, operation.work(job))
        except KNOWN_ERRORS as error:
            answer = partial(operation.failed, error)
        except Exception as error:  # noqa: BLE001 - the door for background work
            answer = partial(self._failed, job, error)
        self._put(partial(self._finish, job, answer))

    def _put(self, answer: Callable[[], None]) -> None:
        self._answers.append(answer)
        with suppress(RuntimeError):  # the application has been closed meanwhile
            self._arrived.emit()

    def _failed(self, job: Job, error: Exception) -> None:
        """Report a bug, unless the work was told to end: its project may be closed by now."""
        if not job.is_cancelled():
            self._report_bug(error)

    def _finish(self, job: Job, answer: Callable[[], None]) -> None:
        self._under_way = [entry for entry in self._under_way if entry[1] is not job]
        self.busy_changed.emit(self._under_way[-1][0] if self._under_way else "")
        answer()

    def _answer(self) -> None:
        while self._answers:
            self._answers.popleft()()
