"""Charts of a project, to be looked at rather than read; pressing a bar shows what it counts."""

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import (
    QButtonGroup,
    QDialog,
    QPushButton,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from desktop import wording
from desktop.charts import Share
from desktop.language import tr
from desktop.text import plain_label
from desktop.widgets.buttons import push_button
from desktop.widgets.layout import card, column, holder, row
from desktop.widgets.scrolled import Scrolled
from desktop.widgets.share_bar import ShareBar

_MOST = 200  # bars of a chart; of 2,000 documents those with the most to gain come first
_NOTHING = tr("There is nothing to count yet.")


class ChartsDialog(QDialog):
    """One chart at a time; every bar says in words what it shows."""

    chosen = Signal(str, object)  # the name of a chart, and the key of a bar in it

    def __init__(self, parent: QWidget | None) -> None:
        super().__init__(parent)
        self.setWindowTitle(tr("Charts"))
        self.resize(640, 520)
        self.bars: dict[str, list[ShareBar]] = {}
        self.said: list[str] = []
        self._charts, self._group = QStackedWidget(), QButtonGroup(self)
        self._chips = row(gap=6)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(24, 20, 24, 18)
        layout.setSpacing(12)
        layout.addWidget(plain_label(tr("Charts"), "title"))
        layout.addLayout(self._chips)
        layout.addWidget(card(self._charts, margin=14), 1)
        copy = push_button(tr("Copy as text"), self._copy)
        close = push_button(tr("Close"), self.reject, "primary")
        layout.addLayout(row(copy, None, close, gap=8))
        self._group.idClicked.connect(self._charts.setCurrentIndex)

    def add(self, name: str, sentence: str, shares: Sequence[Share], noun: str) -> None:
        """Add a chart; `noun` is what its numbers count."""
        self.bars[name] = [self._bar(name, share, noun) for share in shares[:_MOST]]
        more = len(shares) - _MOST
        end = tr("And {count} more.", count=wording.number(more)) if more > 0 else ""
        lines = column(*self.bars[name], plain_label(end, "small"), None, gap=1)
        said = plain_label(sentence if shares else _NOTHING, "muted", wraps=True)
        self._charts.addWidget(holder(column(said, Scrolled(holder(lines), name), gap=8)))
        self._add_chip(name)
        self.said += [name, *(bar.accessibleName() for bar in self.bars[name]), ""]

    def _add_chip(self, name: str) -> None:
        chip = QPushButton(name)
        chip.setProperty("role", "chip")
        chip.setAccessibleName(name)
        chip.setCheckable(True)
        chip.setChecked(self._charts.count() == 1)
        self._group.addButton(chip, self._charts.count() - 1)
        self._chips.addWidget(chip, 1)

    def _bar(self, name: str, share: Share, noun: str) -> ShareBar:
        bar = ShareBar(share.title, share.part, share.whole, noun, "accent")
        bar.clicked.connect(lambda: self._choose(name, share.key))
        return bar

    def _choose(self, name: str, key: str | int) -> None:
        self.chosen.emit(name, key)
        self.accept()

    def _copy(self) -> None:
        QGuiApplication.clipboard().setText("\n".join(self.said).strip())
