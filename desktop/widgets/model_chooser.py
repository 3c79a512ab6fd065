"""Which model writes: those that were found, or any .gguf file where it lies."""

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QComboBox, QFileDialog, QVBoxLayout, QWidget

from desktop import wording
from desktop.language import told, tr
from desktop.text import plain_label
from desktop.widgets.buttons import push_button
from desktop.widgets.layout import row
from desktop.widgets.list_box import ListBox
from engine.runs.machine import fit_now
from models.fit import FitVerdict
from models.library import BrokenModel, FoundModel

ONLY_FOR_TRYING = tr(
    "Built in and for trying only: small, with many poor tasks. A real Bonito is for real work."
)
_FITS = {
    FitVerdict.YES: tr("Fits the memory that is free now."),
    FitVerdict.TIGHT: tr("Just fits the memory that is free now."),
    FitVerdict.NO: tr("Does not fit the memory that is free now."),
}


class ModelChooser(QWidget):
    """Shows what `models.library` found; asks for another file through a signal."""

    model_chosen = Signal(object)  # FoundModel
    file_chosen = Signal(str)
    forget_requested = Signal()  # the broken ones

    def __init__(self) -> None:
        super().__init__()
        self._found: list[FoundModel] = []
        self.combo = ListBox()
        self.combo.setAccessibleName(tr("Model"))
        self.combo.setSizeAdjustPolicy(
            QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon
        )
        self.combo.setMinimumContentsLength(12)
        self.combo.activated.connect(lambda place: self.model_chosen.emit(self._found[place]))
        self.button = push_button(tr("Use a file…"), self._ask, "quiet", tr("Use a model file"))
        self._note = plain_label("", "small", wraps=True)
        self._broken = plain_label("", "weak", wraps=True)
        self.forget = push_button(tr("Forget"), self.forget_requested.emit, "quiet")
        self.forget.setAccessibleName(tr("Forget the models that can't be used"))
        self._broken_row = row(gap=12)
        self._broken_row.addWidget(self._broken, 1)
        self._broken_row.addWidget(self.forget)
        self._show_broken(())
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(8)
        label = plain_label(tr("Model"), "field")
        label.setBuddy(self.combo)
        layout.addLayout(row(label, None, self.button))
        layout.addWidget(self.combo)
        layout.addWidget(self._note)
        layout.addLayout(self._broken_row)

    def show_models(
        self, offered: Sequence[FoundModel | BrokenModel], chosen: FoundModel | None
    ) -> None:
        """Show these models, one of them chosen; the broken ones below, each with its reason."""
        self._found = [one for one in offered if isinstance(one, FoundModel)]
        if chosen is not None and chosen.path not in {one.path for one in self._found}:
            self._found.append(chosen)
        self.combo.clear()
        self.combo.addItems([model_title(one) for one in self._found])
        places = [p for p, one in enumerate(self._found) if chosen and one.path == chosen.path]
        self.combo.setCurrentIndex(places[0] if places else -1)
        self._note.setText(
            model_note(chosen) if chosen else tr("No model was found on this computer.")
        )
        self._show_broken([one for one in offered if isinstance(one, BrokenModel)])

    def _show_broken(self, broken: Sequence[BrokenModel]) -> None:
        self._broken.setText("\n".join(str(one.error) for one in broken))
        self._broken.setVisible(bool(broken))
        self.forget.setVisible(bool(broken))

    def _ask(self) -> None:
        name, _kind = QFileDialog.getOpenFileName(
            self,
            tr("Use a model file"),
            str(Path.home()),
            tr("GGUF models (*.gguf);;All files (*)"),
        )
        if name:
            self.file_chosen.emit(name)


def model_title(model: FoundModel) -> str:
    """What a model is called in lists."""
    return model.entry.title if model.entry else model.path.name


def model_note(model: FoundModel) -> str:
    """What is honest to say about a model."""
    if model.entry and model.entry.embedded:
        return f"{ONLY_FOR_TRYING} {told(model.note)}".strip()
    size, found = wording.size(model.header.size_bytes), fit_now(model.header)
    said = tr(
        "{size}, {file_type}, used where it lies. {fits}",
        size=size,
        file_type=model.header.file_type,
        fits=_FITS[found.verdict],
    )
    note = model.family.note if model.family else ""
    return f"{said} {told(note)}".strip()
