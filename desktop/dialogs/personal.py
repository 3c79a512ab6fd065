"""Possible personal data: each value with where it stands, and one key or click to decide on it."""

from PySide6.QtCore import QItemSelection, Signal
from PySide6.QtWidgets import (
    QAbstractItemView,
    QDialog,
    QLineEdit,
    QPlainTextEdit,
    QSplitter,
    QVBoxLayout,
    QWidget,
)

from desktop import wording
from desktop.background import Background, Operation
from desktop.language import tr
from desktop.shortcuts import local_key
from desktop.tables import personal as table
from desktop.text import TextPane, plain_label
from desktop.widgets.buttons import push_button
from desktop.widgets.combos import combo, offer
from desktop.widgets.enter_key import on_enter
from desktop.widgets.key_button import KeyButton
from desktop.widgets.layout import column, field, holder, row
from desktop.widgets.notice import Notice
from desktop.widgets.notice_stack import NoticeStack
from desktop.widgets.table_view import TableView
from engine.errors import KNOWN_ERRORS
from engine.export.personal import look
from engine.records import PersonalChoice, PersonalKind, PersonalValue, Task
from engine.store import Project

_WHAT = tr(
    "Rules on this computer looked through the tasks and the passages in them. They miss much, "
    "names above all, and raise false alarms: what passes them is not anonymous. Several rows can "
    "be chosen and decided on at once."
)
_WORDS = tr("Your own names and words, one a line")
_CHOICES = (
    (PersonalChoice.MASK, tr("Mask"), "M", "good"),
    (PersonalChoice.KEEP, tr("Keep"), "K", "warn"),
    (PersonalChoice.REJECT, tr("Reject its tasks"), "X", "bad"),
)
_AROUND = 160  # characters of a task that are shown before and behind a find


class PersonalDialog(QDialog):
    """Decides in place; the project has every decision at once."""

    decided = Signal()

    def __init__(
        self, parent: QWidget, background: Background, project: Project, reviewer: str
    ) -> None:
        super().__init__(parent)
        self.setWindowTitle(tr("Possible personal data"))
        self.resize(920, 680)
        self._background, self._project, self._reviewer = background, project, reviewer
        self.notice = Notice()
        self.kind = combo(tr("Kind"), [(tr("All kinds"), None)])
        self.table = table.PersonalTable()
        self.view = TableView(tr("Possible personal data"))
        self.view.setModel(self.table)
        self.view.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.view.fit_columns(table.COL_VALUE, {table.COL_KIND: 14, table.COL_TASKS: 7,
                                                table.COL_CHOICE: 24})  # fmt: skip
        self.place = TextPane(tr("Where it stands"), tr("Choose a row to see where it stands."))
        self.reason = QLineEdit()
        self.reason.setPlaceholderText(tr("such as: the office's own address"))
        self.words = QPlainTextEdit(project.personal.words())
        self.words.setTabChangesFocus(True)
        self.words.setAccessibleName(tr("Words of your own"))
        self.words.setPlaceholderText(tr("Anna Weber | Frau Weber"))
        self.again = push_button(tr("Look again"), self.look_again)
        self.buttons = {choice: KeyButton(text, key, tone) for choice, text, key, tone in _CHOICES}
        self.left = plain_label("", "muted")
        self._is_closed = False  # then an answer that comes late finds nothing to show it in
        self.finished.connect(self._close)
        self._lay_out()
        self._connect()
        self.show_values()
        self.view.setFocus()  # its keys decide

    def _lay_out(self) -> None:
        below = QSplitter()
        below.setChildrenCollapsible(False)
        below.addWidget(
            holder(column(plain_label(tr("Where it stands"), "field"), self.place, gap=5))
        )
        words = column(field(_WORDS, self.words), row(None, self.again), gap=6)
        below.addWidget(holder(words))
        below.setSizes([560, 320])
        layout = QVBoxLayout(self)
        layout.setContentsMargins(24, 20, 24, 18)
        layout.setSpacing(10)
        title = row(plain_label(tr("Possible personal data"), "title"), None, self.left)
        head = holder(column(title, plain_label(_WHAT, "muted", wraps=True), gap=10))
        self._notices = NoticeStack(self, head, self.notice)
        layout.addWidget(head)
        layout.addWidget(self.kind)
        layout.addWidget(self.view, 3)
        layout.addLayout(row(*self.buttons.values(), None, gap=8))
        layout.addLayout(field(tr("Why it may stay (asked for with Keep)"), self.reason))
        layout.addWidget(below, 2)
        layout.addLayout(row(None, push_button(tr("Close"), self.accept, "primary")))

    def _connect(self) -> None:
        self.kind.activated.connect(lambda _place: self.show_values())
        on_enter(self.reason, lambda: self.decide(PersonalChoice.KEEP))
        self.view.selectionModel().selectionChanged.connect(self._show_place)
        for choice, _text, key, _tone in _CHOICES:
            self.buttons[choice].clicked.connect(lambda _on, wanted=choice: self.decide(wanted))
            local_key(self.view, key, lambda wanted=choice: self.decide(wanted))

    # --- showing ------------------------------------------------------------------------------

    def show_values(self) -> None:
        """Read the list again."""
        every = self._project.personal.values()
        counts = {kind: sum(one.kind is kind for one in every) for kind in PersonalKind}
        offer(self.kind, [(f"{wording.PERSONAL_KIND[kind]} ({wording.number(count)})", kind)
                          for kind, count in counts.items() if count])  # fmt: skip
        wanted = self.kind.currentData()
        self.table.show_values([one for one in every if wanted in {None, one.kind}])
        open_ones = sum(one.choice is None for one in every)
        self.left.setText(
            tr("{some} undecided", some=wording.part_of(open_ones, len(every)))
            if every
            else tr("Nothing was found")
        )
        for button in self.buttons.values():
            button.setEnabled(bool(self.table.values))
        if self.table.values and not self.view.selectionModel().hasSelection():
            self.view.selectRow(self._next_open(0))

    def chosen(self) -> list[PersonalValue]:
        """The rows that are selected."""
        rows = self.view.selectionModel().selectedRows()
        return [self.table.values[place] for place in sorted(index.row() for index in rows)]

    def _show_place(self, _new: QItemSelection, _old: QItemSelection) -> None:
        """A task that holds the first of what is chosen."""
        values = self.chosen()
        tasks = self._project.personal.tasks_of(values[0].id) if values else []
        if not tasks:
            self.place.show_text("")
            return
        task = self._project.tasks.get(tasks[0])
        masks = self._project.personal.masks([task.id])[task.id]
        mask = next(m for m in masks if (m.kind, m.number) == (values[0].kind, values[0].number))
        text, start = _around(task, mask.part, mask.start, mask.end)
        self.place.show_text(text, [(start, start + mask.end - mask.start)])

    # --- deciding -----------------------------------------------------------------------------

    def decide(self, choice: PersonalChoice) -> None:
        """Decide on all that is selected, then go to the next that is undecided."""
        values = self.chosen()
        if not values:
            return
        reason = self.reason.text() if choice is PersonalChoice.KEEP else ""
        if choice is PersonalChoice.KEEP and not reason.strip():
            self.notice.say(tr("Say first why it may stay, then keep it."), "warn")
            self.reason.setFocus()
            return
        try:
            self._project.personal.decide(
                [one.id for one in values], choice, self._reviewer, reason
            )
        except KNOWN_ERRORS as error:
            self.notice.say_error(error)
            return
        self.notice.hide()
        last = max(index.row() for index in self.view.selectionModel().selectedRows())
        self.show_values()
        if self.table.values:
            self.view.selectRow(self._next_open(last))
        self.view.setFocus()
        self.decided.emit()

    def _next_open(self, start: int) -> int:
        """The next row that is undecided, or where we are."""
        values = self.table.values
        places = [*range(start, len(values)), *range(min(start, len(values)))]
        here = min(start, len(values) - 1)
        return next((place for place in places if values[place].choice is None), here)

    def look_again(self) -> None:
        """Take the words over and look through everything, in the background."""
        project, words = self._project, self.words.toPlainText()
        self.again.setEnabled(False)
        self._background.run(
            Operation(
                name=tr("Looking for personal data"),
                work=lambda job: (
                    project.personal.set_words(words),
                    look(project, job.is_cancelled),
                ),
                done=self._looked,
                failed=self._say_error,
                ended=self._look_ended,
                owner=project,
            )
        )

    def _look_ended(self) -> None:
        if not self._is_closed:
            self.again.setEnabled(True)

    def _say_error(self, error: Exception) -> None:
        if not self._is_closed:
            self.notice.say_error(error)

    def _close(self) -> None:
        self._is_closed = True

    def _looked(self, _none: object) -> None:
        if self._is_closed:
            return
        self.view.clearSelection()
        self.show_values()
        self.decided.emit()


def _around(task: Task, part: str, start: int, end: int) -> tuple[str, int]:
    """Some of the text around a find, and where the find begins in it."""
    text = task.input if part == "input" else task.output
    first = max(0, start - _AROUND)
    opening = "…" if first else ""
    closing = "…" if end + _AROUND < len(text) else ""
    return f"{opening}{text[first : end + _AROUND]}{closing}", start - first + len(opening)
