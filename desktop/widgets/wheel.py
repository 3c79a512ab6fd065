"""Boxes that the mouse wheel changes only once they were chosen."""

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtWidgets import QWidget


class _Passing(QObject):
    """Leaves the wheel to what is scrolled, unless the box has the focus."""

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Ignored is what goes on to the parent."""
        is_passed = (
            event.type() is QEvent.Type.Wheel
            and isinstance(watched, QWidget)
            and not watched.hasFocus()
        )
        if is_passed:
            event.ignore()
        return is_passed


def let_wheel_pass(box: QWidget) -> None:
    """A box that comes under the pointer while a page is scrolled keeps its value."""
    box.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
    box.installEventFilter(_Passing(box))
