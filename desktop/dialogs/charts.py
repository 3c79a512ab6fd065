"""Charts of a project, to be looked at rather than read; pressing a bar shows what it counts."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QDialog, QLabel, QListWidget, QStackedWidget, QVBoxLayout, QWidget

from desktop import wording
from desktop.charts import Share
from desktop.column_charts import Column
from desktop.language import tr
from desktop.text import plain_label
from desktop.widgets.buttons import push_button
from desktop.widgets.column_chart import ColumnChart
from desktop.widgets.layout import card, column, fill, holder, row
from desktop.widgets.scrolled import Scrolled
from desktop.widgets.share_bar import ShareBar, share_words

_MOST = 40  # bars of a chart; of 2,000 documents those with the most to gain come first
_NOTHING = tr("There is nothing to count yet.")
_COUNTING = tr("Counting…")
_ONLY_READ = tr(
    "Point at a column, or use the arrow keys, to read it. Unlike the bars of the other charts, a "
    "column shows no tasks in Review."
)


class ChartsDialog(QDialog):
    """One chart at a time, chosen from a list; each says in words what it shows."""

    chosen = Signal(str, object)  # the name of a chart, and the key of a bar in it

    def __init__(self, parent: QWidget | None) -> None:
        super().__init__(parent)
        self.setWindowTitle(tr("Charts"))
        self.resize(860, 540)
        self.bars: dict[str, list[ShareBar]] = {}
        self.columns: dict[str, ColumnChart] = {}
        self._words: dict[str, list[str]] = {}  # what the bars of a chart say
        self._unmade: dict[str, Callable[[], None]] = {}
        self._sentences: dict[str, tuple[QLabel, str]] = {}
        self._charts, self.list = QStackedWidget(), QListWidget()
        self.list.setAccessibleName(tr("Charts"))
        self.list.setProperty("role", "choices")
        self.list.currentRowChanged.connect(self._show_chart)
        both = row(gap=14)
        both.addWidget(self.list, 1)
        both.addWidget(card(self._charts, margin=14), 3)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(24, 20, 24, 18)
        layout.setSpacing(12)
        layout.addWidget(plain_label(tr("Charts"), "title"))
        layout.addLayout(both, 1)
        copy = push_button(tr("Copy as text"), self._copy)
        close = push_button(tr("Close"), self.reject, "primary")
        layout.addLayout(row(copy, None, close, gap=8))

    def add(self, name: str, sentence: str, shares: Sequence[Share], noun: str) -> None:
        """Add a chart of bars; `noun` is what its numbers count.

        Its bars are made when it is looked at: with all of them at once the dialog would be late.
        """
        shown, lines = shares[:_MOST], column(gap=1)
        self._words[name] = [share_words(one.title, one.part, one.whole, noun) for one in shown]
        self._unmade[name] = lambda: self._make(name, shown, noun, lines, len(shares) - _MOST)
        said = plain_label(sentence if shares else _NOTHING, "muted", wraps=True)
        self._add(name, holder(column(said, Scrolled(holder(lines), name), gap=8)))

    def _make(
        self, name: str, shares: Sequence[Share], noun: str, lines: QVBoxLayout, more: int
    ) -> None:
        self.bars[name] = [self._bar(name, share, noun) for share in shares]
        end = tr("And {count} more.", count=wording.number(more)) if more > 0 else ""
        fill(lines, *self.bars[name], plain_label(end, "small"), None)

    def show_chart(self, name: str) -> None:
        """Choose a chart."""
        places = [n for n in range(self.list.count()) if self.list.item(n).text() == name]
        self.list.setCurrentRow(places[0])

    def _show_chart(self, place: int) -> None:
        make = self._unmade.pop(self.list.item(place).text(), None)
        if make is not None:
            make()
        self._charts.setCurrentIndex(place)

    def add_columns(self, name: str, sentence: str) -> None:
        """Add a chart of columns that are still being counted; see `show_columns`."""
        said = plain_label(_COUNTING, "muted", wraps=True)
        chart = self.columns[name] = ColumnChart(name)
        self._sentences[name] = said, sentence
        page = column(said, gap=8)
        page.addWidget(chart, 1)
        page.addWidget(plain_label(_ONLY_READ, "small", wraps=True))
        page.addStretch(0)
        self._add(name, holder(page))

    def show_columns(self, name: str, columns: Sequence[Column]) -> None:
        """They have been counted."""
        said, sentence = self._sentences[name]
        said.setText(sentence if columns else _NOTHING)
        self.columns[name].show_columns(columns)

    def _add(self, name: str, page: QWidget) -> None:
        self._charts.addWidget(page)
        self.list.addItem(name)
        if self.list.count() == 1:
            self.list.setCurrentRow(0)

    def _bar(self, name: str, share: Share, noun: str) -> ShareBar:
        bar = ShareBar(share.title, share.part, share.whole, noun, "accent")
        bar.clicked.connect(lambda: self._choose(name, share.key))
        return bar

    def _choose(self, name: str, key: str | int) -> None:
        self.chosen.emit(name, key)
        self.accept()

    @property
    def said(self) -> list[str]:
        """All charts in words, one line each bar or column."""
        lines: list[str] = []
        for place in range(self.list.count()):
            name = self.list.item(place).text()
            bars = self._words.get(name, [])
            chart = self.columns.get(name)
            lines += [name, *bars, *(one.said for one in (chart.columns if chart else ())), ""]
        return lines

    def _copy(self) -> None:
        QGuiApplication.clipboard().setText("\n".join(self.said).strip())
