"""What a page shows while it has nothing: an icon, a title, what to do, and the button for it."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QPushButton, QVBoxLayout, QWidget

from desktop.text import plain_label
from desktop.widgets.glyph import Glyph
from desktop.widgets.layout import row

_CENTRE = Qt.AlignmentFlag.AlignHCenter


class EmptyState(QWidget):
    """Centred in whatever room there is."""

    def __init__(self, icon: str, title: str, sentence: str, *buttons: QPushButton) -> None:
        super().__init__()
        layout = QVBoxLayout(self)
        layout.setSpacing(10)
        layout.addStretch(1)
        layout.addWidget(Glyph(icon, 44, "accent"), 0, _CENTRE)
        layout.addSpacing(4)
        self._title = plain_label(title, "section", wraps=True)
        self._said = plain_label(sentence, "muted", wraps=True)
        for label in (self._title, self._said):
            label.setAlignment(_CENTRE)
        layout.addWidget(self._title)
        middle = row(None, gap=0)  # not aligned by the layout: a wrapped label would be cut
        middle.addWidget(self._said, 2)
        middle.addStretch(1)
        layout.addLayout(middle)
        layout.addSpacing(8)
        layout.addLayout(row(None, *buttons, None))
        layout.addStretch(1)

    def say(self, title: str, sentence: str) -> None:
        """Say something else; both are shown as plain text."""
        self._title.setText(title)
        self._said.setText(sentence)
