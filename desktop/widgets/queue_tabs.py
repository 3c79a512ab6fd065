"""The queues of the Review page, each with its count: what waits, what was put off, one's own last.

A queue is a choice of the decision filter that is made often enough to stand in the open.
"""

from collections.abc import Mapping, Sequence
from itertools import islice

from PySide6.QtCore import QSize, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QGridLayout, QPushButton, QSizePolicy, QStyleOptionButton, QWidget

from desktop import wording
from desktop.language import tr, tr_in
from desktop.text import plain_tooltip

ALL, WAITING, SKIPPED, FLAGGED, MINE = "all", "waiting", "skipped", "flagged", "mine"
_CAPTIONS = {
    WAITING: tr("To review"),
    ALL: tr("All"),
    SKIPPED: tr_in("a queue", "Skipped"),
    FLAGGED: tr("Flagged"),
    MINE: tr("My last 20"),
}
_SAID = {
    WAITING: tr("Tasks that nobody accepted, rejected or edited, also those flagged or skipped"),
    ALL: tr("All well-formed tasks"),
    SKIPPED: tr("Tasks that were put off for later"),
    FLAGGED: tr("Tasks that somebody else should look at"),
    MINE: tr("The twenty tasks that you decided last, for a second look"),
}
_PATTERNS = ((2, 3), (2, 2, 1), (1, 1, 1, 1, 1))  # queues a row; the first that fits is taken
_COLUMNS, _GAP = 6, 6


class _Chip(QPushButton):
    """A button whose count changes often: it is laid out anew only when it needs more room."""

    def __init__(self, text: str) -> None:
        super().__init__(text)
        self.said = text

    def show_text(self, said: str) -> bool:
        """Show this, and say whether it needs more room: only then is the page laid out anew."""
        if said == self.said:
            return False
        self.said = said
        is_longer = len(said) > len(self.text())
        if is_longer:
            self.setText(said)
        self.setAccessibleName(said)
        self.update()
        return is_longer

    def initStyleOption(self, option: QStyleOptionButton) -> None:
        """What is painted is what was shown last."""
        super().initStyleOption(option)
        option.text = self.said  # type: ignore[attr-defined]  the stubs lack the fields


class QueueTabs(QWidget):
    """At most one of them is marked: other filters mean no queue."""

    chosen = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self.buttons = {name: self._button(name) for name in _CAPTIONS}
        self._pattern: tuple[int, ...] = ()
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setSpacing(_GAP)
        for column in range(_COLUMNS):
            self._grid.setColumnStretch(column, 1)
        self._arrange()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """See how many fit beside each other."""
        super().resizeEvent(event)
        self._arrange()

    def minimumSizeHint(self) -> QSize:
        """As narrow as the widest queue: `resizeEvent` sees to the rest."""
        widest = max(button.minimumSizeHint().width() for button in self.buttons.values())
        return QSize(widest, super().minimumSizeHint().height())

    def _arrange(self) -> None:
        fitting = (pattern for pattern in _PATTERNS if self._fits(pattern))
        pattern = next(fitting, _PATTERNS[-1])
        if pattern == self._pattern:
            return
        self._pattern = pattern
        for line, buttons in enumerate(self._rows(pattern)):
            span = _COLUMNS // len(buttons)
            for place, button in enumerate(buttons):
                self._grid.addWidget(button, line, place * span, 1, span)

    def _rows(self, pattern: Sequence[int]) -> list[list[QPushButton]]:
        waiting = iter(self.buttons.values())
        return [list(islice(waiting, count)) for count in pattern]

    def _fits(self, pattern: Sequence[int]) -> bool:
        return all(
            len(buttons) * max(one.minimumSizeHint().width() for one in buttons)
            + (len(buttons) - 1) * _GAP
            <= self.width()
            for buttons in self._rows(pattern)
        )

    def _button(self, name: str) -> _Chip:
        button = _Chip(_CAPTIONS[name])
        button.setProperty("role", "chip")
        button.setCheckable(True)
        button.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        button.setAccessibleName(_CAPTIONS[name])
        button.setAccessibleDescription(_SAID[name])
        button.setToolTip(plain_tooltip(_SAID[name]))
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
        grown = [
            self.buttons[name].show_text(f"{_CAPTIONS[name]}  {wording.number(count)}")
            for name, count in counts.items()
        ]
        if any(grown):
            self._arrange()
