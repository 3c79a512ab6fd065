"""One line that is to be noted elsewhere: it can be read, selected and copied, not changed."""

from PySide6.QtGui import QFontDatabase, QGuiApplication
from PySide6.QtWidgets import QLineEdit, QVBoxLayout, QWidget

from desktop.language import tr
from desktop.text import plain_label
from desktop.widgets.buttons import push_button
from desktop.widgets.layout import row


class CopyLine(QWidget):
    """Hidden until there is a line; `caption` says what it is good for."""

    def __init__(self, caption: str, name: str) -> None:
        super().__init__()
        self.line = QLineEdit()
        self.line.setReadOnly(True)
        self.line.setAccessibleName(name)
        self.line.setFont(QFontDatabase.systemFont(QFontDatabase.SystemFont.FixedFont))
        self.copy = push_button(tr("Copy"), self._copy, name=tr("Copy: {name}", name=name))
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(6)
        self._caption, self._label = caption, plain_label(caption, "small", wraps=True)
        layout.addWidget(self._label)
        layout.addLayout(row(self.line, self.copy, gap=8))
        self.hide()

    @property
    def caption(self) -> str:
        """What stands above the line."""
        return self._label.text()

    def show_line(self, text: str, before: str = "") -> None:
        """Show this line from its beginning; an empty one hides the whole.

        `before` is a sentence in front of the caption.
        """
        self._label.setText(f"{before} {self._caption}".strip())
        self.line.setText(text)
        self.line.setCursorPosition(0)
        self.setVisible(bool(text))

    def _copy(self) -> None:
        QGuiApplication.clipboard().setText(self.line.text())
