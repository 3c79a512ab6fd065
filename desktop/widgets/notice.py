"""A sentence shown in place: what happened and what to do next, with what can be done about it."""

from collections.abc import Callable

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QPushButton

from desktop.announce import announce
from desktop.errors import said_of
from desktop.language import tr
from desktop.text import plain_label, set_role
from desktop.widgets.glyph import Glyph

GOOD_NEWS_MILLISECONDS = 12_000  # what asks for nothing goes by itself; bad news stays
_ICONS = {"info": "info", "warn": "warning", "bad": "warning", "good": "check"}
_COLOURS = {"info": "accent", "warn": "warn", "bad": "bad", "good": "good"}


class Notice(QFrame):
    """Hidden until something is to be said; it can be closed by the user."""

    said = Signal(object)  # itself: it says something new

    def __init__(self, *, can_close: bool = True) -> None:
        super().__init__()
        self.setProperty("role", "notice")  # of the buttons in it too, from the beginning
        self._glyph = Glyph("info", 18, "accent")
        self._label = plain_label("", wraps=True)
        self._label.setAccessibleName(tr("Message"))
        self._label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self._action = QPushButton()
        self._action.setAccessibleName(tr("Do what the message proposes"))
        self._more = QPushButton()
        self._more.setAccessibleName(tr("Say more of it"))
        self._more.clicked.connect(lambda _is_on: self._show_more())
        self._close = QPushButton(tr("Close"))
        self._close.setProperty("role", "quiet")
        self._close.setAccessibleName(tr("Close this message"))
        self._close.clicked.connect(self.hide)
        self._close.setVisible(can_close)
        self._leaving = QTimer(self, singleShot=True, interval=GOOD_NEWS_MILLISECONDS)
        self._leaving.timeout.connect(self.hide)
        self._act: Callable[[], None] | None = None
        self._tell_more: Callable[[], None] | None = None
        self._action.clicked.connect(self._do)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(14, 4, 6, 4)
        layout.setSpacing(11)
        layout.addWidget(self._glyph)
        layout.addWidget(self._label, 1)
        layout.addWidget(self._more)
        layout.addWidget(self._action)
        layout.addWidget(self._close)
        self.hide()

    @property
    def text(self) -> str:
        """What it says now; empty while hidden."""
        return "" if self.isHidden() else self._label.text()

    def say(
        self,
        text: str,
        kind: str = "info",
        action: str = "",
        act: Callable[[], None] | None = None,
    ) -> None:
        """Show a sentence of a kind (info, good, warn, bad) and, if named, a button."""
        self._label.setText(text)
        self._label.setAccessibleName(text)
        self.setAccessibleName(text)
        self._glyph.show_icon(_ICONS[kind], _COLOURS[kind])
        self.setProperty("tone", kind)
        set_role(self, "notice")
        announce(self, text, is_urgent=kind in {"warn", "bad"})
        if kind == "good" and not action:
            self._leaving.start()
        else:
            self._leaving.stop()
        self._act = act
        self._action.setText(action)
        self._action.setAccessibleName(action)
        self._action.setVisible(bool(action))
        self._more.hide()
        self.show()
        self.said.emit(self)

    def offer_more(self, caption: str, act: Callable[[], None]) -> None:
        """A second button, which leaves the message where it is."""
        self._tell_more = act
        self._more.setText(caption)
        self._more.setAccessibleName(caption)
        self._more.show()

    def go_on(self, text: str) -> None:
        """Say how far that is, without another announcement."""
        self._label.setText(text)
        self._label.setAccessibleName(text)

    def take_focus(self) -> None:
        """The next key is for what the message proposes."""
        (self._close if self._action.isHidden() else self._action).setFocus()

    def let_go(self) -> None:
        """What it was said about is no longer shown: what asks for nothing goes at once."""
        if self.property("tone") in {"info", "good"} and self._action.isHidden():
            self.hide()

    def say_error(self, error: Exception) -> None:
        """Show a known error."""
        self.say(said_of(error), "bad")

    def _show_more(self) -> None:
        if self._tell_more:
            self._tell_more()

    def _do(self) -> None:
        self.hide()
        if self._act:
            self._act()
