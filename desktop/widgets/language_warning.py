"""Says which documents are in a language that the model can't, and offers to leave them out."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QCheckBox, QVBoxLayout, QWidget

from desktop.language import told, tr
from desktop.text import plain_label
from desktop.widgets.glyph import Glyph
from desktop.widgets.layout import row
from engine.runs.languages import NOTHING_FOREIGN, Foreign


class LanguageWarning(QWidget):
    """Hidden while there is nothing to warn of."""

    changed = Signal()  # they are left out now, or taken in again

    def __init__(self) -> None:
        super().__init__()
        self.label = plain_label("", "small", wraps=True)
        self.leave_out = QCheckBox(tr("Leave them out"))
        self.leave_out.setAccessibleName(tr("Leave out documents in other languages"))
        self.leave_out.toggled.connect(lambda _on: self.changed.emit())
        line = row(gap=8)
        line.addWidget(Glyph("warning", 16, "warn"), 0, Qt.AlignmentFlag.AlignTop)
        line.addWidget(self.label, 1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(6)
        layout.addLayout(line)
        layout.addWidget(self.leave_out)
        self.show_foreign(NOTHING_FOREIGN)

    @property
    def leaves_out(self) -> bool:
        """The run is to read no document in another language."""
        return self.leave_out.isChecked()

    def show_foreign(self, found: Foreign) -> None:
        """Say what is in other languages; with nothing to say, nothing is left out either."""
        self.label.setText(told(found.sentence))
        self.setVisible(bool(found.document_ids))
        if not found.document_ids:
            self.leave_out.setChecked(False)
