"""Shows the charts of a project, and goes to what a bar of them counts."""

from desktop import charts, column_charts
from desktop.background import Background, Operation
from desktop.dialogs.charts import ChartsDialog
from desktop.language import plural, tr
from desktop.main_window import REVIEW, MainWindow
from desktop.pages.documents import DocumentsPage
from desktop.pages.review import ReviewPage
from engine.records import Measures
from engine.store import Project

YIELD, REVIEWED, KEPT, COVERED = tr("Well-formed"), tr("Reviewed"), tr("Accepted"), tr("Covered")
OVER_TIME, THROUGHPUT = tr("Accepted over time"), tr("Pace of the run")
PASSAGES, QUESTIONS, ANSWERS = (
    tr("Length of passages"),
    tr("Length of questions"),
    tr("Length of answers"),
)
_SAID = {
    YIELD: tr("How many units of each task type came out well-formed."),
    REVIEWED: tr("How many well-formed tasks of each type somebody accepted, rejected or edited."),
    KEPT: tr("Of the tasks that were reviewed, how many were accepted, as they are or edited."),
    COVERED: tr(
        "How much of each document gave tasks that are kept, in characters; the least first."
    ),
    OVER_TIME: tr(
        "Of what a person settled, the share that is kept; what a sample stood for is not counted."
    ),
    THROUGHPUT: tr(
        "Units a minute of the newest run; stretches in which it stood still are left out."
    ),
    PASSAGES: tr("Of the passages that gave tasks, in the model's tokens."),
    QUESTIONS: tr("Of well-formed tasks, in characters, without the copy of the passage."),
    ANSWERS: tr("Of well-formed tasks, in characters."),
}


class ProjectCharts:
    """They open at once: shares are counted already, the rest is measured in the background."""

    def __init__(
        self,
        window: MainWindow,
        documents: DocumentsPage,
        review: ReviewPage,
        background: Background,
    ) -> None:
        self._window, self._documents, self._review = window, documents, review
        self._background = background
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
        dialog.add(YIELD, _SAID[YIELD], charts.yields(project.runs.yields()), "unit")
        dialog.add(REVIEWED, _SAID[REVIEWED], charts.reviewed(counts), "task")
        dialog.add(KEPT, _SAID[KEPT], charts.acceptance(counts), "task")
        covered = charts.coverage(self._documents.table.coverage)
        dialog.add(COVERED, _SAID[COVERED], covered, "character")
        for name in (OVER_TIME, THROUGHPUT, PASSAGES, QUESTIONS, ANSWERS):
            dialog.add_columns(name, _SAID[name])
        dialog.chosen.connect(self._go_to)
        self._measure(project, dialog)
        return dialog

    def _measure(self, project: Project, dialog: ChartsDialog) -> None:
        """Measure in the background; given up when the dialog is closed."""
        job = self._background.run(
            Operation(
                name=tr("Counting for the charts"),
                work=lambda own: project.measures(own.is_cancelled),
                done=lambda found: None if job.is_cancelled() else _show(dialog, found),
                failed=self._window.notice.say_error,
                owner=project,
            )
        )
        dialog.finished.connect(lambda _result: job.cancel())

    def _go_to(self, name: str, key: str | int) -> None:
        """What a bar counts, in Review."""
        if name == COVERED:
            name = self._documents.table.coverage[int(key)].name
            self._review.filter.show_document(int(key), name)
        else:
            self._review.filter.show_type(str(key), with_failed=name == YIELD)
        self._review.read()
        self._window.go_to(REVIEW)


def _show(dialog: ChartsDialog, found: Measures) -> None:
    """Fill the charts of columns."""
    letters = tr("characters")
    for name, columns in (
        (OVER_TIME, column_charts.acceptance(found.settled, found.kept)),
        (THROUGHPUT, column_charts.throughput(found.made)),
        (PASSAGES, column_charts.lengths(found.passages, tr("tokens"), _passages)),
        (QUESTIONS, column_charts.lengths(found.questions, letters, _questions)),
        (ANSWERS, column_charts.lengths(found.answers, letters, _answers)),
    ):
        dialog.show_columns(name, columns)


def _passages(count: int) -> str:
    return plural(count, "{n} passage", "{n} passages")


def _questions(count: int) -> str:
    return plural(count, "{n} question", "{n} questions")


def _answers(count: int) -> str:
    return plural(count, "{n} answer", "{n} answers")
