"""Keeps the focus on the page: where what had it rests or goes, Qt takes whatever comes next.

The next one in the order of Tab serves another purpose, at the end of a page the strip's “Offline”.
A page that puts the focus somewhere itself, in the same turn of the event loop, is left alone.
"""

import shiboken6
from PySide6.QtCore import QObject, QTimer
from PySide6.QtWidgets import QApplication, QWidget

from desktop.main_window import MainWindow
from desktop.pages.page import Page
from desktop.pages.start import StartPage


class FocusKeeper(QObject):
    """Looks at each change of the focus inside the window."""

    def __init__(self, application: QApplication, window: MainWindow) -> None:
        super().__init__(window)
        self._window = window
        self._fled: QWidget | None = None  # where the focus has gone by itself
        self._turn = QTimer(self, singleShot=True, interval=0)
        self._turn.timeout.connect(self._bring_back)
        application.focusChanged.connect(self._look)

    def _look(self, old: QWidget | None, new: QWidget | None) -> None:
        """Nobody chose the next one if the last can't have the focus any more."""
        if old is None or not shiboken6.isValid(old) or old.window() is not self._window:
            return
        if not (old.isVisible() and old.isEnabled()):
            self._fled = new
            self._turn.start()

    def _bring_back(self) -> None:
        fled, self._fled = self._fled, None
        if not self._window.isVisible() or self._window.focusWidget() is not fled:
            return
        page = self._window.pages.currentWidget()
        if isinstance(page, Page | StartPage):
            page.setFocus()  # where the page puts it nowhere, it rests on the page itself
            page.arrive()
