"""What the Export page says of near-duplicates, compared in the background when somebody looks."""

from PySide6.QtCore import QObject, Signal

from desktop import wording
from desktop.background import Background, Job, Operation
from desktop.widgets.check_list import Point
from engine.export import comparing
from engine.records import NearCounts
from engine.store import Project


class NearCheck(QObject):
    """Knows the counts of a project; compares its tasks anew if some are new."""

    changed = Signal()
    failed = Signal(object)  # a known error

    def __init__(self, background: Background) -> None:
        super().__init__()
        self._background = background
        self._project: Project | None = None
        self._job: Job | None = None
        self._counts: NearCounts | None = None

    def show_project(self, project: Project | None) -> None:
        """Another project, or none: nothing is known of it yet."""
        self._project, self._job, self._counts = project, None, None

    def look(self) -> None:
        """Find out in the background; at once where nothing has changed."""
        project = self._project
        if project is None or self._job is not None:
            return
        self._job = self._background.run(
            Operation(
                name="Comparing tasks",
                work=lambda own: comparing.compare(project, own.is_cancelled),
                done=self._take,
                failed=self.failed.emit,
                ended=self._end,
                owner=project,
            )
        )

    def _end(self) -> None:
        self._job = None

    def _take(self, counts: NearCounts) -> None:
        self._counts = counts
        self.changed.emit()

    def points(self) -> tuple[Point, ...]:
        """The line of the checklist; none before anything is known."""
        counts = self._counts
        if counts is None:
            return ()
        if not counts.tasks:
            return (Point("near", "No near-duplicates", "good"),)
        groups = wording.counted(counts.groups, "group")
        said = f"{wording.counted(counts.tasks, 'near-duplicate')} in {groups}"
        return (Point("near", said, "warn", "Look"),)
