"""Two kinds of keys: those of a whole page, and those of one part of it."""

from collections.abc import Callable

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QKeyEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import QWidget


def page_key(page: QWidget, key: str, act: Callable[[], object]) -> None:
    """A key that works wherever the focus is in the window, while `page` is shown.

    Held down it acts once. A field for text takes its own keys first.
    """
    shortcut = QShortcut(QKeySequence(key), page)
    shortcut.setContext(Qt.ShortcutContext.WindowShortcut)
    shortcut.setAutoRepeat(False)

    def act_once() -> None:
        held = page.window().findChild(HeldKeys)
        if held is None or not held.is_held:
            act()

    shortcut.activated.connect(act_once)


def local_key(place: QWidget, key: str, act: Callable[[], object]) -> None:
    """A key that works while the focus is in `place`; held down it repeats, as for moving."""
    shortcut = QShortcut(QKeySequence(key), place)
    shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
    shortcut.activated.connect(act)


class HeldKeys(QObject):
    """Knows whether the key of the moment is only held down; watches one window.

    Qt's own flag is not enough under X11, where a key that is held down is released and pressed
    again at the same instant: Qt tells the two apart only if both events have arrived already.
    """

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        self.is_held = False
        self._released = (0, 0)  # the key released last, and when in milliseconds
        window.installEventFilter(self)

    def eventFilter(self, _watched: object, event: QEvent) -> bool:  # pyright: ignore[reportIncompatibleMethodOverride]
        """Compare each press with the release before it; a timestamp of 0 says nothing."""
        if isinstance(event, QKeyEvent):
            now = event.key(), event.timestamp()
            if event.type() is QEvent.Type.KeyRelease:
                self._released = now
            elif event.type() is QEvent.Type.ShortcutOverride:
                is_same = now == self._released and event.timestamp() > 0
                self.is_held = event.isAutoRepeat() or is_same
        return False
