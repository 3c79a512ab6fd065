"""A page that shows one task and decides on it: accept, reject, edit, undo; saved first."""

from collections.abc import Callable
from time import monotonic

from PySide6.QtCore import QModelIndex, Signal

from desktop import undoing
from desktop.dialogs.discard import ConfirmDiscard
from desktop.edit_drafts import EditDrafts
from desktop.language import tr
from desktop.pace import Pace
from desktop.pages.page import Page
from desktop.tables import tasks as table
from desktop.text import one_line
from desktop.undoing import Undoing
from desktop.widgets.decision_bar import DecisionBar
from desktop.widgets.queue_view import QueueView
from desktop.widgets.task_pane import TaskPane
from engine.errors import KNOWN_ERRORS
from engine.export.labelling import is_off
from engine.records import Decision, Outcome, Task, Verdict
from engine.store import Project
from engine.tasks.evidence import of_edit
from engine.tasks.types import task_type

_UNSAVED = tr(
    "This edit is not saved yet: Ctrl+Enter saves it, Esc discards it, E goes on writing."
)


_WAITING = (None, Verdict.SKIP)  # verdicts after which one goes on to what waits
_LONGEST_ANSWER = 40  # letters, in a notice
_MEND_IT = tr("A check refused this. Nearly right? E makes a task of it.")


class DecidingPage(Page):
    """A queue of which one task is shown, and what can be said of it."""

    decided = Signal()

    def __init__(self, title: str, subtitle: str, reviewer: str) -> None:
        super().__init__(title, subtitle)
        self._reviewer = reviewer
        self.table = table.TasksTable()
        self.view = QueueView(self.table)
        self.pane = TaskPane()
        self.pace = Pace()
        self.undoing = Undoing()
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

    def begin_session(self, project: Project | None) -> None:
        """Another project: nothing is decided in it yet, but what was last can be taken back."""
        self.pace = Pace()
        self.undoing.forget()
        step = project.decisions.undo_step() if project is not None else None
        self.bar.begin_session(undoing.last_time(step) if step else "")

    def show_pace(self, waiting: int) -> None:
        """How fast it goes, and how long the tasks that wait will take."""
        self.bar.pace.show_text(self.pace.sentence(waiting))

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
        """Go to the next task of the queue without a decision; at its end begin again.

        Once all are decided, what was skipped comes back.
        """
        here = self.view.currentIndex().row()
        place = self.table.next_undecided(here)
        if place is None:
            place = self.table.next_skipped(here)
        if place is None:
            self.notice.say(tr("No other task of this queue waits for a decision."), "good")
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
        if verdict is Verdict.ACCEPT and task.outcome is not Outcome.OK:
            if task.can_be_edited:
                self.notice.say(_MEND_IT)
            return
        if verdict is Verdict.EDIT and not task.can_be_edited:
            return
        if verdict is Verdict.EDIT:
            self._edit(self.project, task)
        elif (task.verdict, task.reason) == (verdict, reason):
            self._go_on()  # it is decided like this already
        else:
            self._save(Decision(task.id, verdict, reason))

    def _edit(self, project: Project, task: Task) -> None:
        if not self.pane.is_editing:
            self.drafts.begin(project, task, None, self.pane.own_texts)
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
                tr("Input and output must both say something; write them, or cancel."), "warn"
            )
            return
        self._save(self._edited(task, *texts))
        if self.project is not None and is_off(self.project, self.project.tasks.get(task.id)):
            self.notice.say(_off(texts[1]), "warn")

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
        self._step(self._undo)

    def redo(self) -> None:
        """Do again what was taken back last, and show its task."""
        self._step(self._redo)

    def _step(self, act: Callable[[Project], None]) -> None:
        """Undo or redo, unless something is being written; a known error is said in place."""
        if self.project is None:
            return
        if self.pane.is_editing:
            self.notice.say(_UNSAVED, "warn")
            return
        self.notice.hide()
        try:
            with self.project.alone():
                act(self.project)
        except KNOWN_ERRORS as error:
            self.say_error(error)

    def _undo(self, project: Project) -> None:
        step = self.undoing.undo(project)
        if step is None:
            self.notice.say(tr("There is no decision to take back."))
            return
        self.pace.take_back()
        headline = self._show_again(
            step.task_id, tr("Taken back; the filter doesn't show that task.")
        )
        self.bar.say_done(undoing.taken_back(step, headline))
        self.decided.emit()

    def _redo(self, project: Project) -> None:
        step = self.undoing.redo(project, self._reviewer)
        if step is None:
            self.notice.say(tr("There is nothing to do again."))
            return
        self.pace.note(monotonic())
        headline = self._show_again(
            step.task_id, tr("Done again; the filter doesn't show that task.")
        )
        self.bar.say_done(undoing.done_again(step, headline))
        self.decided.emit()

    def _show_again(self, task_id: int, hidden: str) -> str:
        """Go to a task whose decision has changed; gives the line that names it."""
        place = self.table.refresh(task_id)
        if place is None:
            self.notice.say(hidden)
        elif place == self.view.currentIndex().row():
            self._show_row(self.view.currentIndex())
        else:
            self.view.go_to(place)
        task = None if place is None else self.table.task(place)
        return tr("task {number}", number=task_id) if task is None else table.headline(task)

    def _save(self, decision: Decision) -> None:
        if self.project is not None:
            self.notice.hide()
            with self.project.alone():
                self._save_in(self.project, decision)

    def _save_in(self, project: Project, decision: Decision) -> None:
        task = self.task()
        try:
            project.decisions.add([decision], self._reviewer)
        except KNOWN_ERRORS as error:
            self.say_error(error)
            return
        if decision.verdict is Verdict.EDIT:
            self.drafts.forget()
            self.view.setFocus()
        self.undoing.forget()
        self.pace.note(monotonic())
        self.pane.end_edit()
        self.table.refresh(decision.task_id)
        if task is not None:
            said = undoing.decided(decision.verdict, decision.reason, table.headline(task))
            self.bar.say_done(said)
        self._go_on(was_waiting=task is not None and task.verdict in _WAITING)
        self.decided.emit()

    def _go_on(self, *, was_waiting: bool = False) -> None:
        """To the next task; from one that waited for a decision to the next that does."""
        place = self.view.currentIndex().row()
        is_last = place + 1 >= self.table.rowCount()
        near = self.table.undecided_near(place) if was_waiting else None
        if near is not None:
            self.view.go_to(near)
        elif (was_waiting or is_last) and self._go_to_waiting(place):
            return
        elif not is_last:
            self.move(1)
        else:
            self._show_row(self.view.currentIndex())
            self.notice.say(tr("This is the last task here."), "good")  # for now: more may come

    def _go_to_waiting(self, place: int) -> bool:
        """To what waits anywhere in the queue, then to what was skipped; False if nothing does."""
        waiting = self.table.next_undecided(place)
        skipped = None if waiting is not None else self.table.next_skipped(place)
        found = skipped if waiting is None else waiting
        if found is None or found == place:
            return False
        self.view.go_to(found)
        if waiting is None:
            self.notice.say(tr("Everything else here is decided: now what was skipped."), "good")
        return True


def _off(answer: str) -> str:
    """What is said of an edit whose answer its task type does not know."""
    return tr(
        "Saved. “{answer}” is none of the labels or options of this type; U takes the edit back.",
        answer=one_line(answer)[:_LONGEST_ANSWER],
    )
