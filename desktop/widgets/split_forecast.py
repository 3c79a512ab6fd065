"""Says below the choice of a split what it will give; found out in the background."""

from collections.abc import Mapping

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from desktop.background import Background, Job, Operation
from desktop.language import plural, tr
from desktop.text import plain_label
from engine.export import ExportRequest
from engine.export.forecast import forecast
from engine.store import Project

_PARTS = {"train": tr("Train"), "validation": tr("Validation"), "test": tr("Test")}


class SplitForecast(QWidget):
    """Hidden while nothing is split; the newest request counts."""

    failed = Signal(object)  # a known error

    def __init__(self, background: Background) -> None:
        super().__init__()
        self._background = background
        self._job: Job | None = None
        self.said = plain_label("", "small", wraps=True)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self.said)
        self.hide()

    def look(self, project: Project | None, request: ExportRequest) -> None:
        """Find out what this request would give."""
        self.give_up()
        if project is None or request.split is None:
            self.hide()
            return
        self._job = job = self._background.run(
            Operation(
                name=tr("Looking at the split"),
                work=lambda _job: forecast(project, request),
                done=lambda found: self._show(job, found),
                failed=self.failed.emit,
                owner=project,
            )
        )

    def give_up(self) -> None:
        """What is being found out is of no use any more."""
        if self._job is not None:
            self._job.cancel()
            self._job = None

    def _show(self, job: Job, found: Mapping[str, tuple[int, int]]) -> None:
        if job is self._job:
            self._job = None
            self.said.setText(sentence(found))
            self.setVisible(bool(found))


def sentence(found: Mapping[str, tuple[int, int]]) -> str:
    """The parts, each with its rows and documents."""
    return "  ·  ".join(
        tr(
            "{part}: {rows} of {documents}",
            part=_PARTS.get(part, part),
            rows=plural(rows, "{n} row", "{n} rows"),
            documents=plural(documents, "{n} document", "{n} documents"),
        )
        for part, (documents, rows) in found.items()
    )
