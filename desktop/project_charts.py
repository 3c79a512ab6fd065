"""Shows the charts of a project, and goes to what a bar of them counts."""

from desktop import charts
from desktop.dialogs.charts import ChartsDialog
from desktop.language import tr
from desktop.main_window import REVIEW, MainWindow
from desktop.pages.documents import DocumentsPage
from desktop.pages.review import ReviewPage

YIELD, REVIEWED, KEPT, COVERED = tr("Well-formed"), tr("Reviewed"), tr("Accepted"), tr("Covered")
_SAID = {
    YIELD: tr("How many units of each task type came out well-formed."),
    REVIEWED: tr("How many well-formed tasks of each type somebody accepted, rejected or edited."),
    KEPT: tr("Of the tasks that were reviewed, how many were accepted, as they are or edited."),
    COVERED: tr(
        "How much of each document gave tasks that are kept, in characters; the least first."
    ),
}


class ProjectCharts:
    """Everything in them is counted already: they open at once, however large the project is."""

    def __init__(self, window: MainWindow, documents: DocumentsPage, review: ReviewPage) -> None:
        self._window, self._documents, self._review = window, documents, review
        review.charts_requested.connect(self.show)

    def show(self) -> None:
        """Open the charts of the project that is shown."""
        dialog = self.made()
        if dialog is not None:
            dialog.exec()
            dialog.deleteLater()

    def made(self) -> ChartsDialog | None:
        """The dialog, filled; None without a project."""
        project = self._review.project
        if project is None:
            return None
        counts, dialog = project.tasks.counts(), ChartsDialog(self._window)
        dialog.add(YIELD, _SAID[YIELD], charts.yields(counts), "unit")
        dialog.add(REVIEWED, _SAID[REVIEWED], charts.reviewed(counts), "task")
        dialog.add(KEPT, _SAID[KEPT], charts.acceptance(counts), "task")
        covered = charts.coverage(self._documents.table.coverage)
        dialog.add(COVERED, _SAID[COVERED], covered, "character")
        dialog.chosen.connect(self._go_to)
        return dialog

    def _go_to(self, name: str, key: str | int) -> None:
        """What a bar counts, in Review."""
        if name == COVERED:
            name = self._documents.table.coverage[int(key)].name
            self._review.filter.show_document(int(key), name)
        else:
            self._review.filter.show_type(str(key), with_failed=name == YIELD)
        self._review.read()
        self._window.go_to(REVIEW)
