"""The strip at the bottom: which model, what it computes on, and that nothing gets out."""

from PySide6.QtWidgets import QFrame, QHBoxLayout

from desktop.text import ElidedLabel, plain_label
from desktop.widgets.glyph import Glyph
from desktop.widgets.layout import row


class StatusStrip(QFrame):
    """Always there, on every page."""

    def __init__(self, isolation: str) -> None:
        super().__init__()
        self.setProperty("role", "strip")
        self.model = ElidedLabel("", "small")
        self.device = plain_label("", "small")
        self.work = ElidedLabel("", "small")
        self.isolation = plain_label(isolation, "small")
        layout = QHBoxLayout(self)
        layout.setContentsMargins(16, 7, 16, 7)
        layout.setSpacing(26)
        layout.addLayout(row(Glyph("model", 16), self.model, gap=7), 3)
        layout.addLayout(row(Glyph("device", 16), self.device, gap=7))
        layout.addLayout(row(self.work), 2)
        layout.addLayout(row(Glyph("shield", 16, "good"), self.isolation, gap=7))
        self.show_model("")
        self.show_device("")

    def show_model(self, name: str) -> None:
        """The model that the next run takes."""
        self.model.show_text(f"Model: {name}" if name else "Model: none chosen")

    def show_device(self, device: str) -> None:
        """What the model computes on, known once it is loaded."""
        self.device.setText(
            f"Device: {device}" if device else "Device: shown when a model is loaded"
        )

    def show_work(self, name: str) -> None:
        """What is under way in the background; empty for nothing."""
        self.work.show_text(f"{name} …" if name else "")
