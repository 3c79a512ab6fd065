"""The strip at the bottom: which model, what it computes on, and that nothing gets out."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout

from desktop.device_words import device_said
from desktop.language import told, tr
from desktop.text import ElidedLabel, plain_label
from desktop.widgets.buttons import push_button
from desktop.widgets.glyph import Glyph
from desktop.widgets.layout import row
from engine.isolation.checks import Check, headline, is_sound


class StatusStrip(QFrame):
    """Always there, on every page."""

    isolation_requested = Signal()

    def __init__(self, isolation: tuple[Check, ...]) -> None:
        super().__init__()
        self.setProperty("role", "strip")
        self.model = ElidedLabel("", "small")
        self.device = plain_label("", "small")
        self.work = ElidedLabel("", "small")
        self.isolation = push_button("", self.isolation_requested, "strip")
        self._shield = Glyph("shield", 16, "good")
        layout = QHBoxLayout(self)
        layout.setContentsMargins(16, 7, 16, 7)
        layout.setSpacing(26)
        layout.addLayout(row(Glyph("model", 16), self.model, gap=7), 3)
        layout.addLayout(row(Glyph("device", 16), self.device, gap=7))
        layout.addLayout(row(self.work), 2)
        layout.addLayout(row(self._shield, self.isolation, gap=1))
        self.show_model("")
        self.show_device("")
        self.show_isolation(isolation)

    def show_model(self, name: str) -> None:
        """The model that the next run takes."""
        self.model.show_text(tr("Model: {name}", name=name) if name else tr("Model: none chosen"))

    def show_device(self, device: str) -> None:
        """What the model computes on, known once it is loaded."""
        self.device.setText(
            tr("Device: {device}", device=device_said(device))
            if device
            else tr("Device: shown when a model is loaded")
        )

    def show_isolation(self, checks: tuple[Check, ...]) -> None:
        """What the checks came to; pressing it asks for all of them."""
        said = told(headline(checks))
        self.isolation.setText(said)
        self.isolation.setAccessibleName(tr("{said}. Show all checks", said=said))
        self._shield.show_icon("shield", "good" if is_sound(checks) else "bad")

    def show_work(self, name: str) -> None:
        """What is under way in the background; empty for nothing."""
        self.work.show_text(f"{name} …" if name else "")
