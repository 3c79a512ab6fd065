"""A document's text with its passages drawn on it: bands of tint, borders, numbers in the margin.

Only what is visible is painted, line by line, so that the length of a document doesn't matter.
"""

from collections.abc import Iterator, Sequence
from itertools import groupby

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import (
    QBrush,
    QColor,
    QFont,
    QPainter,
    QPaintEvent,
    QResizeEvent,
    QTextBlock,
    QTextCursor,
    QTextLine,
)
from PySide6.QtWidgets import QTextEdit, QWidget

from desktop import fonts
from desktop.text import TextPane, Utf16Offsets
from desktop.theme import Colours, colours_of
from desktop.widgets.page_margin import PageMargin, is_page
from desktop.wording import place_said
from engine.passages.edits import place_of
from engine.records import PageMark, Span

_BAR = 3  # pixels, beside the text
_GAP = 8

Placed = tuple[QRectF, int, bool]
"""Where a line of a passage is painted, which passage it is, and whether it begins there."""


class PassagePane(TextPane):
    """Shows one window of a text; all offsets are code points of the whole text."""

    _spans: Sequence[Span] = ()  # Qt asks for colours before our own `__init__` goes on
    _places: Sequence[tuple[int, int]] = ()
    _margin: QWidget | None = None
    _has_margin = True

    def __init__(self, accessible_name: str) -> None:
        super().__init__(accessible_name)
        self._first = 0
        self._offsets = Utf16Offsets("")
        self._edges: list[tuple[int, int]] = []  # of the spans, as Qt's positions
        self.setTextInteractionFlags(
            Qt.TextInteractionFlag.TextSelectableByMouse
            | Qt.TextInteractionFlag.TextSelectableByKeyboard
        )
        self._margin = _Margin(self)
        self.pages = PageMargin(self)
        self.pages_of_file: Sequence[PageMark] = ()  # of the whole text, for the next window shown
        self.updateRequest.connect(lambda _area, _by: self._repaint_margin())
        self.cursorPositionChanged.connect(self._repaint)

    # --- what is shown ------------------------------------------------------------------------

    def show_window(self, text: str, first: int) -> None:
        """Show `text`, which begins at offset `first` of the whole."""
        self._first, self._offsets = first, Utf16Offsets(text)
        self._spans, self._edges, self._places = (), [], ()
        self._has_margin = True
        self._fit_margin()
        self.show_text(text)
        self._show_pages()

    def _show_pages(self) -> None:
        """Mark where the pages of the file begin, of those in this window."""
        last, marks = self.document().characterCount(), list[tuple[int, str]]()
        for one in self.pages_of_file if self._has_margin else ():
            position = self.qt_position(one.start)
            if 0 <= position < last and is_page(one.label):
                marks.append((position, place_said(one.label)))
        self.pages.show_marks(marks)
        self._fit_margin()
        self._place_margins()

    def show_sentence(self, text: str) -> None:
        """Show what is no document's text, without a margin for passages."""
        self.show_window(text, 0)
        self._has_margin = False
        self._show_pages()

    def show_spans(self, spans: Sequence[Span]) -> None:
        """Draw these passages; the text stays where it is."""
        self._spans = spans
        self._edges = [(self.qt_position(span.start), self.qt_position(span.end)) for span in spans]
        self._show_selections()

    def show_places(self, places: Sequence[tuple[int, int]]) -> None:
        """Highlight these places and go to the first."""
        self._places = places
        self._show_selections()
        if places:
            self.go_to(places[0][0])

    def go_to(self, offset: int) -> None:
        """Put the cursor there, in the middle of the pane."""
        cursor = self.textCursor()
        cursor.setPosition(self._clamped(offset))
        self.setTextCursor(cursor)
        self.centerCursor()

    def offset(self) -> int:
        """Where the cursor stands."""
        return self._first + self._offsets.from_qt(self.textCursor().position())

    def place(self) -> int | None:
        """Which passage the cursor stands in or just behind; the first one before all."""
        place = place_of(self._spans, self.offset())
        return 0 if place is None and self._spans else place

    def is_excluded(self, place: int) -> bool:
        """A passage is left out."""
        return self._spans[place].is_excluded

    def qt_position(self, offset: int) -> int:
        """The place of an offset in this pane; beyond its window it is out of range."""
        return self._offsets.to_qt(offset - self._first) if offset >= self._first else -1

    def _clamped(self, offset: int) -> int:
        return max(0, min(self.qt_position(offset), self.document().characterCount() - 1))

    def _paint_marks(self) -> None:
        """The text is new, or the colours are."""
        self._show_selections()

    def _show_selections(self) -> None:
        colours = colours_of(self.palette())
        left_out = left_out_places(self._spans)
        self.setExtraSelections(
            [
                *(self._selection_of(place, colours.muted, "") for place in left_out),
                *(
                    self._selection_of(place, colours.text, colours.evidence)
                    for place in self._places
                ),
            ]
        )
        self._repaint()

    def _selection_of(
        self, place: tuple[int, int], colour: str, ground: str
    ) -> QTextEdit.ExtraSelection:
        selection = QTextEdit.ExtraSelection()
        selection.cursor = QTextCursor(self.document())
        selection.cursor.setPosition(self._clamped(place[0]))
        selection.cursor.setPosition(self._clamped(place[1]), QTextCursor.MoveMode.KeepAnchor)
        selection.format.setForeground(QColor(colour))
        if ground:
            selection.format.setBackground(QColor(ground))
        return selection

    # --- painting -----------------------------------------------------------------------------

    def _repaint(self) -> None:
        self.viewport().update()
        self._repaint_margin()

    def _repaint_margin(self) -> None:
        if self._margin is not None:
            self._margin.update()
            self.pages.update()

    def _fit_margin(self) -> int:
        """Make room beside the text for three digits and a bar; gives its width in pixels."""
        width = self.fontMetrics().horizontalAdvance("999") + 2 * _GAP + _BAR
        width = width if self._has_margin else 0
        right = self.pages.wanted_width() if self._margin is not None else 0
        now = self.viewportMargins()
        if (now.left(), now.right()) != (width, right):
            self.setViewportMargins(width, 0, right, 0)
        return width

    def resizeEvent(self, event: QResizeEvent) -> None:
        """The margin is as high as the text. It is set first: the text is laid out beside it."""
        self._fit_margin()
        super().resizeEvent(event)
        self._place_margins()

    def _place_margins(self) -> None:
        if self._margin is None:
            return
        inside, sides = self.viewport().geometry(), self.viewportMargins()
        left, right = sides.left(), sides.right()
        self._margin.setGeometry(inside.x() - left, inside.y(), left, inside.height())
        self.pages.setGeometry(inside.right() + 1, inside.y(), right, inside.height())

    def paintEvent(self, event: QPaintEvent) -> None:
        """The passages, and on them the text as usual."""
        painter = QPainter(self.viewport())
        colours, current = colours_of(self.palette()), self.place()
        for area, place, begins in self.visible_lines():
            painter.fillRect(area, self._ground(place, current, colours))
            if begins:
                painter.fillRect(
                    QRectF(area.x(), area.y(), area.width(), 1), QColor(colours.line_strong)
                )
                if area.x() > 0:
                    painter.fillRect(
                        QRectF(area.x(), area.y(), 2, area.height()), QColor(colours.line_strong)
                    )
        painter.end()
        super().paintEvent(event)

    def _ground(self, place: int, current: int | None, colours: Colours) -> QBrush:
        if self._spans[place].is_excluded:
            return QBrush(QColor(colours.line), Qt.BrushStyle.BDiagPattern)
        if place == current:
            return QBrush(QColor(colours.accent_soft))
        return QBrush(QColor(colours.hover if place % 2 else colours.surface))

    def visible_lines(self) -> Iterator[Placed]:
        """The lines of passages that can be seen now, from the top."""
        block, bottom = self.firstVisibleBlock(), self.viewport().height()
        while block.isValid():
            area = self.blockBoundingGeometry(block).translated(self.contentOffset())
            if area.top() > bottom:
                return
            if block.isVisible():
                yield from self._lines_of(block, area)
            block = block.next()

    def _lines_of(self, block: QTextBlock, area: QRectF) -> Iterator[Placed]:
        layout = block.layout()
        for number in range(layout.lineCount()):
            line = layout.lineAt(number)
            is_last = number == layout.lineCount() - 1
            top = area.top() + line.y()
            yield from self._parts_of(line, block.position(), top, is_last=is_last)

    def _parts_of(
        self, line: QTextLine, position: int, top: float, *, is_last: bool
    ) -> Iterator[Placed]:
        begin = position + line.textStart()
        end = begin + line.textLength() + is_last  # the line end itself belongs to the line
        place = self._place_at(begin)
        while place < len(self._edges) and self._edges[place][0] < end:
            start, stop = self._edges[place]
            if stop > begin:
                left = line.cursorToX(start - position)[0] if start > begin else 0.0  # pyright: ignore[reportIndexIssue]
                right = float(self.viewport().width())
                if place + 1 < len(self._edges) and self._edges[place + 1][0] < end:
                    right = line.cursorToX(self._edges[place + 1][0] - position)[0]  # pyright: ignore[reportIndexIssue]
                yield QRectF(left, top, right - left, line.height()), place, start >= begin
            place += 1

    def _place_at(self, position: int) -> int:
        """The first passage that ends after a position."""
        low, high = 0, len(self._edges)
        while low < high:
            middle = (low + high) // 2
            if self._edges[middle][1] > position:
                high = middle
            else:
                low = middle + 1
        return low


def left_out_places(spans: Sequence[Span]) -> list[tuple[int, int]]:
    """Where the text is left out; passages that follow each other are one place.

    Of two selections that touch within a line, Qt 6.11 draws the second in the usual colour.
    """
    return [
        (run[0].start, run[-1].end)
        for is_excluded, group in groupby(spans, key=lambda span: span.is_excluded)
        if is_excluded and (run := list(group))
    ]


class _Margin(QWidget):
    """Beside the text: a bar as high as each passage, and its number where it begins."""

    def __init__(self, pane: PassagePane) -> None:
        super().__init__(pane)
        self._pane = pane

    def sizeHint(self) -> QSize:
        """As wide as the pane makes it."""
        return QSize(0, 0)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Bars and numbers of what is visible."""
        painter = QPainter(self)
        pane, colours = self._pane, colours_of(self._pane.palette())
        current = pane.place()
        for area, place, begins in pane.visible_lines():
            is_current = place == current
            usual = colours.line if pane.is_excluded(place) else colours.line_strong
            colour = QColor(colours.accent if is_current else usual)
            top = area.y() + (2 if begins else 0)
            bar = QRectF(self.width() - _BAR - 2, top, _BAR, area.bottom() - top)
            painter.fillRect(bar, colour)
            if begins:
                weight = QFont.Weight.Bold if is_current else None
                painter.setFont(fonts.tiny(pane.font(), weight))
                painter.setPen(QColor(colours.accent if is_current else colours.muted))
                room = QRectF(0, area.y(), self.width() - _BAR - 2 - _GAP, area.height())
                right = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
                painter.drawText(room, right, str(place + 1))
