"""Narrows the table of documents: by what became of files, by language; says how many."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from desktop import wording
from desktop.language import tr
from desktop.tables.documents import Shown
from desktop.text import FigureLabel
from desktop.widgets.combos import combo
from desktop.widgets.language_filter import LanguageFilter
from desktop.widgets.layout import row


class DocumentFilter(QWidget):
    """Tells when one of its choices changes."""

    changed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.which = combo(tr("Show"), [(one.value, one) for one in Shown])
        self.which.activated.connect(lambda _place: self.changed.emit())
        self.language = LanguageFilter()
        self.language.chosen.connect(lambda _language: self.changed.emit())
        self.count = FigureLabel("small")
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        line = row(gap=8)
        line.addWidget(self.which, 3)
        line.addWidget(self.language, 2)
        line.addStretch(1)
        line.addWidget(self.count)
        layout.addLayout(line)

    @property
    def choice(self) -> tuple[str | None, Shown]:
        """The language, or None for all, and which files."""
        return self.language.currentData(), self.which.currentData()

    def show_only(self, which: Shown) -> None:
        """Choose which files, in every language, for who sends the user here."""
        self.which.setCurrentIndex(self.which.findData(which))
        self.language.setCurrentIndex(0)
        self.changed.emit()

    def show_count(self, shown: int, total: int) -> None:
        """Say how many rows there are."""
        every = wording.counted(total, "file")
        self.count.show_text(
            every if shown == total else wording.part_of(wording.number(shown), every)
        )
