"""The Review page: one task at a time, one key decides, saved first and shown second."""

from collections.abc import Sequence

from PySide6.QtCore import QModelIndex, Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QHeaderView, QPushButton, QSplitter, QStackedWidget, QWidget

from desktop import wording
from desktop.dialogs.keys import KeysDialog
from desktop.pages.page import Page
from desktop.tables import tasks as table
from desktop.text import plain_label
from desktop.widgets.decision_bar import DECISIONS, DecisionBar
from desktop.widgets.empty_state import EmptyState
from desktop.widgets.filter_bar import FilterBar
from desktop.widgets.layout import column, holder
from desktop.widgets.table_view import IconDelegate, TableView, TwoLineDelegate
from desktop.widgets.task_pane import TaskPane
from engine.errors import KNOWN_ERRORS
from engine.records import Decision, Outcome, ProjectStatus, Task, Verdict
from engine.runs.events import TaskAdded
from engine.store import Project

EMPTY, NO_MATCH, TASKS = range(3)


class ReviewPage(Page):
    """The queue, the task, and the keys."""

    decided = Signal()
    generate_requested = Signal()

    def __init__(self, reviewer: str) -> None:
        super().__init__(
            "Review", "Decide with one key. Everything is saved at once and can be undone."
        )
        self._reviewer = reviewer
        self.filter = FilterBar()
        self.table = table.TasksTable()
        self.view = _queue(self.table)
        self.pane = TaskPane()
        self.bar = DecisionBar()
        self._places = QStackedWidget()
        self._places.addWidget(self._nothing_yet())
        self._places.addWidget(self._no_match())
        self._places.addWidget(holder(column(self.pane, self.bar, gap=12)))
        self.reviewed = plain_label("", "muted")
        self.keys = QPushButton("Keys  ?")
        self.keys.setAccessibleName("Show the keys")
        self.keys.clicked.connect(self.show_keys)
        self.buttons.addWidget(self.reviewed)
        self.buttons.addSpacing(10)
        self.buttons.addWidget(self.keys)
        self.body.addWidget(self._splitter(), 1)
        self._connect()
        self._bind_keys()

    def _nothing_yet(self) -> QWidget:
        button = QPushButton("Go to Generate")
        button.setProperty("role", "primary")
        button.setAccessibleName("Go to Generate")
        button.clicked.connect(self.generate_requested)
        said = "Tasks appear here as soon as a run writes them; you need not wait for its end."
        return EmptyState("review", "Nothing to review yet", said, button)

    def _no_match(self) -> QWidget:
        button = QPushButton("Show all well-formed tasks")
        button.setAccessibleName("Show all well-formed tasks")
        button.clicked.connect(self.filter.clear)
        return EmptyState(
            "review", "No task matches", "The filter at the left leaves none.", button
        )

    def _splitter(self) -> QSplitter:
        self._side = holder(column(self.filter, self.view, gap=10))
        self._side.setMinimumWidth(270)
        splitter = QSplitter(Qt.Orientation.Horizontal)
        splitter.setChildrenCollapsible(False)
        splitter.setHandleWidth(14)
        splitter.addWidget(self._side)
        splitter.addWidget(self._places)
        splitter.setStretchFactor(0, 2)
        splitter.setStretchFactor(1, 5)
        splitter.setSizes([340, 900])
        return splitter

    def _connect(self) -> None:
        self.filter.changed.connect(self.read)
        self.view.selectionModel().currentRowChanged.connect(self._show_row)
        self.bar.decided.connect(self.decide)
        self.bar.undo_requested.connect(self.undo)
        self.bar.save_requested.connect(self.save_edit)
        self.bar.cancel_requested.connect(self.cancel_edit)

    def _bind_keys(self) -> None:
        """Single letters: while a text is being written, the text field takes them first."""
        for verdict, _caption, key, _tone in DECISIONS:
            self._key(self, key, lambda wanted=verdict: self.decide(wanted))
        for key, reason in enumerate(wording.REJECT_REASONS, 1):
            self._key(self, str(key), lambda why=reason: self.decide(Verdict.REJECT, why))
        for key, act in (
            ("U", self.undo),
            ("Ctrl+Z", self.undo),
            ("?", self.show_keys),
            ("Ctrl+F", self.filter.search.setFocus),
            ("Ctrl+Return", self.save_edit),
            ("Ctrl+Enter", self.save_edit),
            ("Esc", self.cancel_edit),
        ):
            self._key(self, key, act)
        for place in (self._places, self.view):
            self._key(place, "Left", lambda: self.move(-1))
            self._key(place, "Right", lambda: self.move(1))
        self._key(self._places, "Up", lambda: self.move(-1))
        self._key(self._places, "Down", lambda: self.move(1))

    def _key(self, place: QWidget, key: str, act: object) -> None:
        shortcut = QShortcut(QKeySequence(key), place)
        shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        shortcut.activated.connect(act)

    # --- the queue ----------------------------------------------------------------------------

    def show_project(self, project: Project | None) -> None:
        """Show this project's queue from its beginning."""
        super().show_project(project)
        self.read()

    def refresh(self, status: ProjectStatus) -> None:
        """Show how much is reviewed, and the queue if it was empty until now."""
        well_formed = status.outcomes.get(Outcome.OK, 0)
        seen = well_formed - status.unreviewed
        self.reviewed.setText(f"{wording.number(seen)} of {wording.number(well_formed)} reviewed")
        self.reviewed.setVisible(bool(well_formed))
        if not self.table.rowCount():
            self.read()

    def read(self) -> None:
        """Ask the store for the ids that the filter means; stay at the same task if it is there."""
        self.cancel_edit()
        current = self.task()
        ids = self.project.tasks.ids(self.filter.filter()) if self.project else []
        self.table.show(self.project, ids)
        has_any = bool(ids) or (self.project is not None and bool(self.project.runs.all()))
        self._side.setVisible(has_any)
        self._places.setCurrentIndex(TASKS if ids else NO_MATCH if has_any else EMPTY)
        place = self.table.place_of(current.id) if current else None
        if ids:
            self.view.selectRow(place or 0)
        else:
            self._show_row(QModelIndex())

    def tasks_added(self, events: Sequence[TaskAdded]) -> None:
        """New tasks go to the end of the queue if the filter wants them."""
        wanted = self.filter.filter()
        if wanted.search or wanted.verdicts:
            return  # new tasks have no decision; a search is the store's to judge
        was_empty = not self.table.rowCount()
        self.table.append(
            [
                event.task.id
                for event in events
                if (not wanted.outcomes or event.task.outcome in wanted.outcomes)
                and (not wanted.task_types or event.task.task_type in wanted.task_types)
                and self.table.place_of(event.task.id) is None
            ]
        )
        if was_empty and self.table.rowCount():
            self.read()
        else:
            self._show_position()

    def task(self) -> Task | None:
        """The task that is shown."""
        return self.table.task(self.view.currentIndex().row())

    def move(self, by: int) -> None:  # pyright: ignore[reportIncompatibleMethodOverride]
        """Go to a neighbour in the queue."""
        place = self.view.currentIndex().row() + by
        if 0 <= place < self.table.rowCount():
            self.view.selectRow(place)

    def _show_row(self, _index: QModelIndex) -> None:
        task = self.task()
        self.bar.show_editing(is_editing=False)
        if task is None or self.project is None:
            self.pane.show_nothing()
            self.bar.show_possible(has_task=False, is_well_formed=False)
        else:
            self.pane.show_task(task, self.project.passages.text(task.passage_id))
            self.bar.show_possible(has_task=True, is_well_formed=task.outcome is Outcome.OK)
        self._show_position()

    def _show_position(self) -> None:
        place, total = self.view.currentIndex().row() + 1, self.table.rowCount()
        self.bar.position.setText(f"{wording.number(place)} of {wording.number(total)}")

    # --- deciding -----------------------------------------------------------------------------

    def decide(self, verdict: Verdict, reason: str = "") -> None:
        """Save a decision on the task shown, then go to the next; EDIT begins editing."""
        task = self.task()
        if task is None or self.pane.is_editing:
            return
        is_well_formed = task.outcome is Outcome.OK
        if verdict in {Verdict.ACCEPT, Verdict.EDIT} and not is_well_formed:
            return
        if verdict is Verdict.EDIT:
            self.pane.begin_edit()
            self.bar.show_editing(is_editing=True)
            return
        self._save(Decision(task.id, verdict, reason))

    def save_edit(self) -> None:
        """Save what was written, as an edit that counts as accepted."""
        task = self.task()
        if task is None or not self.pane.is_editing:
            return
        texts = [pane.toPlainText().strip() for pane in (self.pane.input, self.pane.output)]
        if not all(texts):
            self.notice.say(
                "Input and output must both say something; write them, or cancel.", "warn"
            )
            return
        self._save(Decision(task.id, Verdict.EDIT, input=texts[0], output=texts[1]))

    def cancel_edit(self) -> None:
        """Back to what is saved."""
        if self.pane.is_editing:
            self.pane.end_edit()
            self._show_row(self.view.currentIndex())
            self.view.setFocus()

    def undo(self) -> None:
        """Take the newest decision back and show its task."""
        if self.project is None or self.pane.is_editing:
            return
        self.notice.hide()
        task_id = self.project.decisions.undo()
        if task_id is None:
            self.notice.say("There is no decision to take back.")
            return
        place = self.table.refresh(task_id)
        if place is None:
            self.notice.say("Taken back; the filter doesn't show that task.")
        elif place == self.view.currentIndex().row():
            self._show_row(self.view.currentIndex())
        else:
            self.view.selectRow(place)
        self.decided.emit()

    def _save(self, decision: Decision) -> None:
        if self.project is None:
            return
        self.notice.hide()
        try:
            self.project.decisions.add([decision], self._reviewer)
        except KNOWN_ERRORS as error:
            self.notice.say_error(error)
            return
        self.pane.end_edit()
        self.table.refresh(decision.task_id)
        if decision.verdict is Verdict.EDIT:
            self.view.setFocus()
        if self.view.currentIndex().row() + 1 < self.table.rowCount():
            self.move(1)
        else:
            self._show_row(self.view.currentIndex())
        self.decided.emit()

    def show_keys(self) -> None:
        """Show what the keys do."""
        if not self.pane.is_editing:
            KeysDialog(self).exec()


def _queue(model: table.TasksTable) -> TableView:
    view = TableView("Review queue", lines=2)
    view.setModel(model)
    view.setItemDelegateForColumn(table.COL_INPUT, TwoLineDelegate(view))
    view.setItemDelegateForColumn(table.COL_DECISION, IconDelegate(view))
    view.show_only(table.COL_INPUT, table.COL_DECISION)
    view.fit_columns(table.COL_INPUT, {})
    view.horizontalHeader().hide()
    view.horizontalHeader().setSectionResizeMode(table.COL_DECISION, QHeaderView.ResizeMode.Fixed)
    view.setColumnWidth(table.COL_DECISION, 40)
    return view
