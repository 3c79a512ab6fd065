"""The Review page: one task at a time, one key decides, saved first and shown second."""

from collections.abc import Sequence
from contextlib import nullcontext

from PySide6.QtCore import QModelIndex, Qt, Signal
from PySide6.QtWidgets import QPushButton, QSplitter, QStackedWidget

from desktop import wording
from desktop.background import Background
from desktop.changes import Change
from desktop.dialogs.keys import KeysDialog
from desktop.language import plural, tr
from desktop.pages.deciding import DecidingPage
from desktop.shortcuts import local_key, page_key
from desktop.tables.facet_reader import FacetReader
from desktop.tables.task_reader import TaskReader
from desktop.text import FigureLabel, plain_tooltip
from desktop.widgets.audit_strip import AuditStrip
from desktop.widgets.buttons import push_button
from desktop.widgets.conflict_strip import ConflictStrip
from desktop.widgets.decision_bar import DECISIONS
from desktop.widgets.empty_queue import NoMatch, nothing_yet
from desktop.widgets.filter_bar import FAILED, FilterBar
from desktop.widgets.layout import column, holder
from engine.records import Outcome, ProjectStatus, Task, Verdict
from engine.runs.events import TaskAdded
from engine.store import Project

EMPTY, NO_MATCH, TASKS = range(3)


class ReviewPage(DecidingPage):
    """The queue, the task, and the keys."""

    generate_requested = Signal()
    charts_requested = Signal()
    pack_requested = Signal()  # what the filter means, for another reviewer
    agreement_requested = Signal()

    def __init__(self, reviewer: str, background: Background) -> None:
        sentence = tr("Decide with one key. Everything is saved at once and can be undone.")
        super().__init__(tr("Review"), sentence, reviewer)
        self.filter = FilterBar()
        self.filter.reviewer = reviewer
        self.reader = TaskReader(background)
        self.facets = FacetReader(background, self.filter)
        self.audit = AuditStrip(background, self.filter, reviewer)
        self._held: list[TaskAdded] = []  # came while the ids before them were being read
        self._is_new = False  # nothing is shown yet of what is being read
        self._stay_at: int | None = None  # the task to be shown as soon as its id is read
        self._begins = False  # a project was opened: begin at the first task without a decision
        self._places = QStackedWidget()
        self._places.addWidget(nothing_yet(self.generate_requested.emit))
        self.no_match = NoMatch(self.filter.clear, self.filter.forget_words)
        self._places.addWidget(self.no_match)
        self.conflict = ConflictStrip()
        shown = column(self.conflict, gap=12)
        shown.addWidget(self.pane, 1)
        shown.addWidget(self.bar)
        self._places.addWidget(holder(shown))
        self.reviewed = FigureLabel("muted")
        self.keys = QPushButton(tr("Keys  ?"))
        self.keys.setAccessibleName(tr("Show the keys"))
        self.keys.clicked.connect(self.show_keys)
        self.buttons.addWidget(self.reviewed)
        self.buttons.addSpacing(10)
        self.buttons.addWidget(push_button(tr("Charts…"), self.charts_requested))
        self.buttons.addWidget(self.keys)
        self.body.addWidget(self._splitter(), 1)
        self._connect()
        self._bind_keys()

    def _splitter(self) -> QSplitter:
        self._side = holder(column(self.filter, self.audit, self.view, gap=10))
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
        self.reader.arrived.connect(self._take)
        self.reader.failed.connect(self.notice.say_error)
        for part in (self.facets, self.audit):
            part.failed.connect(self.notice.say_error)
        self.decided.connect(self.audit.refresh)
        self.audit.settled.connect(self.read)
        self.audit.settled.connect(self.decided)
        self.pane.group_requested.connect(self.filter.show_group)
        self.filter.search_left.connect(self.view.setFocus)
        self.filter.chosen.connect(self.view.setFocus)
        self.view.selectionModel().currentRowChanged.connect(self._show_row)

    def _bind_keys(self) -> None:
        """Single letters work wherever the focus is, but a field for text takes its own first."""
        for verdict, _caption, key, _tone in DECISIONS:
            page_key(self, key, lambda wanted=verdict: self.decide(wanted))
        for key, reason in enumerate(wording.REJECT_REASONS, 1):
            page_key(self, str(key), lambda why=reason: self.decide(Verdict.REJECT, why))
        for key, act in (
            ("N", self.go_to_undecided),
            ("U", self.undo),
            ("Ctrl+Z", self.undo),
            ("Ctrl+Y", self.redo),
            ("Ctrl+Shift+Z", self.redo),
            ("?", self.show_keys),
            ("Ctrl+F", self.filter.search.setFocus),
            ("Ctrl+Return", self.save_edit),
            ("Ctrl+Enter", self.save_edit),
            ("Esc", self._escape),
        ):
            page_key(self, key, act)
        for place in (self._places, self.view):
            local_key(place, "Left", lambda: self.move(-1))
            local_key(place, "Right", lambda: self.move(1))
        local_key(self._places, "Up", lambda: self.move(-1))
        local_key(self._places, "Down", lambda: self.move(1))

    def arrive(self) -> None:
        """The keys are for the queue, or go on writing what is being edited."""
        (self.pane.output if self.pane.is_editing else self.view).setFocus()

    # --- the queue ----------------------------------------------------------------------------

    def show_project(self, project: Project | None) -> None:
        """Show this project's queue from its beginning."""
        waiting = self.drafts.open(project)
        super().show_project(project)
        self.audit.show_project(project)
        self.facets.show_project(project)
        self._begins = True
        self.begin_session(project)
        self.read()
        if waiting:
            said = plural(
                len(waiting),
                "{n} edit not saved yet: what you wrote waits.",
                "{n} edits not saved yet: what you wrote waits.",
            )
            self.notice.say(said, "info", tr("Show"), lambda: self.show_one(waiting[0]))

    def show_one(self, task_id: int) -> None:
        """Go to a task, in the whole queue if the filter leaves it out."""
        place = self.table.place_of(task_id)
        if place is None:
            self._widen(task_id)
            place = self.table.place_of(task_id)
        if place is not None:
            self.view.go_to(place)
        elif self.reader.is_reading:
            self._stay_at = task_id
        self.arrive()

    def _widen(self, task_id: int) -> None:
        """To all well-formed tasks, or to all that failed, whichever this is one of."""
        self.filter.clear()
        found = self.project.tasks.page([task_id]) if self.project is not None else []
        if found and found[0].outcome is not Outcome.OK:
            self.filter.show_outcomes(FAILED)
            self.read()

    def decide_as(self, reviewer: str) -> None:
        """Under this name from now on."""
        super().decide_as(reviewer)
        self.filter.reviewer = reviewer

    def refresh(self, status: ProjectStatus, change: Change = Change.ALL) -> None:  # noqa: ARG002
        """Show how much is reviewed, and the queue if it was empty until now."""
        well_formed = status.outcomes.get(Outcome.OK, 0)
        seen = well_formed - status.unreviewed
        self.reviewed.show_text(tr("{some} reviewed", some=wording.part_of(seen, well_formed)))
        put_off = wording.number(status.flagged + status.skipped)
        explained = tr(
            "Accepted, edited or rejected; {count} put off: flagged, skipped", count=put_off
        )
        self.reviewed.setToolTip(plain_tooltip(explained))
        self.reviewed.setVisible(bool(well_formed))
        self.show_pace(status.unreviewed)
        self.filter.show_queues(status)
        self.filter.show_conflicts(self.project.packets.count_at_odds() if self.project else 0)
        if not self.table.rowCount() and not self.reader.is_reading:
            self.read()

    def read(self) -> None:
        """Ask the store for the ids that the filter means; stay at the same task if it is there.

        An edit of that task goes on; of another one, what is written is kept as a draft.
        """
        current = None if self.filter.has_another_order() else self.task()
        self._held.clear()
        self._is_new, self._stay_at = True, current.id if current else None
        if self.project is None:
            self.reader.stop()
            self._show_ids([])
        else:
            self.reader.read(self.project, self.filter.filter())

    def _take(self, ids: list[int], is_last: bool) -> None:  # noqa: FBT001 - a signal's
        """Ids have been read; the queue before stays until there is something to show, or all.

        The rows are read while the next ids are: alone, so that this waits for them once.
        """
        with self.project.alone() if self.project else nullcontext():
            self._take_in(ids, is_last=is_last)

    def _take_in(self, ids: list[int], *, is_last: bool) -> None:
        if self._is_new and (ids or is_last):
            self._show_ids(ids)
        elif ids:
            self.table.append(ids)
        if self._stay_at is not None and not self._is_new:
            self._find_again(is_last=is_last)
        if is_last:
            held, self._held = self._held, []
            self.tasks_added(held)
        self._show_position()

    def _show_ids(self, ids: list[int]) -> None:
        self._is_new = False
        self.table.show(self.project, ids)
        has_any = bool(ids) or (self.project is not None and bool(self.project.runs.all()))
        self._side.setVisible(has_any)
        self._places.setCurrentIndex(TASKS if ids else NO_MATCH if has_any else EMPTY)
        if not ids:
            self.no_match.explain(self.filter.filter())
            self._stay_at = None
            self._show_row(QModelIndex())
        elif self._stay_at is None:
            self.view.go_to(self._beginning())

    def _beginning(self) -> int:
        place = self.table.next_undecided(-1) if self._begins else None
        self._begins = False
        return place or 0

    def _find_again(self, *, is_last: bool) -> None:
        """Show the task that was shown before, once it is known where or that it isn't there."""
        wanted = self._stay_at
        place = self.table.place_of(wanted) if wanted is not None else None
        if place is None and not is_last and wanted is not None and wanted > self.table.last_id:
            return
        self._stay_at = None
        self.view.go_to(place or 0)

    def tasks_added(self, events: Sequence[TaskAdded]) -> None:
        """New tasks go to the end of the queue if the filter wants them."""
        wanted = self.filter.filter()
        if wanted.reads_tasks or wanted.verdicts:
            return  # new tasks have no decision; what is in them is the store's to judge
        if self.reader.is_reading:
            self._held += events  # they come after what is still being read
            return
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

    def _show_row(self, _index: QModelIndex) -> None:
        self.notice.let_go()
        task = self.task()
        if task is not None and self.pane.is_editing and task.id == self.drafts.task_id:
            self._show_position()
            return
        self.drafts.end()
        self.bar.show_editing(is_editing=False)
        if task is None or self.project is None:
            self.pane.show_nothing()
            self.conflict.show_opinions(())
            self.bar.show_possible(can_be_accepted=False, can_be_edited=False, has_task=False)
        else:
            self.conflict.show_opinions(self.project.packets.at_odds(task.id))
            self.pane.show_task(task, self.project.passages.read(task.passage_id))
            self.bar.show_possible(
                can_be_accepted=task.outcome is Outcome.OK, can_be_edited=task.can_be_edited
            )
            self._show_draft(self.project, task)
        self._show_position()

    def _show_draft(self, project: Project, task: Task) -> None:
        draft = self.drafts.of(project, task)
        if draft is not None:
            self.pane.show_draft(draft.input, draft.output)
            self.drafts.begin(project, task, draft, self.pane.own_texts)
            self.bar.show_editing(is_editing=True)

    def _escape(self) -> None:
        if self.filter.is_open:
            self.filter.close_more()
        else:
            super()._escape()

    def _show_position(self) -> None:
        place, total = self.view.currentIndex().row() + 1, self.table.rowCount()
        self.bar.position.show_text(wording.part_of(place, total))

    def show_keys(self) -> None:
        """Show what the keys do."""
        if not self.pane.is_editing:
            KeysDialog(self).exec()
