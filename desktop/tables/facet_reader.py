"""Counts, off the UI thread, what the entries of the review filter would leave, and the habits."""

from PySide6.QtCore import QObject, Signal

from desktop.background import Background, Job, Operation
from desktop.language import tr
from desktop.widgets.combos import show_counts
from desktop.widgets.filter_bar import FilterBar
from engine.records import Facets, TaskFilter
from engine.store import Project
from engine.tasks.habits import habits, sentences
from engine.tasks.types import TASK_TYPES

MOST_FOR_HABITS = 100_000  # tasks; of more, habits are looked for while the bar is open


class FacetReader(QObject):
    """Reads for one filter bar: with each change while it is open, and when a box's list opens.

    Else it looks for the habits of each project.
    """

    failed = Signal(object)  # a known error

    def __init__(self, background: Background, bar: FilterBar) -> None:
        super().__init__()
        self._background, self._bar = background, bar
        self._project: Project | None = None
        self._job: Job | None = None
        bar.changed.connect(self.read)
        bar.opened.connect(self.read)
        self._boxes = (bar.type, bar.outcome, bar.decision)
        for box in self._boxes:
            box.opening.connect(self._count)
            box.closing.connect(self._list_closed)

    def show_project(self, project: Project | None) -> None:
        """Another project, or none."""
        self._project = project
        self._bar.show_habits(())
        self.read()
        if project is not None and not self._bar.is_open:
            self.read_habits(project)

    def read_habits(self, project: Project) -> None:
        """Look for habits alone, where that takes a moment."""
        if sum(one.tasks for one in project.tasks.counts()) > MOST_FOR_HABITS:
            return
        self._background.run(
            Operation(
                name=tr("Looking for habits"),
                work=lambda own: _habits(project, own),
                done=self._bar.show_habits,
                failed=self.failed.emit,
                owner=project,
                can_be_left=True,
            )
        )

    def read(self) -> None:
        """Count anew; what is being counted is of no use any more."""
        if self._bar.is_open:
            self._count()
        else:
            self._stop()

    def _stop(self) -> None:
        if self._job is not None:
            self._job.cancel()
            self._job = None

    def _list_closed(self) -> None:
        """What was counted for a list alone is old with the next decision."""
        if not self._bar.is_open:
            self._stop()
            for box in self._boxes:
                show_counts(box, None)

    def _count(self) -> None:
        self._stop()
        project, narrow = self._project, self._bar.filter()
        if project is None:
            return
        self._job = job = self._background.run(
            Operation(
                name=tr("Counting tasks"),
                work=lambda own: _count(project, narrow, own),
                done=lambda found: self._show(job, *found),
                failed=self.failed.emit,
                owner=project,
            )
        )

    def _show(self, job: Job, facets: Facets, said: tuple[str, ...]) -> None:
        if job is self._job:
            self._job = None
            self._bar.show_facets(facets)
            self._bar.show_habits(said)
            for box in self._boxes:
                box.fit()


def _count(project: Project, narrow: TaskFilter, job: Job) -> tuple[Facets, tuple[str, ...]]:
    return project.tasks.facets(narrow, job.is_cancelled), _habits(project, job)


def _habits(project: Project, job: Job) -> tuple[str, ...]:
    names = {kind.short: tr(kind.name) for kind in TASK_TYPES}
    return sentences(habits(project.tasks.checks.forms(job.is_cancelled)), names)
