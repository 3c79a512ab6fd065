"""The question before a run that is under way is stopped, because its project is to be closed."""

from PySide6.QtWidgets import QDialog, QVBoxLayout, QWidget

from desktop.language import tr
from desktop.text import plain_label
from desktop.widgets.buttons import push_button
from desktop.widgets.layout import row

_SAID = tr(
    "All tasks written so far are saved. You can continue the run from the start page or from "
    "Generate whenever you like; it goes on where it stopped."
)


class ConfirmStopRun(QDialog):
    """Accepted if the run may stop; Return and Escape let it go on."""

    def __init__(self, parent: QWidget, action: str) -> None:
        super().__init__(parent)
        self.setWindowTitle(tr("A run is under way"))
        self.setMinimumWidth(440)
        self.keep = push_button(tr("Keep it running"), self.reject, "primary")
        self.keep.setDefault(True)
        self.stop = push_button(action, self.accept)
        self.stop.setAutoDefault(False)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(24, 20, 24, 18)
        layout.setSpacing(12)
        layout.addWidget(plain_label(tr("Stop the run?"), "section"))
        layout.addWidget(plain_label(_SAID, "muted", wraps=True))
        layout.addLayout(row(None, self.stop, self.keep, gap=8))
        self.keep.setFocus()
