"""Shows the log of a project, and goes to the task that a decision in it is about."""

from desktop.background import Background, paint_between
from desktop.dialogs.project_log import ProjectLogDialog
from desktop.main_window import REVIEW, MainWindow
from desktop.pages.review import ReviewPage
from desktop.widgets.decision_log import DecisionLog


class ShownLog:
    """Opens it when the window asks for it."""

    def __init__(self, window: MainWindow, review: ReviewPage, background: Background) -> None:
        self._window, self._review, self._background = window, review, background
        window.log_requested.connect(self.show)

    def show(self) -> None:
        """What happened to the project that is open, in a dialog."""
        dialog = self.made()
        if dialog is not None:
            dialog.exec()
            dialog.deleteLater()

    def made(self) -> ProjectLogDialog | None:
        """The dialog, filled; None without a project."""
        project = self._review.project
        if project is None:
            return None
        decisions = DecisionLog(project, self._background)
        decisions.chosen.connect(self._go_to)
        entries = project.log.all()
        paint_between()  # of 2,000 lines and 100,000 decisions, the whole takes a turn of 50 ms
        if self._review.project is not project:  # closed meanwhile
            decisions.deleteLater()
            return None
        return ProjectLogDialog(self._window, entries, decisions)

    def _go_to(self, task_id: int) -> None:
        self._window.go_to(REVIEW)
        self._review.show_one(task_id)
