"""The queues of the Review page, each with its count: what waits, what was put off, one's own last.

A queue is a choice of the decision filter that is made often enough to stand in the open.
"""

from collections.abc import Mapping

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QGridLayout, QPushButton, QSizePolicy, QWidget

from desktop import wording

ALL, WAITING, SKIPPED, FLAGGED, MINE = "all", "waiting", "skipped", "flagged", "mine"
_CAPTIONS = {
    WAITING: "To review",
    ALL: "All",
    SKIPPED: "Skipped",
    FLAGGED: "Flagged",
    MINE: "My last 20",
}
_SAID = {
    WAITING: "Tasks that nobody accepted, rejected or edited",
    ALL: "All well-formed tasks",
    SKIPPED: "Tasks that were put off for later",
    FLAGGED: "Tasks that somebody else should look at",
    MINE: "The twenty tasks that you decided last, for a second look",
}
_PLACES = {WAITING: (0, 0, 1, 3), ALL: (0, 3, 1, 3)} | {
    name: (1, 2 * place, 1, 2) for place, name in enumerate((SKIPPED, FLAGGED, MINE))
}


class QueueTabs(QWidget):
    """At most one of them is marked: other filters mean no queue."""

    chosen = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self.buttons = {name: self._button(name) for name in _CAPTIONS}
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setSpacing(6)
        for name, place in _PLACES.items():
            grid.addWidget(self.buttons[name], *place)
        for column in range(6):
            grid.setColumnStretch(column, 1)

    def _button(self, name: str) -> QPushButton:
        button = QPushButton(_CAPTIONS[name])
        button.setProperty("role", "chip")
        button.setCheckable(True)
        button.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        button.setAccessibleName(_CAPTIONS[name])
        button.setAccessibleDescription(_SAID[name])
        button.setToolTip(_SAID[name])
        button.clicked.connect(lambda _is_on: self._choose(name))
        return button

    def _choose(self, name: str) -> None:
        self.mark(name)
        self.chosen.emit(name)

    def mark(self, name: str | None) -> None:
        """Show which queue the filters mean; None means none of them."""
        for one, button in self.buttons.items():
            button.setChecked(one == name)

    def show_counts(self, counts: Mapping[str, int]) -> None:
        """Say of each queue how many tasks are in it."""
        for name, count in counts.items():
            said = f"{_CAPTIONS[name]}  {wording.number(count)}"
            if self.buttons[name].text() != said:  # another text lays the bar out anew
                self.buttons[name].setText(said)
                self.buttons[name].setAccessibleName(said)
