"""What happens when something goes wrong: known errors in place, anything else in one dialog.

Known errors (`engine.errors.KNOWN_ERRORS`) are shown by the page that asked. Everything else is a
bug: it is logged, reported in one dialog, and the application keeps running. Log and report name
types and places in the code, never the message, which may hold a document's text.
"""

import logging
import sys
import threading
from collections.abc import Callable

from PySide6.QtCore import QObject, Qt, Signal

from desktop.language import told
from engine.errors import KNOWN_ERRORS, BonitoError
from engine.processes.redaction import describe

_log = logging.getLogger("bonito.desktop")


def title_of(error: Exception) -> str:
    """The title under which a known error is shown."""
    return str(getattr(error, "title", BonitoError.title))


def said_of(error: Exception) -> str:
    """A known error in a line: its title, and what to do next."""
    return f"{told(title_of(error))}. {told(str(error))}"


class ErrorReporter(QObject):
    """Takes errors from any thread; `show` opens one dialog at a time on the UI thread."""

    known_error_escaped = Signal(object)  # a known error that nobody showed in place
    _arrived = Signal(object)

    def __init__(self, show: Callable[[str], object]) -> None:
        super().__init__()
        self._show = show
        self._is_showing = False
        self._arrived.connect(self._take, Qt.ConnectionType.QueuedConnection)

    def install(self) -> None:
        """Become the door for everything that nobody catches."""
        sys.excepthook = lambda _kind, error, _trace: self.report(error)
        threading.excepthook = lambda args: args.exc_value and self.report(args.exc_value)

    def report(self, error: BaseException) -> None:
        """Log the error and show it soon."""
        if isinstance(error, KeyboardInterrupt):
            return
        _log.error("unexpected: %s", describe(error))
        self._arrived.emit(error)

    def _take(self, error: BaseException) -> None:
        if isinstance(error, KNOWN_ERRORS):
            self.known_error_escaped.emit(error)
        elif not self._is_showing:
            self._is_showing = True
            try:
                self._show(describe(error))
            finally:
                self._is_showing = False
