"""Narrows the review queue: by outcome, type, decision and words, each in the store's query."""

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QComboBox, QLineEdit, QVBoxLayout, QWidget

from desktop import wording
from desktop.widgets.layout import row
from engine.records import Outcome, TaskFilter, Verdict
from engine.tasks.types import TASK_TYPES

TYPING_MILLISECONDS = 200  # a query for each letter would stutter
FAILED = tuple(outcome for outcome in Outcome if outcome is not Outcome.OK)


class FilterBar(QWidget):
    """Tells when the filter changes; starts with what can be used."""

    changed = Signal()
    search_left = Signal()  # Return was pressed: the keys are for the queue again

    def __init__(self) -> None:
        super().__init__()
        self.outcome = _combo(
            "Outcome", [("Well-formed tasks", (Outcome.OK,)), ("Failed units", FAILED)]
        )
        self.outcome.addItem("Everything", ())
        for outcome in FAILED:
            self.outcome.addItem(wording.OUTCOME[outcome], (outcome,))
        self.type = _combo("Task type", [("All types", ())])
        for kind in TASK_TYPES:
            self.type.addItem(wording.title(kind.name), (kind.short,))
        self.decision = _combo("Decision", [("Any decision", ()), ("Not reviewed", None)])
        for verdict in Verdict:
            self.decision.addItem(wording.VERDICT[verdict], (verdict,))
        self.search = QLineEdit()
        self.search.setPlaceholderText("Search words")
        self.search.setAccessibleName("Search in tasks")
        self.search.setClearButtonEnabled(True)
        self._typing = QTimer(self, singleShot=True, interval=TYPING_MILLISECONDS)
        self._typing.timeout.connect(self.changed)
        self.search.textChanged.connect(lambda _text: self._typing.start())
        self.search.returnPressed.connect(self._search_now)
        self.search.returnPressed.connect(self.search_left)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(8)
        layout.addWidget(self.search)
        boxes = row(gap=8)
        boxes.addWidget(self.outcome, 1)
        boxes.addWidget(self.decision, 1)
        for combo in (self.outcome, self.type, self.decision):
            combo.activated.connect(lambda _place: self.changed.emit())
        layout.addWidget(self.type)
        layout.addLayout(boxes)

    def filter(self) -> TaskFilter:
        """What is wanted now."""
        verdicts = self.decision.currentData()
        return TaskFilter(
            task_types=self.type.currentData(),
            outcomes=self.outcome.currentData(),
            verdicts=verdicts or (),
            unreviewed_only=verdicts is None,
            search=self.search.text().strip(),
        )

    def show_outcomes(self, outcomes: tuple[Outcome, ...]) -> None:
        """Choose an outcome's entry, for a page that sends its user here."""
        for place in range(self.outcome.count()):
            if self.outcome.itemData(place) == outcomes:
                self.outcome.setCurrentIndex(place)

    def show_unreviewed(self) -> None:
        """Choose the tasks that nobody has reviewed."""
        self.decision.setCurrentIndex(1)

    def clear(self) -> None:
        """Back to all well-formed tasks."""
        for combo in (self.outcome, self.type, self.decision):
            combo.setCurrentIndex(0)
        self.search.clear()
        self._search_now()

    def _search_now(self) -> None:
        self._typing.stop()
        self.changed.emit()


def _combo(name: str, entries: list[tuple[str, object]]) -> QComboBox:
    combo = QComboBox()
    combo.setAccessibleName(name)
    combo.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
    combo.setMinimumContentsLength(6)
    combo.view().setMinimumWidth(230)
    for text, value in entries:
        combo.addItem(text, value)
    return combo
