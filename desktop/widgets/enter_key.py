"""Enter in a line or a box does what that is for; in a dialog it would press the default button."""

from collections.abc import Callable

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QWidget

_KEYS = {Qt.Key.Key_Return, Qt.Key.Key_Enter}


def on_enter(line: QWidget, act: Callable[[], object]) -> None:
    """Enter in `line` does `act` and nothing else."""
    line.installEventFilter(_EnterKey(line, act))


class _EnterKey(QObject):
    def __init__(self, line: QWidget, act: Callable[[], object]) -> None:
        super().__init__(line)
        self._act = act

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Take Enter, pass all else."""
        is_pressed = event.type() is QEvent.Type.KeyPress
        if is_pressed and isinstance(event, QKeyEvent) and Qt.Key(event.key()) in _KEYS:
            self._act()
            return True
        return super().eventFilter(watched, event)
