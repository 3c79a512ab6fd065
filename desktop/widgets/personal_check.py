"""What the Export page says of possible personal data, looked for when somebody looks."""

from PySide6.QtCore import QObject, Signal

from desktop import wording
from desktop.background import Background, Job, Operation
from desktop.widgets.check_list import Point
from engine.export.personal import look
from engine.records import PersonalValue
from engine.store import Project


class PersonalCheck(QObject):
    """Knows the values of a project; looks anew if tasks or edits came."""

    changed = Signal()
    failed = Signal(object)  # a known error

    def __init__(self, background: Background) -> None:
        super().__init__()
        self._background = background
        self._project: Project | None = None
        self._job: Job | None = None
        self._values: list[PersonalValue] | None = None

    def show_project(self, project: Project | None) -> None:
        """Another project, or none: nothing is known of it yet."""
        self._project, self._job, self._values = project, None, None

    def look(self) -> None:
        """Find out in the background; at once where nothing has changed."""
        project = self._project
        if project is None or self._job is not None:
            return
        self._job = self._background.run(
            Operation(
                name="Looking for personal data",
                work=lambda job: _look(project, job),
                done=self._take,
                failed=self.failed.emit,
                ended=self._end,
                owner=project,
            )
        )

    def _end(self) -> None:
        self._job = None

    def _take(self, values: list[PersonalValue]) -> None:
        self._values = values
        self.changed.emit()

    def points(self) -> tuple[Point, ...]:
        """The line of the checklist; none before anything is known."""
        if self._values is None:
            return ()
        if not self._values:
            said = "Rules found no personal data, which proves nothing"
            return (Point("personal", said, "good", "Own words"),)
        left = sum(one.choice is None for one in self._values)
        found = f"{wording.number(len(self._values))} × possible personal data"
        if left:
            said = f"{found}, {wording.number(left)} undecided: they hold the export"
            return (Point("personal", said, "warn", "Decide"),)
        return (Point("personal", f"{found}, all decided", "good", "Look"),)


def _look(project: Project, job: Job) -> list[PersonalValue]:
    look(project, job.is_cancelled)
    return project.personal.values()
