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
        layout.addWidget(plain_label(title, "section"), 0, _CENTRE)
        said = plain_label(sentence, "muted", wraps=True)
        said.setAlignment(_CENTRE)
        middle = row(None, gap=0)  # not aligned by the layout: a wrapped label would be cut
        middle.addWidget(said, 2)
        middle.addStretch(1)
        layout.addLayout(middle)
        layout.addSpacing(8)
        layout.addLayout(row(None, *buttons, None))
        layout.addStretch(1)
