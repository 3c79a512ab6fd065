"""Narrows the review queue: by outcome, type, decision and words, each in the store's query."""

from collections.abc import Mapping, Sequence

from PySide6.QtCore import QSignalBlocker, QTimer, Signal
from PySide6.QtGui import QHideEvent
from PySide6.QtWidgets import QComboBox, QLineEdit, QWidget

from desktop import wording
from desktop.language import told, tr
from desktop.places import Chosen
from desktop.text import plain_label
from desktop.widgets.buttons import push_button
from desktop.widgets.combos import choose_again, chosen_in, combo, show_counts
from desktop.widgets.layout import column, row
from desktop.widgets.more_button import MoreButton
from desktop.widgets.more_filters import MoreFilters, total
from desktop.widgets.opening_keys import open_with_arrows
from desktop.widgets.queue_tabs import ALL, FLAGGED, MINE, SKIPPED, WAITING, QueueTabs
from engine.records import (
    REVIEWED,
    Facets,
    Near,
    Outcome,
    ProjectStatus,
    TaskFilter,
    Verdict,
)
from engine.tasks.types import TASK_TYPES

TYPING_MILLISECONDS = 200  # a query for each letter would stutter
_HABITS_SHOWN = 2
_RESTING = tr("A sample is read whole: filters and search rest until you leave it.")
_QUEUE_ENTRIES = {
    ALL: tr("Any decision"),
    WAITING: tr("Not reviewed"),
    SKIPPED: wording.VERDICT[Verdict.SKIP],
    FLAGGED: wording.VERDICT[Verdict.FLAG],
}
FAILED = tuple(outcome for outcome in Outcome if outcome is not Outcome.OK)


class FilterBar(QWidget):
    """Tells when the filter changes; starts with what can be used."""

    changed = Signal()
    opened = Signal()  # the further filters, which want counts; or closed
    search_left = Signal()  # Return was pressed: the keys are for the queue again
    chosen = Signal()  # an entry of a box, or the further filters are done: likewise

    def __init__(self) -> None:
        super().__init__()
        self._build_choices()
        self._build()

    def _build_choices(self) -> None:
        self.outcome = combo(
            tr("Outcome"), [(tr("Well-formed"), (Outcome.OK,)), (tr("Failed units"), FAILED)]
        )
        self.outcome.addItem(tr("Everything"), ())
        for outcome in FAILED:
            self.outcome.addItem(wording.OUTCOME[outcome], (outcome,))
        self.type = combo(tr("Task type"), [(tr("All types"), ())])
        for kind in TASK_TYPES:
            self.type.addItem(wording.title(kind.name), (kind.short,))
        self.decision = combo(
            tr("Decision"), [(tr("Any decision"), ()), (tr("Not reviewed"), None)]
        )
        for verdict in Verdict:
            self.decision.addItem(wording.VERDICT[verdict], (verdict,))

    def _build(self) -> None:
        self.reviewer = ""  # whose last decisions “My last 20” means
        self.queues = QueueTabs()
        self.queues.chosen.connect(self._choose_queue)
        self._is_mine = False  # only what the reviewer decided last is shown
        self._order = False
        self._audit_id: int | None = None  # only the sample of this audit is shown
        self.near_task: int | None = None  # only what says nearly the same as this task is shown
        self.at_odds = push_button("", self.toggle_conflicts, "chip")
        self.at_odds.setCheckable(True)
        self.at_odds.hide()
        self.leave_group = push_button(tr("Back to the whole queue"), self._leave_group, "quiet")
        self.leave_group.hide()
        self.resting = plain_label("", "small", wraps=True)
        self.resting.hide()
        self.habits = plain_label("", "weak", wraps=True)
        self.habits.hide()
        self.order = combo(
            tr("Order"), [(tr("As written"), False), (tr("Most doubtful first"), True)]
        )
        self.more = MoreFilters()
        self.more.hide()
        self.more.changed.connect(self.changed)
        self.more.closed.connect(self.close_more)
        self.more.left.connect(self._put_away)
        self.changed.connect(self._say_fold)
        self.fold = MoreButton()
        self.fold.clicked.connect(self._toggle)
        self._build_search()
        self._lay_out()

    def _build_search(self) -> None:
        self.search = QLineEdit()
        self._typing = QTimer(self, singleShot=True, interval=TYPING_MILLISECONDS)
        self.search.setPlaceholderText(tr("Search words"))
        self.search.setAccessibleName(tr("Search in tasks"))
        self.search.setClearButtonEnabled(True)
        self._typing.timeout.connect(self.changed)
        self.search.textChanged.connect(lambda _text: self._typing.start())
        self.search.returnPressed.connect(self._search_now)
        self.search.returnPressed.connect(self.search_left)

    def _lay_out(self) -> None:
        boxes, line = row(gap=8), row(gap=8)
        for layout, *parts in ((boxes, self.outcome, self.decision), (line, self.order)):
            for part in parts:
                layout.addWidget(part, 1)
        line.addWidget(self.fold)
        rows = (self.search, self.queues, self.at_odds, self.type, boxes, line)
        said = (self.leave_group, self.resting, self.habits)
        self.setLayout(column(*rows, *said, gap=8))
        for box in self._boxes:
            box.activated.connect(lambda _place: self._narrowed())
            box.activated.connect(lambda _place: self.chosen.emit())
            open_with_arrows(box)
        self.mark_queue()

    @property
    def _boxes(self) -> tuple[QComboBox, ...]:
        return self.outcome, self.type, self.decision, self.order

    @property
    def is_open(self) -> bool:
        """The further filters are shown in their card, and so are the counts."""
        return not self.more.isHidden()

    def filter(self) -> TaskFilter:
        """What is wanted now."""
        verdicts = self.decision.currentData()
        narrow = TaskFilter(
            task_types=self.type.currentData(),
            outcomes=self.outcome.currentData(),
            verdicts=verdicts or (),
            unreviewed_only=verdicts is None,
            search=self.search.text().strip(),
            doubtful_first=self.order.currentData(),
        )
        if self._audit_id is not None:  # a sample is read whole, whatever was decided in it
            return TaskFilter(audit_id=self._audit_id, doubtful_first=narrow.doubtful_first)
        if self.at_odds.isChecked():
            return TaskFilter(at_odds=True)
        if self._is_mine:
            return TaskFilter(latest_of=self.reviewer)
        if self.near_task is not None:
            return TaskFilter(near_task=self.near_task, outcomes=(Outcome.OK,))
        return self.more.narrowed(narrow)

    def _narrowed(self) -> None:
        """A filter was changed by hand: it is no more about one's own last decisions."""
        self._is_mine = False
        self.at_odds.setChecked(False)
        self.mark_queue()
        self.changed.emit()

    def _choose_queue(self, name: str) -> None:
        self._is_mine = name == MINE
        self.at_odds.setChecked(False)
        if name != MINE:
            self.decision.setCurrentIndex(self.decision.findText(_QUEUE_ENTRIES[name]))
            self.outcome.setCurrentIndex(0)
        if self._audit_id is None:
            self.changed.emit()
        self.mark_queue()
        self.chosen.emit()

    def show_queues(self, status: ProjectStatus) -> None:
        """Say how many well-formed tasks are in each queue."""
        self.queues.show_counts(
            {
                ALL: status.outcomes.get(Outcome.OK, 0),
                WAITING: status.unreviewed,
                SKIPPED: status.skipped,
                FLAGGED: status.flagged,
            }
        )

    def show_conflicts(self, tasks: int) -> None:
        """Offer the queue of tasks that people decided differently, while there are any."""
        said = wording.counted(tasks, "task")
        self.at_odds.setText(tr("Decided differently: {tasks}", tasks=said))
        self.at_odds.setAccessibleName(self.at_odds.text())
        self.at_odds.setVisible(tasks > 0 or self.at_odds.isChecked())

    def choose_conflicts(self) -> None:
        """Show that queue alone; the caller reads."""
        self._is_mine, self.near_task = False, None
        self.leave_group.hide()
        self.at_odds.setChecked(True)
        self.mark_queue()

    def toggle_conflicts(self) -> None:
        """Show that queue, or what the filters mean again."""
        if self.at_odds.isChecked():
            self.choose_conflicts()
        self.mark_queue()
        self.changed.emit()

    def mark_queue(self) -> None:
        """Show which queue the filters mean."""
        if self.at_odds.isChecked():
            self.queues.mark(None)
            return
        if self._is_mine:
            self.queues.mark(MINE)
            return
        is_plain = self._audit_id is None and self.near_task is None
        is_plain = is_plain and self.outcome.currentIndex() == 0
        queues = {self.decision.findText(_QUEUE_ENTRIES[name]): name for name in _QUEUE_ENTRIES}
        self.queues.mark(queues.get(self.decision.currentIndex()) if is_plain else None)

    def show_sample(self, audit_id: int | None) -> None:
        """Show the sample of this audit alone; None leaves it to the filters again."""
        is_read = audit_id is not None
        if is_read != (self._audit_id is not None):
            self._make_room(is_read=is_read)
        self._audit_id = audit_id
        for part in (self.search, self.type, self.outcome, self.decision, self.more):
            part.setEnabled(not is_read)
        self.resting.setText(_RESTING)
        self.resting.setVisible(audit_id is not None)
        self.queues.setEnabled(audit_id is None)
        self.mark_queue()

    def _make_room(self, *, is_read: bool) -> None:
        """What rests while a sample is read makes room for what the sample says."""
        parts = (self.search, self.queues, self.type, self.outcome, self.decision, self.fold)
        for part in parts:
            part.setVisible(not is_read)
        if is_read and self.is_open:
            self._put_away()

    def show_habits(self, sentences: Sequence[str]) -> None:
        """Warn of what a model says over and over."""
        shown = [
            tr("Habit: {sentence}", sentence=told(sentence))
            for sentence in sentences[:_HABITS_SHOWN]
        ]
        if more := len(sentences) - len(shown):
            shown.append(tr("And {habits} more.", habits=wording.counted(more, "habit")))
        self.habits.setText("\n".join(shown))
        self.habits.setVisible(bool(shown))

    def has_another_order(self) -> bool:
        """Another one than when this was asked last: then the queue begins anew."""
        before, self._order = self._order, self.order.currentData()
        return before != self._order

    def show_facets(self, facets: Facets) -> None:
        """Say of each entry how many tasks it would leave."""
        waiting = sum(n for verdict, n in facets.verdicts.items() if verdict not in REVIEWED)
        show_counts(self.type, lambda value: total(facets.task_types, value))
        show_counts(self.outcome, lambda value: total(facets.outcomes, value))
        show_counts(
            self.decision,
            lambda value: waiting if value is None else total(facets.verdicts, value),
        )
        self.more.show_facets(facets)

    def _toggle(self) -> None:
        if self.is_open:
            self.close_more()
        else:
            self.more.open_beside(self)
            self.opened.emit()

    def close_more(self) -> None:
        """Put the further filters away: they narrow as before, and the button says how many."""
        if self.is_open:
            self._put_away()
            self.chosen.emit()

    def _put_away(self) -> None:
        self.more.hide()
        for box in (self.type, self.outcome, self.decision):
            show_counts(box, None)
        self.opened.emit()

    def hideEvent(self, event: QHideEvent) -> None:
        """Another page is shown: the card does not stay over it."""
        super().hideEvent(event)
        if self.is_open:
            self._put_away()

    def _say_fold(self) -> None:
        self.fold.show_count(self.more.narrowing)

    def choices(self) -> dict[str, Chosen]:
        """What the boxes say, by their names; words searched for are not remembered."""
        boxes = (*self._boxes, *self.more.boxes)
        found = {box.accessibleName(): chosen_in(box) for box in boxes}
        return {name: one for name, one in found.items() if one is not None}

    def restore(self, choices: Mapping[str, Chosen]) -> None:
        """Choose what was remembered, and nothing else; who shows the queue reads it then."""
        for box in self._boxes:
            choose_again(box, choices.get(box.accessibleName()))
        for box in self.more.boxes:
            is_found_later = box in {self.more.document, self.more.language}
            choose_again(box, choices.get(box.accessibleName()), may_add=is_found_later)
        self._say_fold()
        self.near_task, self._is_mine = None, False
        self.at_odds.setChecked(False)
        self.leave_group.hide()
        with QSignalBlocker(self.search):
            self.search.clear()
        self.mark_queue()

    def show_outcomes(self, outcomes: tuple[Outcome, ...]) -> None:
        """Choose an outcome's entry, for a page that sends its user here."""
        for place in range(self.outcome.count()):
            if self.outcome.itemData(place) == outcomes:
                self.outcome.setCurrentIndex(place)
        self._is_mine = False
        self.mark_queue()

    def show_type(self, short: str, *, with_failed: bool = True) -> None:
        """Choose one task type alone, with its failed units or without; the caller reads."""
        with QSignalBlocker(self):
            self.clear()
        self._choose(self.type, (short,))
        self._choose(self.outcome, () if with_failed else (Outcome.OK,))
        self.mark_queue()

    def show_document(self, document_id: int, name: str) -> None:
        """Choose the tasks of one document alone; the caller reads."""
        with QSignalBlocker(self):
            self.clear()
        choose_again(self.more.document, Chosen(name, f"[{document_id}]"), may_add=True)
        self._say_fold()
        self.mark_queue()

    @staticmethod
    def _choose(box: QComboBox, wanted: object) -> None:
        for place in range(box.count()):
            if box.itemData(place) == wanted:
                box.setCurrentIndex(place)

    def show_group(self, task_id: int) -> None:
        """Only what says nearly the same as this task; again, and the whole queue is back."""
        self.near_task = task_id if self.near_task is None else None
        self.leave_group.setVisible(self.near_task is not None)
        self._is_mine = False
        self.mark_queue()
        self.changed.emit()

    def _leave_group(self) -> None:
        if self.near_task is not None:
            self.show_group(self.near_task)

    def show_near(self) -> None:
        """Choose the tasks that have near-duplicates, for a page that sends its user here."""
        self.more.near.setCurrentIndex(self.more.near.findData(Near.WITH))
        self._say_fold()

    def show_unreviewed(self) -> None:
        """Choose the tasks that nobody has reviewed."""
        self._is_mine = False
        self.decision.setCurrentIndex(1)
        self.mark_queue()

    def show_decided(self, verdict: Verdict) -> None:
        """Choose the well-formed tasks of one decision; the caller reads."""
        self.clear()
        self._choose(self.decision, (verdict,))
        self.mark_queue()

    def clear(self) -> None:
        """Back to all well-formed tasks."""
        for box in (self.outcome, self.type, self.decision):
            box.setCurrentIndex(0)
        self.more.clear()
        self.near_task, self._is_mine = None, False
        self.at_odds.setChecked(False)
        self.leave_group.hide()
        self.mark_queue()
        self.forget_words()

    def forget_words(self) -> None:
        """Search for nothing any more; the other filters stay."""
        self.search.clear()
        self._search_now()

    def _search_now(self) -> None:
        self._typing.stop()
        self.changed.emit()
