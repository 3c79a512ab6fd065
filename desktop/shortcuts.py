"""Two kinds of keys: those of a whole page, and those of one part of it."""

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QWidget


def page_key(page: QWidget, key: str, act: Callable[[], object]) -> None:
    """A key that works wherever the focus is in the window, while `page` is shown.

    Held down it acts once. A field for text takes its own keys first.
    """
    shortcut = QShortcut(QKeySequence(key), page)
    shortcut.setContext(Qt.ShortcutContext.WindowShortcut)
    shortcut.setAutoRepeat(False)
    shortcut.activated.connect(act)


def local_key(place: QWidget, key: str, act: Callable[[], object]) -> None:
    """A key that works while the focus is in `place`; held down it repeats, as for moving."""
    shortcut = QShortcut(QKeySequence(key), place)
    shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
    shortcut.activated.connect(act)
