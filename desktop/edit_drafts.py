"""What a reviewer is writing, kept in the project while they write: no click or crash loses it.

A draft is saved a moment after the last key, and at once when another task is shown or the
project is closed. It is no decision: saving the edit or discarding it removes the draft.
"""

from collections.abc import Callable

from PySide6.QtCore import QObject, QTimer, Signal

from engine.errors import KNOWN_ERRORS
from engine.records import EditDraft, Task
from engine.store import Project

SAVE_MILLISECONDS = 400  # after the last key

Texts = tuple[str, str]
"""An input and an output."""


class EditDrafts(QObject):
    """Keeps the draft of one task at a time; `texts` gives what stands in the editors now."""

    refused = Signal(object)  # a known error: the draft could not be kept

    def __init__(self, texts: Callable[[], Texts]) -> None:
        super().__init__()
        self._texts = texts
        self._project: Project | None = None
        self._task: Task | None = None
        self._own: Texts = ("", "")  # as they stood before anything was written
        self._saved: Texts | None = None  # as in the project
        self._known: set[int] = set()  # tasks that have a draft
        self._timer = QTimer(self, singleShot=True, interval=SAVE_MILLISECONDS)
        self._timer.timeout.connect(self.keep)

    def open(self, project: Project | None) -> list[int]:
        """Keep what is being written, and turn to another project; its tasks with drafts."""
        self.end()
        found = project.drafts.task_ids() if project else []
        self._known = set(found)
        return found

    def of(self, project: Project, task: Task) -> EditDraft | None:
        """The draft that waits for a task."""
        return project.drafts.get(task.id) if task.id in self._known else None

    @property
    def task_id(self) -> int | None:
        """The task that is being edited."""
        return self._task.id if self._task else None

    @property
    def is_changed(self) -> bool:
        """Something is written that is not the task's own text."""
        return self._task is not None and self._texts() != self._own

    def begin(self, project: Project, task: Task, draft: EditDraft | None, own: Texts) -> None:
        """Writing begins, from the texts that are shown of a task or from a draft of it."""
        self._project, self._task, self._own = project, task, own
        self._saved = (draft.input, draft.output) if draft else None

    def typed(self) -> None:
        """A key was pressed in one of the editors."""
        if self._task is not None:
            self._timer.start()

    def keep(self) -> None:
        """Save what is written now, if that is not saved yet."""
        self._timer.stop()
        project, task = self._project, self._task
        if project is None or task is None or self._texts() == self._saved:
            return
        try:
            if self.is_changed:
                self._saved = self._texts()
                project.drafts.save(task.id, *self._saved)
                self._known.add(task.id)
            elif self._saved is not None:
                self._saved = None
                project.drafts.discard(task.id)
        except KNOWN_ERRORS as error:
            self._saved = None
            self.refused.emit(error)

    def end(self) -> None:
        """Another task is shown, or none: keep the draft and let go of it."""
        self.keep()
        self._project = self._task = self._saved = None

    def forget(self) -> None:
        """The text is saved as an edit; the store has removed its draft with that."""
        self._timer.stop()
        self._known.discard(self.task_id or 0)
        self._project = self._task = self._saved = None

    def discard(self) -> None:
        """Throw away what was written."""
        project, task_id = self._project, self.task_id
        self.forget()
        if project is not None and task_id is not None:
            try:
                project.drafts.discard(task_id)
            except KNOWN_ERRORS as error:
                self.refused.emit(error)
