"""Reads the ids of the review queue: a first slice at once, the rest off the UI thread.

A project of up to one slice is read at once, so nothing flickers; a search of a larger one is all
read in the background, for it may have to look at every text.
"""

from collections.abc import Iterator

from PySide6.QtCore import QObject, Signal

from desktop.background import Background, Job, Operation
from desktop.language import tr
from engine.records import TaskFilter
from engine.store import Project


class TaskReader(QObject):
    """At most one filter is being read; another one replaces it."""

    arrived = Signal(object, bool)  # ids that follow those before, and whether they are the last
    failed = Signal(object)  # a known error

    def __init__(self, background: Background) -> None:
        super().__init__()
        self._background = background
        self._job: Job | None = None

    @property
    def is_reading(self) -> bool:
        """More ids are to come."""
        return self._job is not None

    def stop(self) -> None:
        """What is being read is of no use any more."""
        if self._job is not None:
            self._job.cancel()
            self._job = None

    def read(self, project: Project, narrow: TaskFilter) -> None:
        """Tell the ids that a filter means, by one or more `arrived`."""
        self.stop()
        slices = project.tasks.slices(narrow)
        ids = iter(slices)
        if slices.is_short:
            self.arrived.emit([task_id for part in ids for task_id in part], True)  # noqa: FBT003 - Qt's signature
            return
        if not (narrow.search or narrow.doubtful_first):
            self.arrived.emit(next(ids), False)  # noqa: FBT003 - Qt's signature
        self._job = job = self._background.run(
            Operation(
                name=tr("Reading the queue"),
                work=lambda own: _tell(ids, own),
                told=lambda part: self._tell(job, part, is_last=False),
                done=lambda last: self._tell(job, last, is_last=True),
                failed=lambda error: self._fail(job, error),
            )
        )

    def _tell(self, job: Job, ids: list[int], *, is_last: bool) -> None:
        if job is self._job:
            self._job = None if is_last else job
            self.arrived.emit(ids, is_last)

    def _fail(self, job: Job, error: Exception) -> None:
        if job is self._job:
            self._job = None
            self.failed.emit(error)


def _tell(slices: Iterator[list[int]], job: Job) -> list[int]:
    """Tell what was read four slices at a time; the last are the answer."""
    waiting = list[int]()
    for number, part in enumerate(slices):
        if job.is_cancelled():
            break
        waiting += part
        if number % 4 == 3 and waiting:
            job.tell(waiting)
            waiting = []
    return waiting
