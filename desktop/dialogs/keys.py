"""Shows the keys of the Review and the Documents page."""

from PySide6.QtWidgets import QDialog, QGridLayout, QPushButton, QVBoxLayout, QWidget

from desktop.text import plain_label

KEYS = (
    ("A", "Accept, and go to the next"),
    ("X", "Reject, and go to the next"),
    ("1 … 6", "Reject with the reason that stands under the buttons"),
    ("E", "Edit; Ctrl+Enter saves, Esc discards, going elsewhere keeps a draft"),
    ("F", "Flag for somebody else"),
    ("S", "Skip for now"),
    ("N", "The next task without a decision"),
    ("U or Ctrl+Z", "Undo, any number of times"),
    ("Ctrl+Y", "Do again what was undone; also Ctrl+Shift+Z"),
    ("Arrow keys", "Move through the queue"),
    ("Ctrl+F", "Search; Enter goes back to the queue"),
    ("M, S, X, U", "In a document: merge, split, leave out a passage, undo"),
    ("Enter, A, Esc", "After moving the size: use it, for all documents, keep the old one"),
    ("Ctrl+1 … Ctrl+4", "Documents, Generate, Review, Export"),
    ("Ctrl++, Ctrl+-, Ctrl+0", "Larger text, smaller text, its usual size"),
    ("Ctrl+K", "Type what you want to do, and do it"),
    ("Ctrl+,", "Settings"),
    ("?", "These keys"),
)


class KeysDialog(QDialog):
    """Two columns: key, and what it does."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setWindowTitle("Keys")
        grid = QGridLayout()
        grid.setHorizontalSpacing(28)
        grid.setVerticalSpacing(8)
        for line, (key, meaning) in enumerate(KEYS):
            grid.addWidget(plain_label(key, "field"), line, 0)
            grid.addWidget(plain_label(meaning), line, 1)
        close = QPushButton("Close")
        close.setAccessibleName("Close")
        close.clicked.connect(self.accept)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(24, 20, 24, 18)
        layout.setSpacing(16)
        layout.addWidget(plain_label("Keys", "title"))
        layout.addLayout(grid)
        layout.addWidget(plain_label("Delete and Backspace never decide.", "small"))
        layout.addWidget(close)
