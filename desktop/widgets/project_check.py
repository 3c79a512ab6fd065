"""A line of the Export page's checklist that has to be found out in the background."""

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QObject, Signal

from desktop.background import Background, Job, Operation
from desktop.widgets.check_list import Point
from engine.store import Project

Find = Callable[[Project, Job], Any]
"""What is found out of a project; ends early once the job is cancelled."""

Say = Callable[[Any], Point]
"""The line that says what was found."""


class ProjectCheck(QObject):
    """Looks when it is asked to, at one project at a time; knows nothing before."""

    changed = Signal()
    failed = Signal(object)  # a known error

    def __init__(self, background: Background, name: str, find: Find, say: Say) -> None:
        super().__init__()
        self._background, self._name, self._find, self._say = background, name, find, say
        self._project: Project | None = None
        self._job: Job | None = None
        self._point: Point | None = None

    def show_project(self, project: Project | None) -> None:
        """Another project, or none: nothing is known of it yet."""
        self._project, self._job, self._point = project, None, None

    def look(self) -> None:
        """Find out in the background; nothing happens while it is being found out."""
        project = self._project
        if project is None or self._job is not None:
            return
        self._job = self._background.run(
            Operation(
                name=self._name,
                work=lambda job: self._find(project, job),
                done=self._take,
                failed=self.failed.emit,
                ended=self._end,
                owner=project,
            )
        )

    def _end(self) -> None:
        self._job = None

    def _take(self, found: object) -> None:
        self._point = self._say(found)
        self.changed.emit()

    def points(self) -> tuple[Point, ...]:
        """The line; none before anything is known."""
        return (self._point,) if self._point else ()
