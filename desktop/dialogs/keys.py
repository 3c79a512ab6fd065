"""Shows the keys of the Review and the Documents page."""

from PySide6.QtWidgets import QDialog, QGridLayout, QPushButton, QVBoxLayout, QWidget

from desktop.language import tr
from desktop.text import plain_label

KEYS = (
    ("A", tr("Accept, and go to the next")),
    ("X", tr("Reject, and go to the next")),
    ("1 … 6", tr("Reject with the reason that stands under the buttons")),
    ("E", tr("Edit; Ctrl+Enter saves, Esc discards, going elsewhere keeps a draft")),
    ("F", tr("Flag for somebody else")),
    ("S", tr("Skip for now")),
    ("N", tr("The next task without a decision")),
    (tr("U or Ctrl+Z"), tr("Undo, any number of times")),
    ("Ctrl+Y", tr("Do again what was undone; also Ctrl+Shift+Z")),
    (tr("Arrow keys"), tr("Move through the queue")),
    ("Ctrl+F", tr("Search; Enter goes back to the queue")),
    ("M, S, X, U", tr("In a document: merge, split, leave out a passage, undo")),
    (tr("Enter, A, Esc"), tr("After moving the size: use it, for all documents, keep the old one")),
    ("Ctrl+1 … Ctrl+4", tr("Documents, Generate, Review, Export")),
    ("Ctrl++, Ctrl+-, Ctrl+0", tr("Larger text, smaller text, its usual size")),
    ("Ctrl+K", tr("Type what you want to do, and do it")),
    ("Ctrl+,", tr("Settings")),
    ("?", tr("These keys")),
)


class KeysDialog(QDialog):
    """Two columns: key, and what it does."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setWindowTitle(tr("Keys"))
        grid = QGridLayout()
        grid.setHorizontalSpacing(28)
        grid.setVerticalSpacing(8)
        for line, (key, meaning) in enumerate(KEYS):
            grid.addWidget(plain_label(key, "field"), line, 0)
            grid.addWidget(plain_label(meaning), line, 1)
        close = QPushButton(tr("Close"))
        close.setAccessibleName(tr("Close"))
        close.clicked.connect(self.accept)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(24, 20, 24, 18)
        layout.setSpacing(16)
        layout.addWidget(plain_label(tr("Keys"), "title"))
        layout.addLayout(grid)
        layout.addWidget(plain_label(tr("Delete and Backspace never decide."), "small"))
        layout.addWidget(close)
