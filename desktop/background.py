"""Work off the UI thread as named operations, each with its callbacks called on the UI thread.

Shape after anki's operations: a page says what to do and what follows; threads stay in here.
This is one of the three doors where every exception is caught: a known error goes back to the
page that asked, anything else to the error reporter.

An operation may belong to a project (`owner`). When that is closed, `end` cancels its operations,
waits for their threads and drops their callbacks, so that no callback ever meets a closed project.
"""

import threading
import time
from collections import deque
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass
from functools import partial
from typing import Any, Generic, TypeVar

from PySide6.QtCore import QCoreApplication, QEventLoop, QObject, Qt, QTimer, Signal

from engine.errors import KNOWN_ERRORS

Result = TypeVar("Result")

CLOSE_SECONDS = 5.0  # for work that looks whether it is cancelled
_POLL_MILLISECONDS = 10


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


def _nothing() -> None:
    """For operations after which nothing needs to be put back."""


@dataclass(frozen=True, slots=True)
class Operation(Generic[Result]):
    """What to do off the UI thread, and what follows on it.

    `told` gets whatever the work passes to `job.tell`; `failed` gets known errors only. `ended` is
    called once in every case, before `done` or `failed`: after a bug and after a drop as well.
    """

    name: str
    work: Callable[[Job], Result]
    done: Callable[[Result], None]
    failed: Callable[[Exception], None]
    told: Callable[[Any], None] = _ignore
    ended: Callable[[], None] = _nothing
    owner: object = None  # the project that it reads or writes
    must_finish: bool = False  # it is waited for without limit: it can't be left half done


@dataclass(slots=True, eq=False)
class _UnderWay:
    operation: Operation[Any]
    job: Job
    thread: threading.Thread
    is_dropped: bool = False


class Background(QObject):
    """Runs operations, each in a thread of its own, and says which one is under way."""

    busy_changed = Signal(str)  # the name of the newest operation under way, or ""
    _arrived = Signal()

    def __init__(self, report_bug: Callable[[BaseException], None]) -> None:
        super().__init__()
        self._report_bug = report_bug
        self._under_way: list[_UnderWay] = []
        self._answers: deque[Callable[[], None]] = deque()  # what the UI thread is to call
        self._arrived.connect(self._answer, Qt.ConnectionType.QueuedConnection)

    def run(self, operation: Operation[Any]) -> Job:
        """Start an operation; its callbacks are called on the UI thread."""
        job = Job(lambda news: self._put(lambda: self._tell(entry, news)))
        thread = threading.Thread(
            target=lambda: self._work(entry), name=operation.name, daemon=True
        )
        entry = _UnderWay(operation, job, thread)
        self._under_way.append(entry)
        self.busy_changed.emit(operation.name)
        try:
            thread.start()
        except RuntimeError as error:  # the system gives no more threads
            self._put(partial(self._finish, entry, partial(self._failed, job, error)))
        return job

    @property
    def is_busy(self) -> bool:
        """Something is under way."""
        return bool(self._under_way)

    def end(self, owner: object) -> None:
        """Cancel the operations of a project, wait for them, and drop their callbacks."""
        self._end([entry for entry in self._under_way if entry.operation.owner is owner])

    def close(self) -> None:
        """Cancel all that is under way, wait for it, and drop the callbacks."""
        self._end(list(self._under_way))

    def _end(self, ending: list[_UnderWay]) -> None:
        """At most `CLOSE_SECONDS` for all, but without limit for what must finish."""
        for entry in ending:
            entry.is_dropped = True
            entry.job.cancel()
        deadline = time.monotonic() + CLOSE_SECONDS
        must = [entry.thread for entry in ending if entry.operation.must_finish]
        wait_without_freezing(
            lambda: (
                not any(thread.is_alive() for thread in must)
                and (
                    time.monotonic() > deadline
                    or not any(entry.thread.is_alive() for entry in ending)
                )
            )
        )
        for entry in ending:
            self._finish(entry, _nothing)

    def _work(self, entry: _UnderWay) -> None:
        operation = entry.operation
        try:
            answer = partial(operation.done, operation.work(entry.job))
        except KNOWN_ERRORS as error:
            answer = partial(operation.failed, error)
        except Exception as error:  # noqa: BLE001 - the door for background work
            answer = partial(self._failed, entry.job, error)
        self._put(partial(self._finish, entry, answer))

    def _put(self, answer: Callable[[], None]) -> None:
        self._answers.append(answer)
        with suppress(RuntimeError):  # the application has been closed meanwhile
            self._arrived.emit()

    def _tell(self, entry: _UnderWay, news: object) -> None:
        if not entry.is_dropped:
            entry.operation.told(news)

    def _failed(self, job: Job, error: Exception) -> None:
        """Report a bug, unless the work was told to end: its project may be closed by now."""
        if not job.is_cancelled():
            self._report_bug(error)

    def _finish(self, entry: _UnderWay, answer: Callable[[], None]) -> None:
        if entry not in self._under_way:
            return  # it was ended, and that was told
        self._under_way.remove(entry)
        self.busy_changed.emit(self._under_way[-1].operation.name if self._under_way else "")
        entry.operation.ended()
        if not entry.is_dropped:
            answer()

    def _answer(self) -> None:
        while self._answers:
            self._answers.popleft()()


def wait_without_freezing(is_over: Callable[[], bool]) -> None:
    """Return when `is_over()`; the window is painted meanwhile, and takes no keys and clicks."""
    if is_over():
        return
    loop, timer = QEventLoop(), QTimer(interval=_POLL_MILLISECONDS)
    timer.timeout.connect(lambda: is_over() and loop.quit())
    timer.start()
    loop.exec(QEventLoop.ProcessEventsFlag.ExcludeUserInputEvents)
    timer.stop()


def done_elsewhere(work: Callable[[], Result]) -> Result:
    """What `work` gives, done off the UI thread; the window is painted meanwhile.

    For a step that everything after it needs. Raises what `work` raises.
    """
    with ThreadPoolExecutor(1) as thread:
        answer = thread.submit(work)
        wait_without_freezing(answer.done)
        return answer.result()


def paint_between() -> None:
    """Let the window paint, and its timers come, between two long steps; no keys and clicks."""
    QCoreApplication.processEvents(QEventLoop.ProcessEventsFlag.ExcludeUserInputEvents)
