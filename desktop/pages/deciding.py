"""A page that shows one task and decides on it: accept, reject, edit, undo; saved first."""

from PySide6.QtCore import QModelIndex, Signal

from desktop.dialogs.discard import ConfirmDiscard
from desktop.edit_drafts import EditDrafts
from desktop.pages.page import Page
from desktop.tables import tasks as table
from desktop.widgets.decision_bar import DecisionBar
from desktop.widgets.queue_view import QueueView
from desktop.widgets.task_pane import TaskPane
from engine.errors import KNOWN_ERRORS
from engine.records import Decision, Outcome, Task, Verdict
from engine.store import Project
from engine.tasks.evidence import of_edit
from engine.tasks.types import task_type

_UNSAVED = "This edit is not saved yet: Ctrl+Enter saves it, Esc discards it, E goes on writing."


class DecidingPage(Page):
    """A queue of which one task is shown, and what can be said of it."""

    decided = Signal()

    def __init__(self, title: str, subtitle: str, reviewer: str) -> None:
        super().__init__(title, subtitle)
        self._reviewer = reviewer
        self.table = table.TasksTable()
        self.view = QueueView(self.table)
        self.pane = TaskPane()
        self.drafts = EditDrafts(lambda: self.pane.texts)
        self.bar = DecisionBar()
        self.bar.decided.connect(self.decide)
        self.bar.undo_requested.connect(self.undo)
        self.bar.save_requested.connect(self.save_edit)
        self.bar.cancel_requested.connect(self.cancel_edit)
        for editor in (self.pane.input, self.pane.output):
            editor.textChanged.connect(self.drafts.typed)
        self.drafts.refused.connect(self.say_error)

    def decide_as(self, reviewer: str) -> None:
        """Under this name from now on."""
        self._reviewer = reviewer

    def _show_row(self, _index: QModelIndex) -> None:
        """Show the task of the current row; for heirs."""
        raise NotImplementedError

    def task(self) -> Task | None:
        """The task that is shown."""
        return self.table.task(self.view.currentIndex().row())

    def move(self, by: int) -> None:  # pyright: ignore[reportIncompatibleMethodOverride]
        """Go to a neighbour in the queue."""
        place = self.view.currentIndex().row() + by
        if 0 <= place < self.table.rowCount():
            self.view.go_to(place)

    def go_to_undecided(self) -> None:
        """Go to the next task of the queue without a decision; at its end begin again."""
        place = self.table.next_undecided(self.view.currentIndex().row())
        if place is None:
            self.notice.say("No other task of this queue waits for a decision.", "good")
        else:
            self.view.go_to(place)

    def decide(self, verdict: Verdict, reason: str = "") -> None:
        """Save a decision on the task shown, then go to the next; EDIT begins editing."""
        task = self.task()
        if task is None or self.project is None:
            return
        if self.pane.is_editing and verdict is not Verdict.EDIT:
            self.notice.say(_UNSAVED, "warn")
            return
        is_well_formed = task.outcome is Outcome.OK
        if verdict in {Verdict.ACCEPT, Verdict.EDIT} and not is_well_formed:
            return
        if verdict is Verdict.EDIT:
            self._edit(self.project, task)
        elif (task.verdict, task.reason) == (verdict, reason):
            self._go_on()  # it is decided like this already
        else:
            self._save(Decision(task.id, verdict, reason))

    def _edit(self, project: Project, task: Task) -> None:
        if not self.pane.is_editing:
            self.drafts.begin(project, task, None)
        self.pane.begin_edit()
        self.bar.show_editing(is_editing=True)

    def save_edit(self) -> None:
        """Save what was written, as an edit that counts as accepted."""
        task = self.task()
        if task is None or not self.pane.is_editing:
            return
        texts = [text.strip() for text in self.pane.texts]
        if not all(texts):
            self.notice.say(
                "Input and output must both say something; write them, or cancel.", "warn"
            )
            return
        self._save(self._edited(task, *texts))

    def _edited(self, task: Task, input: str, output: str) -> Decision:  # noqa: A002 as in `Decision`
        """An edit, with where its output stands in the passage."""
        found = None
        if self.project is not None:
            passage = self.project.passages.read(task.passage_id)
            found = of_edit(task_type(task.task_type), output, passage)
        return Decision(task.id, Verdict.EDIT, input=input, output=output, evidence=found)

    def cancel_edit(self) -> None:
        """Back to what is saved; asks first if something was written."""
        if not self.pane.is_editing:
            return
        if self.drafts.is_changed and not ConfirmDiscard(self).exec():
            return
        self.drafts.discard()
        self.pane.end_edit()
        self.notice.hide()
        self._show_row(self.view.currentIndex())
        self.view.setFocus()

    def _escape(self) -> None:
        if self.pane.is_editing:
            self.cancel_edit()
        else:
            self.view.setFocus()

    def undo(self) -> None:
        """Take the newest decision back and show its task."""
        if self.project is None:
            return
        if self.pane.is_editing:
            self.notice.say(_UNSAVED, "warn")
            return
        self.notice.hide()
        with self.project.alone():
            self._undo(self.project)

    def _undo(self, project: Project) -> None:
        try:
            task_id = project.decisions.undo()
        except KNOWN_ERRORS as error:
            self.say_error(error)
            return
        if task_id is None:
            self.notice.say("There is no decision to take back.")
            return
        place = self.table.refresh(task_id)
        if place is None:
            self.notice.say("Taken back; the filter doesn't show that task.")
        elif place == self.view.currentIndex().row():
            self._show_row(self.view.currentIndex())
        else:
            self.view.go_to(place)
        self.decided.emit()

    def _save(self, decision: Decision) -> None:
        if self.project is not None:
            self.notice.hide()
            with self.project.alone():
                self._save_in(self.project, decision)

    def _save_in(self, project: Project, decision: Decision) -> None:
        try:
            project.decisions.add([decision], self._reviewer)
        except KNOWN_ERRORS as error:
            self.say_error(error)
            return
        if decision.verdict is Verdict.EDIT:
            self.drafts.forget()
            self.view.setFocus()
        self.pane.end_edit()
        self.table.refresh(decision.task_id)
        self._go_on()
        self.decided.emit()

    def _go_on(self) -> None:
        """To the next task; at the end of the queue the last one stays and shows its decision."""
        if self.view.currentIndex().row() + 1 < self.table.rowCount():
            self.move(1)
        else:
            self._show_row(self.view.currentIndex())
            self.notice.say("This is the last task here.")
