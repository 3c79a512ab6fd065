"""A few tasks as cards, to be read like index cards: what was asked, what was answered, how."""

from collections.abc import Sequence

from PySide6.QtCore import QSize
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QGridLayout, QSizePolicy, QWidget

from desktop import wording
from desktop.tables.tasks import headline
from desktop.text import one_line, plain_label, set_role
from desktop.widgets.layout import card, row
from engine.records import Outcome, Task
from engine.tasks.types import task_type

MOST = 24
_WIDE = 330  # pixels of a card at least
_GAP = 10
_LONGEST = 180  # characters of a text on a card


class ResultCards(QWidget):
    """As many cards beside each other as there is room for."""

    def __init__(self) -> None:
        super().__init__()
        self.cards: list[QWidget] = []
        self._columns = 1
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 6, 0)
        self._grid.setSpacing(_GAP)

    def show_tasks(self, tasks: Sequence[Task]) -> None:
        """Show these, in this order."""
        for one in self.cards:
            self._grid.removeWidget(one)
            one.deleteLater()
        self.cards = [_card(task) for task in tasks[:MOST]]
        self._arrange()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """See how many fit beside each other."""
        super().resizeEvent(event)
        columns = max(1, (self.width() + _GAP) // (_WIDE + _GAP))
        if columns != self._columns:
            self._columns = columns
            self._arrange()

    def minimumSizeHint(self) -> QSize:
        """One column of cards: `resizeEvent` sees to the rest."""
        return QSize(200, super().minimumSizeHint().height())

    def _arrange(self) -> None:
        for place, one in enumerate(self.cards):
            self._grid.addWidget(one, place // self._columns, place % self._columns)
        for number in range(self._grid.columnCount()):
            self._grid.setColumnStretch(number, 1 if number < self._columns else 0)
        rows = -(-len(self.cards) // self._columns)
        for number in range(self._grid.rowCount()):
            self._grid.setRowStretch(number, 0)
        self._grid.setRowStretch(rows, 1)


def _card(task: Task) -> QWidget:
    is_good = task.outcome is Outcome.OK
    kind = plain_label(wording.title(task_type(task.task_type).name), "field")
    outcome = plain_label(wording.OUTCOME[task.outcome], "good" if is_good else "weak")
    asked = plain_label(one_line(headline(task), _LONGEST), wraps=True)
    answer = one_line(task.output if is_good else wording.OUTCOME_REASON[task.outcome], _LONGEST)
    said = plain_label(answer, "answer" if is_good else "small", wraps=True)
    made = card(row(kind, None, outcome), asked, said, None, gap=4, margin=12)
    set_role(made, "card")
    made.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Minimum)
    return made
