"""What an export may put beside the rows: licence, system message, passages, the model's words."""

from dataclasses import replace

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QCheckBox, QLineEdit, QVBoxLayout, QWidget

from desktop.language import tr
from desktop.text import plain_label
from desktop.widgets.layout import field
from engine.export import ExportRequest
from engine.export.shapes import LONGEST_SYSTEM, PASSAGES, WITH_SYSTEM

_LONGEST_LICENCE = 100
_HINT = tr("A passage or sentence with undecided personal data is left empty.")


class BesideRows(QWidget):
    """Two lines of text and two boxes; the system message only where the format has a place."""

    changed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.licence = QLineEdit()
        self.licence.setMaxLength(_LONGEST_LICENCE)
        self.licence.setPlaceholderText(tr("Not stated; such as cc-by-4.0"))
        self.system = QLineEdit()
        self.system.setMaxLength(LONGEST_SYSTEM)
        self.system.setPlaceholderText(tr("None"))
        self.passage = QCheckBox(tr("The passage beside each row"))
        self.words = QCheckBox(tr("The model's own words beside edited rows"))
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(8)
        layout.addLayout(field(tr("Licence of the rows"), self.licence))
        layout.addLayout(field(tr("System message"), self.system))
        for box in (self.passage, self.words):
            box.setAccessibleName(box.text())
            box.toggled.connect(lambda _on: self.changed.emit())
            layout.addWidget(box)
        layout.addWidget(plain_label(_HINT, "small", wraps=True))
        self.system.textChanged.connect(lambda _text: self.changed.emit())

    def show_format(self, name: str) -> None:
        """Some formats have a place for a system message; beside passages stands nothing."""
        self.system.setEnabled(name in WITH_SYSTEM)
        for box in (self.passage, self.words):
            box.setEnabled(name != PASSAGES)

    def forget(self) -> None:
        """Back to nothing: another project is shown."""
        self.licence.clear()
        self.system.clear()
        self.passage.setChecked(False)
        self.words.setChecked(False)

    def put_into(self, request: ExportRequest) -> ExportRequest:
        """The request with what stands here."""
        return replace(
            request,
            licence=" ".join(self.licence.text().split()),
            system=self.system.text().strip() if request.format in WITH_SYSTEM else "",
            with_passage=self.passage.isChecked(),
            with_model_words=self.words.isChecked(),
        )
