"""Shown while files are being read: how many, which one, and a way to stop."""

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QProgressBar, QPushButton, QVBoxLayout, QWidget

from desktop import wording
from desktop.language import inside, tr
from desktop.reader_notes import noted
from desktop.text import ElidedLabel
from desktop.widgets.layout import card, row
from engine.records import FileReport, FileStatus

_GOOD = (FileStatus.READY, FileStatus.DUPLICATE)


class ImportStrip(QWidget):
    """Hidden while nothing is imported."""

    cancel_requested = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._count = 0
        self.label = ElidedLabel("")
        bar = QProgressBar()
        bar.setRange(0, 0)
        bar.setTextVisible(False)
        bar.setAccessibleName(tr("Import is under way"))
        self.cancel = QPushButton(tr("Stop"))
        self.cancel.setAccessibleName(tr("Stop importing"))
        self.cancel.clicked.connect(self._stop)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        line = row(gap=16)
        line.addWidget(self.label, 2)
        line.addWidget(bar, 1)
        line.addWidget(self.cancel)
        layout.addWidget(card(line, margin=6))
        self.hide()

    def begin(self) -> None:
        """Files are about to be read."""
        self._count = 0
        self.label.show_text(tr("Looking for files …"))
        self.cancel.setEnabled(True)
        self.show()

    def show_report(self, report: FileReport) -> None:
        """One more file is done."""
        self._count += 1
        status = inside(wording.FILE_STATUS[report.status])
        self.label.show_text(
            tr(
                "{files} read. {name}: {status}",
                files=wording.counted(self._count, "file"),
                name=report.name,
                status=status,
            )
        )

    def end(self) -> None:
        """The import is over."""
        self.hide()

    def _stop(self) -> None:
        self.cancel.setEnabled(False)
        self.label.show_text(tr("Stopping after this file …"))
        self.cancel_requested.emit()


def import_sentence(reports: Sequence[FileReport], *, was_cancelled: bool) -> tuple[str, str]:
    """What an import came to, in a sentence, and the kind of notice it deserves."""
    ready = sum(report.status is FileStatus.READY for report in reports)
    known = sum(report.status is FileStatus.DUPLICATE for report in reports)
    refused = [report for report in reports if report.status not in _GOOD]
    parts = [tr("{documents} added", documents=wording.counted(ready, "document"))]
    if known:
        parts.append(tr("{count} already here", count=wording.number(known)))
    if refused:
        parts.append(tr("{files} not read", files=wording.counted(len(refused), "file")))
    said = (tr("Import stopped: ") if was_cancelled else "") + ", ".join(parts) + "."
    if len(refused) == 1:
        said += f" {refused[0].name}: {noted(refused[0].detail)}"
    elif refused:
        said += tr(" The table says why for each.")
    return said, "warn" if refused or was_cancelled else "good"
