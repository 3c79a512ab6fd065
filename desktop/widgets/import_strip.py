"""Shown while files are being read: how many, which one, and a way to stop."""

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QProgressBar, QPushButton, QVBoxLayout, QWidget

from desktop import wording
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
        bar.setAccessibleName("Import is under way")
        self.cancel = QPushButton("Stop")
        self.cancel.setAccessibleName("Stop importing")
        self.cancel.clicked.connect(self._stop)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        line = row(gap=16)
        line.addWidget(self.label, 2)
        line.addWidget(bar, 1)
        line.addWidget(self.cancel)
        layout.addWidget(card(line, margin=10))
        self.hide()

    def begin(self) -> None:
        """Files are about to be read."""
        self._count = 0
        self.label.show_text("Looking for files …")
        self.cancel.setEnabled(True)
        self.show()

    def show_report(self, report: FileReport) -> None:
        """One more file is done."""
        self._count += 1
        status = wording.FILE_STATUS[report.status].lower()
        self.label.show_text(
            f"{wording.counted(self._count, 'file')} read. {report.name}: {status}"
        )

    def end(self) -> None:
        """The import is over."""
        self.hide()

    def _stop(self) -> None:
        self.cancel.setEnabled(False)
        self.label.show_text("Stopping after this file …")
        self.cancel_requested.emit()


def import_sentence(reports: Sequence[FileReport], *, was_cancelled: bool) -> tuple[str, str]:
    """What an import came to, in a sentence, and the kind of notice it deserves."""
    ready = sum(report.status is FileStatus.READY for report in reports)
    known = sum(report.status is FileStatus.DUPLICATE for report in reports)
    refused = [report for report in reports if report.status not in _GOOD]
    parts = [f"{wording.counted(ready, 'document')} added"]
    if known:
        parts.append(f"{known} already here")
    if refused:
        parts.append(f"{wording.counted(len(refused), 'file')} not read")
    said = ("Import stopped: " if was_cancelled else "") + ", ".join(parts) + "."
    if len(refused) == 1:
        said += f" {refused[0].name}: {refused[0].detail}"
    elif refused:
        said += " The table says why for each."
    return said, "warn" if refused or was_cancelled else "good"
