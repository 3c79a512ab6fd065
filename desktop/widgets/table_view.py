"""A table view with our looks, and the delegates that paint two lines, a tone, or an icon."""

from collections.abc import Mapping
from types import MappingProxyType

from PySide6.QtCore import QEvent, QModelIndex, QPersistentModelIndex, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFont, QKeyEvent, QPainter, QResizeEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHeaderView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
)

from desktop import fonts
from desktop.icons import paint_icon
from desktop.tables.roles import Look, LookRole
from desktop.theme import colours_of, tone

Index = QModelIndex | QPersistentModelIndex
_LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
_PADDING = 10
_BAR = 4  # pixels: beside what is selected
_LIFT = -2  # pixels: the style sheet centres the plain cells of a row above its border
NAME_CHARACTERS = 34  # what a column with room can show at least


class TableView(QTableView):
    """Whole rows, one at a time, of one height; Tab leaves the table."""

    _lines = 1  # of text in a row
    _widths: Mapping[int, int] = MappingProxyType({})  # of columns, in characters

    def __init__(self, accessible_name: str, lines: int = 1) -> None:
        super().__init__()
        self._lines = lines
        self.setAccessibleName(accessible_name)
        self.setShowGrid(False)
        self.setTabKeyNavigation(False)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setWordWrap(False)
        self._roomy, self._droppable = -1, ()
        self.verticalHeader().hide()
        self.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        self._size_rows()
        self.horizontalHeader().setHighlightSections(False)
        self.horizontalHeader().setSectionsClickable(False)
        self.horizontalHeader().setMinimumSectionSize(30)

    def _size_rows(self) -> None:
        self.verticalHeader().setDefaultSectionSize(self.fontMetrics().height() * self._lines + 18)

    def fit_columns(self, stretched: int, widths: Mapping[int, int]) -> None:
        """One column takes what is left; the others get a width in characters or a heading's."""
        header = self.horizontalHeader()
        header.setSectionResizeMode(stretched, QHeaderView.ResizeMode.Stretch)
        for column in widths:
            header.setSectionResizeMode(column, QHeaderView.ResizeMode.Interactive)
        self._widths = widths
        self._size_columns()

    def _size_columns(self) -> None:
        header, unit = self.horizontalHeader(), self.fontMetrics().averageCharWidth()
        for column, characters in self._widths.items():
            heading = str(self.model().headerData(column, Qt.Orientation.Horizontal) or "")
            needed = int(header.fontMetrics().horizontalAdvance(heading) * 1.15)
            self.setColumnWidth(column, max(characters * unit, needed) + 2 * _PADDING + 4)

    def changeEvent(self, event: QEvent) -> None:
        """Larger text needs higher rows and wider columns."""
        super().changeEvent(event)
        if event.type() is QEvent.Type.FontChange:
            self._size_rows()
            self._size_columns()

    def keep_room(self, column: int, droppable: tuple[int, ...]) -> None:
        """In a narrow view, hide columns of `droppable` until `column` can be read."""
        self._roomy, self._droppable = column, droppable
        self._drop_columns()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """See what there is room for."""
        super().resizeEvent(event)
        self._drop_columns()

    def go_to(self, row: int) -> None:
        """Select a row; if it is out of sight, a whole view of rows goes by.

        Scrolling row by row would paint the whole table for each step. What is below comes
        second from the top, so that what was just done stays in sight.
        """
        columns = range(self.model().columnCount())
        shown = next((c for c in columns if not self.isColumnHidden(c)), 0)
        top, height = self.rowViewportPosition(row), self.rowHeight(row)
        is_seen = top >= 0 and top + height <= self.viewport().height()
        self.selectRow(row)
        if not is_seen:
            hint, place = QAbstractItemView.ScrollHint, row if top < 0 else max(row - 1, 0)
            index = self.model().index(place, shown)  # Qt doesn't scroll to what is hidden
            self.scrollTo(index, hint.PositionAtCenter if top < 0 else hint.PositionAtTop)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Home and End lead to the first and the last row: whole rows are chosen, not cells."""
        last = self.model().rowCount() - 1
        row = {Qt.Key.Key_Home: 0, Qt.Key.Key_End: last}.get(Qt.Key(event.key()))
        if row is None or last < 0:
            super().keyPressEvent(event)
            return
        self.go_to(row)
        self.setCurrentIndex(self.model().index(row, self.currentIndex().column()))

    def _drop_columns(self) -> None:
        if not self._droppable:
            return
        others = [c for c in range(self.model().columnCount()) if c != self._roomy]
        widths = {c: self._width_of(c) for c in others}
        wanted = NAME_CHARACTERS * self.fontMetrics().averageCharWidth()
        left = self.viewport().width() - sum(widths.values())
        for column in self._droppable:
            is_dropped = left < wanted
            self.setColumnHidden(column, is_dropped)
            left += widths[column] if is_dropped else 0

    def _width_of(self, column: int) -> int:
        if self.isColumnHidden(column):  # Qt answers 0
            self.setColumnHidden(column, False)  # noqa: FBT003 - Qt's signature
        return self.columnWidth(column)

    def show_only(self, *columns: int) -> None:
        """Hide all other columns."""
        for column in range(self.model().columnCount()):
            self.setColumnHidden(column, column not in columns)


class _Delegate(QStyledItemDelegate):
    """Paints the ground of a cell; heirs paint what stands on it."""

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Paint ground and content.

        The ground is the style sheet's `QTableView::item`, without asking the style for it or the
        table for six roles that it doesn't have: two rows are painted at each decision.
        """
        look = index.data(LookRole)
        if look is None:
            return  # a row that is gone
        painter.save()
        colours, area = colours_of(option.palette), option.rect
        if _is_selected(option):
            painter.fillRect(area, QColor(colours.accent_soft))
        line = QRect(area.left(), area.bottom(), area.width(), 1)
        painter.fillRect(line, QColor(colours.line))
        self.paint_look(painter, option, look)
        painter.restore()

    def paint_look(self, painter: QPainter, option: QStyleOptionViewItem, look: Look) -> None:
        """Paint what stands in the cell."""
        raise NotImplementedError


def _is_selected(option: QStyleOptionViewItem) -> bool:
    return bool(option.state & QStyle.StateFlag.State_Selected)


def _room(option: QStyleOptionViewItem) -> QRect:
    return option.rect.adjusted(_PADDING, 0, -_PADDING, 0)


def _line(
    painter: QPainter, font: QFont, area: QRect, text: str, mode: Qt.TextElideMode = fonts.AT_END
) -> None:
    painter.setFont(font)
    painter.drawText(area, _LEFT, fonts.elided(font, text, area.width(), mode))


class TwoLineDelegate(_Delegate):
    """The cell's text, and under it the smaller second line."""

    FIRST_MODE = fonts.AT_END

    def paint_look(self, painter: QPainter, option: QStyleOptionViewItem, look: Look) -> None:
        """Paint both lines."""
        colours = colours_of(option.palette)
        if _is_selected(option):  # not told by the ground alone
            bar = QRect(option.rect.left(), option.rect.top(), _BAR, option.rect.height() - 1)
            painter.fillRect(bar, QColor(colours.accent))
        area, height = _room(option), option.fontMetrics.height()
        top = area.top() + (area.height() - 2 * height) // 2
        first = QRect(area.left(), top, area.width(), height)
        painter.setPen(QColor(colours.text))
        _line(painter, option.font, first, look.text, self.FIRST_MODE)
        is_path = look.tone in {"good", "muted"}
        is_dim = is_path or look.tone == "quote"
        painter.setPen(QColor(colours.muted if is_dim else colours.warn))
        mode = Qt.TextElideMode.ElideMiddle if is_path else fonts.AT_END
        second = first.translated(0, height)
        _line(painter, fonts.small(option.font), second, look.second, mode)


class FileDelegate(TwoLineDelegate):
    """A file's name, short in its middle: names of one folder often differ at their ends."""

    FIRST_MODE = Qt.TextElideMode.ElideMiddle


class ToneDelegate(_Delegate):
    """A dot in the tone of the cell, then its text; no dot without text."""

    def paint_look(self, painter: QPainter, option: QStyleOptionViewItem, look: Look) -> None:
        """Paint dot and text."""
        if not look.text:
            return
        colours = colours_of(option.palette)
        area = _room(option).translated(0, _LIFT)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(tone(colours, look.tone))
        painter.drawEllipse(QRectF(area.left(), area.center().y() - 3.5, 8, 8))
        painter.setPen(QColor(colours.text))
        _line(painter, option.font, area.adjusted(16, 0, 0, 0), look.text)


class IconDelegate(_Delegate):
    """Only the row's icon, in the tone of the cell; its text is for screen readers."""

    def paint_look(self, painter: QPainter, option: QStyleOptionViewItem, look: Look) -> None:
        """Paint the icon."""
        if look.icon:
            middle = option.rect.center()
            area = QRectF(middle.x() - 8, middle.y() - 8, 17, 17)
            paint_icon(painter, look.icon, area, tone(colours_of(option.palette), look.tone))

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:  # noqa: ARG002
        """A narrow cell."""
        return QSize(36, 36)
