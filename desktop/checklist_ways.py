"""Where the lines of the Export page's checklist lead, and the last results of a run."""

from desktop.main_window import DOCUMENTS, REVIEW, MainWindow
from desktop.pages.documents import DocumentsPage
from desktop.pages.review import ReviewPage
from desktop.widgets.filter_bar import FAILED
from engine.records import Outcome, Verdict


class ChecklistWays:
    """Shows, for the name of a point, what it counts, where it can be mended."""

    def __init__(self, window: MainWindow, documents: DocumentsPage, review: ReviewPage) -> None:
        self._window, self._documents, self._review = window, documents, review

    def lead(self, name: str) -> None:
        """Go where the point of this name can be settled."""
        if name == "rights":
            self._window.go_to(DOCUMENTS)
            self._documents.note_rights()
            return
        self._narrow(name)
        self._review.read()
        self._window.go_to(REVIEW)
        if name == "bound":
            self._offer_sample()

    def show_task(self, task_id: int) -> None:
        """One task or failed unit, among its like."""
        self._window.go_to(REVIEW)
        self._review.show_one(task_id)

    def _offer_sample(self) -> None:
        """Where a sample of all tasks is drawn; how large it is, the user says."""
        if not self._review.filter.is_open:
            self._review.filter.fold.click()  # its card holds it
        self._review.audit.draw.setFocus()

    def _narrow(self, name: str) -> None:
        shown = self._review.filter
        if name == "failed":
            shown.show_outcomes(FAILED)
        elif name == "near":
            shown.show_near()
        elif name in {"label", "flagged"}:
            shown.show_decided(Verdict.EDIT if name == "label" else Verdict.FLAG)
        else:
            shown.show_outcomes((Outcome.OK,))
            if name != "bound":
                shown.show_unreviewed()
