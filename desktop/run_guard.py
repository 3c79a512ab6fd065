"""Asks before something that the user wants would stop the run that is under way."""

from collections.abc import Callable

from PySide6.QtCore import QCoreApplication
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QWidget

from desktop.dialogs.stop_run import ConfirmStopRun
from desktop.running import Running


class RunGuard:
    """Every wish to close the project passes through it."""

    def __init__(self, window: QWidget, running: Running) -> None:
        self._window, self._running = window, running

    def allows(self, action: str) -> bool:
        """Whether the project may be closed; asks while a run is under way, with `action` to agree.

        Never at the end of the desktop's session, which waits for no question.
        """
        if not self._running.is_under_way or _is_session_ending():
            return True
        dialog = ConfirmStopRun(self._window, action)
        try:
            return bool(dialog.exec())
        finally:
            dialog.deleteLater()

    def asking(self, action: str, act: Callable[..., object]) -> Callable[..., None]:
        """`act`, done only if the run may stop for it."""

        def asked(*given: object) -> None:
            if self.allows(action):
                act(*given)

        return asked


def _is_session_ending() -> bool:
    application = QCoreApplication.instance()
    return isinstance(application, QGuiApplication) and application.isSavingSession()
