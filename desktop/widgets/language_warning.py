"""Says which documents are in a language that the model can't, and offers to leave them out."""

from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QCheckBox, QVBoxLayout, QWidget

from desktop.language import told, tr
from desktop.places import Places
from desktop.text import plain_label
from desktop.widgets.glyph import Glyph
from desktop.widgets.layout import row
from engine.runs.languages import NOTHING_FOREIGN, Foreign


class LanguageWarning(QWidget):
    """Hidden while there is nothing to warn of; what was chosen stays chosen meanwhile."""

    changed = Signal()  # they are left out now, or taken in again

    def __init__(self) -> None:
        super().__init__()
        self._places: Places | None = None
        self._path: Path | None = None
        self.label = plain_label("", "small", wraps=True)
        self.leave_out = QCheckBox(tr("Leave them out"))
        self.leave_out.setAccessibleName(tr("Leave out documents in other languages"))
        self.leave_out.toggled.connect(lambda is_on: self._choose(is_wanted=is_on))
        line = row(gap=8)
        line.addWidget(Glyph("warning", 16, "warn"), 0, Qt.AlignmentFlag.AlignTop)
        line.addWidget(self.label, 1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(6)
        layout.addLayout(line)
        layout.addWidget(self.leave_out)
        self.show_foreign(NOTHING_FOREIGN)

    def keep_in(self, places: Places) -> None:
        """Remember there what is chosen for each project."""
        self._places = places

    def show_project(self, path: Path | None) -> None:
        """Choose what was chosen last in this project; what is in other languages is told later."""
        self._path = None  # what is restored needs no remembering
        self.show_foreign(NOTHING_FOREIGN)
        has_chosen = path is not None and self._places is not None and self._places.leaves_out(path)
        self.leave_out.setChecked(has_chosen)
        self._path = path

    @property
    def leaves_out(self) -> bool:
        """The run is to read no document in another language, also while they are being counted."""
        return self.leave_out.isChecked()

    def show_foreign(self, found: Foreign) -> None:
        """Say what is in other languages, if anything is."""
        self.label.setText(told(found.sentence))
        self.setVisible(bool(found.document_ids))

    def _choose(self, *, is_wanted: bool) -> None:
        if self._places is not None and self._path is not None:
            self._places.leave_out(self._path, is_wanted)
        self.changed.emit()
