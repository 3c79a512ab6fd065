"""A question before something is lost: one button lets it go, everything else keeps it."""

from PySide6.QtWidgets import QDialog, QVBoxLayout, QWidget

from desktop.text import plain_label
from desktop.widgets.buttons import push_button
from desktop.widgets.layout import row


class SafeQuestion(QDialog):
    """Accepted by `go` alone; Return and Escape keep things as they are."""

    def __init__(self, parent: QWidget, title: str, question: str, said: str) -> None:
        super().__init__(parent)
        self.setWindowTitle(title)
        self.setMinimumWidth(440)
        self._lines = QVBoxLayout(self)
        self._lines.setContentsMargins(24, 20, 24, 18)
        self._lines.setSpacing(12)
        self._lines.addWidget(plain_label(question, "section"))
        self._lines.addWidget(plain_label(said, "muted", wraps=True))

    def offer(self, keep: str, go: str, go_name: str = "") -> None:
        """The two buttons; `go_name` is for screen readers where `go` says too little."""
        self.keep = push_button(keep, self.reject, "primary")
        self.keep.setDefault(True)
        self.go = push_button(go, self.accept, name=go_name or go)
        self.go.setAutoDefault(False)
        self._lines.addLayout(row(None, self.go, self.keep, gap=8))
        self.keep.setFocus()
