"""Shown while long texts are cut into passages: how far that is, and a way to stop it."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QProgressBar, QPushButton, QVBoxLayout, QWidget

from desktop.language import tr
from desktop.text import ElidedLabel
from desktop.widgets.layout import row

_PERMILLE = 1000


class CutStrip(QWidget):
    """Hidden while nothing takes long: it comes with the first news of how far the work is."""

    stop_requested = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.label = ElidedLabel("")
        self.bar = QProgressBar()
        self.bar.setRange(0, _PERMILLE)
        self.bar.setTextVisible(False)
        self.bar.setAccessibleName(tr("Passages that are cut"))
        self.stop = QPushButton(tr("Stop"))
        self.stop.setAccessibleName(tr("Stop cutting passages"))
        self.stop.clicked.connect(self._stop)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        line = row(gap=12)
        line.addWidget(self.label, 2)
        line.addWidget(self.bar, 1)
        line.addWidget(self.stop)
        layout.addLayout(line)
        self.end()

    def show_progress(self, done: int, total: int) -> None:
        """So many of all characters are cut."""
        if not self._is_stopping:
            self.label.show_text(
                tr("Cutting passages: {percent} %", percent=100 * done // max(1, total))
            )
        self.bar.setValue(_PERMILLE * done // max(1, total))
        self.show()

    def end(self) -> None:
        """Nothing is being cut any more."""
        self._is_stopping = False
        self.stop.setEnabled(True)
        self.hide()

    def _stop(self) -> None:
        self._is_stopping = True
        self.stop.setEnabled(False)
        self.label.show_text(tr("Stopping; what is done is kept …"))
        self.stop_requested.emit()
