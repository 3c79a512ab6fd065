"""Shown while files are being read: how many, which one, and a way to stop."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QProgressBar, QPushButton, QVBoxLayout, QWidget

from desktop import wording
from desktop.text import ElidedLabel
from desktop.widgets.layout import card, row
from engine.records import FileReport


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
