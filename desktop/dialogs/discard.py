"""Asks before what somebody has written is thrown away."""

from PySide6.QtWidgets import QDialog, QVBoxLayout, QWidget

from desktop.language import tr
from desktop.text import plain_label
from desktop.widgets.buttons import push_button
from desktop.widgets.layout import row


class ConfirmDiscard(QDialog):
    """Accepted if the text may go; Return and Escape keep it."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setWindowTitle(tr("Discard the edit?"))
        self.setMinimumWidth(440)
        self.keep = push_button(tr("Keep writing"), self.reject, "primary")
        self.keep.setDefault(True)
        self.discard = push_button(tr("Discard"), self.accept, name=tr("Discard what you wrote"))
        layout = QVBoxLayout(self)
        layout.setContentsMargins(24, 20, 24, 18)
        layout.setSpacing(12)
        layout.addWidget(plain_label(tr("Discard what you wrote?"), "section"))
        layout.addWidget(
            plain_label(
                tr(
                    "The task goes back to its saved text. To come back to it later, just go to "
                    "another task: what you wrote waits here."
                ),
                "muted",
                wraps=True,
            )
        )
        layout.addLayout(row(None, self.discard, self.keep, gap=8))
