"""The margin at the right of a document's text: where each page or slide of the file begins."""

from bisect import bisect_left
from collections.abc import Iterator, Sequence

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QPlainTextEdit, QWidget

from desktop.theme import colours_of

_GAP = 8  # pixels, before and behind a label
Mark = tuple[int, str]
"""Qt's position of the text where a page begins, and what the page is called."""


def is_page(label: str) -> bool:
    """It counts pages or slides; what names a section or sheet stands in the text itself."""
    return label[-1:].isdigit() and " " in label


class PageMargin(QWidget):
    """Paints the labels of what is visible; as wide as its widest label, and 0 without any."""

    def __init__(self, pane: QPlainTextEdit) -> None:
        super().__init__(pane)
        self._pane = pane
        self._marks: Sequence[Mark] = ()

    def show_marks(self, marks: Sequence[Mark]) -> None:
        """Show these, in the order of the text."""
        self._marks = marks
        self.update()

    def wanted_width(self) -> int:
        """Pixels that the labels need beside the text."""
        widest = max((label for _position, label in self._marks), key=len, default="")
        return self.fontMetrics().horizontalAdvance(widest) + 2 * _GAP if widest else 0

    def visible(self) -> Iterator[tuple[float, float, str]]:
        """Top and height of the first line of each page that can be seen, and its label."""
        pane, bottom = self._pane, self._pane.viewport().height()
        first = pane.firstVisibleBlock().position()
        for position, label in self._marks[bisect_left(self._marks, (first, "")) :]:
            block = pane.document().findBlock(position)
            area = pane.blockBoundingGeometry(block).translated(pane.contentOffset())
            line = block.layout().lineForTextPosition(position - block.position())
            top = area.top() + (line.y() if line.isValid() else 0)
            if top > bottom:
                return
            yield top, line.height() if line.isValid() else area.height(), label

    def paintEvent(self, _event: QPaintEvent) -> None:
        """A rule where a page begins, and under it what it is called."""
        painter, colours = QPainter(self), colours_of(self.palette())
        right = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
        for top, height, label in self.visible():
            painter.fillRect(QRectF(_GAP / 2, top, self.width(), 1), QColor(colours.edge))
            painter.setPen(QColor(colours.muted))
            painter.drawText(QRectF(0, top, self.width() - _GAP / 2, height), right, label)
