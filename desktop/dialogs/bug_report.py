"""The one dialog for what nobody expected: what is safe, what to do, and what to send."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QDialog, QPushButton, QVBoxLayout, QWidget

from desktop.language import tr
from desktop.log_file import log_path
from desktop.text import TextPane, plain_label
from desktop.widgets.layout import row


class BugReportDialog(QDialog):
    """Shows types and places only; nothing of a document is in it."""

    def __init__(self, parent: QWidget | None, details: str) -> None:
        super().__init__(parent)
        self.setWindowTitle(tr("Something unexpected happened"))
        self.resize(560, 380)
        self._details = details
        pane = TextPane(tr("Details for the developers"))
        pane.show_text(details)
        copy = QPushButton(tr("Copy details"))
        copy.setAccessibleName(tr("Copy details"))
        copy.clicked.connect(self._copy)
        close = QPushButton(tr("Go on"))
        close.setProperty("role", "primary")
        close.setAccessibleName(tr("Go on"))
        close.clicked.connect(self.accept)
        close.setDefault(True)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(24, 20, 24, 18)
        layout.setSpacing(12)
        layout.addWidget(plain_label(tr("Something unexpected happened"), "section"))
        layout.addWidget(
            plain_label(
                tr(
                    "This is a mistake in Bonito Desktop. What was saved is safe, and you can go "
                    "on. Please send these details to its developers: they name places in the "
                    "program and hold nothing of your documents."
                ),
                "muted",
                wraps=True,
            )
        )
        layout.addWidget(pane, 1)
        where = plain_label(tr("Earlier ones are in {path}", path=log_path()), "small", wraps=True)
        where.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        layout.addWidget(where)
        layout.addLayout(row(copy, None, close))

    def _copy(self) -> None:
        QGuiApplication.clipboard().setText(self._details)
