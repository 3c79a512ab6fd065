"""How the model is asked: as its file calls for, as a Bonito, or as any instruct model."""

from PySide6.QtWidgets import QVBoxLayout, QWidget

from desktop.language import told, tr
from desktop.text import plain_label
from desktop.widgets.combos import combo
from desktop.widgets.layout import field
from models.library import FoundModel

_ENTRIES = ((tr("Automatic"), ""), (tr("Bonito's format"), "bonito"), (tr("General"), "general"))
_HINT = tr("“General” shows an instruct model by examples what to write; a Bonito needs none.")


class PromptingChoice(QWidget):
    """A choice that holds for the next runs, and what “Automatic” means for the chosen model."""

    def __init__(self) -> None:
        super().__init__()
        self.box = combo(tr("Prompting"), _ENTRIES)
        self.box.setAccessibleDescription(_HINT)
        self._model: FoundModel | None = None
        self.reason = plain_label("", "small", wraps=True)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(8)
        layout.addLayout(field(tr("Prompting"), self.box))
        layout.addWidget(plain_label(_HINT, "small", wraps=True))
        layout.addWidget(self.reason)

    @property
    def name(self) -> str:
        """The name for a run's request; "" for what the model's file calls for."""
        return str(self.box.currentData())

    def suit(self, model: FoundModel | None) -> None:
        """Say how this model is asked; with another one, go back to “Automatic”."""
        if model != self._model:
            self.box.setCurrentIndex(0)
        self._model = model
        said = (
            tr(
                "Automatic: {name}, because {reason}.",
                name=model.prompting.name,
                reason=told(model.reason),
            )
            if model
            else ""
        )
        self.reason.setText(said)
        self.reason.setVisible(bool(said))
