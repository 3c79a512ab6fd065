"""Boxes that arrows open: a closed one never changes what it says by a key alone."""

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QComboBox

_OPENING = {
    Qt.Key.Key_Up, Qt.Key.Key_Down, Qt.Key.Key_PageUp, Qt.Key.Key_PageDown,
    Qt.Key.Key_Home, Qt.Key.Key_End,
}  # fmt: skip


class _Opening(QObject):
    """Shows the list at a key that would change the closed box."""

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """In the list, which is another window, arrows move as ever; Enter or Space chooses."""
        is_opening = (
            event.type() is QEvent.Type.KeyPress
            and isinstance(event, QKeyEvent)
            and isinstance(watched, QComboBox)
            and Qt.Key(event.key()) in _OPENING
        )
        if is_opening and isinstance(watched, QComboBox):
            watched.showPopup()
        return is_opening


def open_with_arrows(box: QComboBox) -> None:
    """As lists to choose from do that act at once: look first, then choose."""
    box.installEventFilter(_Opening(box))
