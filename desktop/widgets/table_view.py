"""A table view with our looks, and the delegates that paint two lines, a tone, or an icon."""

from collections.abc import Mapping
from types import MappingProxyType

from PySide6.QtCore import QEvent, QModelIndex, QPersistentModelIndex, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFont, QPainter, QResizeEvent
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
from desktop.tables.roles import IconRole, SecondLineRole, ToneRole
from desktop.theme import colours_of, tone

Index = QModelIndex | QPersistentModelIndex
_LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
_AT_END = Qt.TextElideMode.ElideRight
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
        """Select a row; if it is out of sight, bring it to the middle.

        Scrolling row by row would paint the whole table for each step.
        """
        columns = range(self.model().columnCount())
        shown = next((c for c in columns if not self.isColumnHidden(c)), 0)
        top, height = self.rowViewportPosition(row), self.rowHeight(row)
        is_seen = top >= 0 and top + height <= self.viewport().height()
        self.selectRow(row)
        if not is_seen:
            index = self.model().index(row, shown)  # Qt doesn't scroll to what is hidden
            self.scrollTo(index, QAbstractItemView.ScrollHint.PositionAtCenter)

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
    """Paints the ground as the style does; heirs paint what stands on it."""

    def _prepare(
        self, painter: QPainter, option: QStyleOptionViewItem, index: Index
    ) -> tuple[QStyleOptionViewItem, str]:
        # `initStyleOption` would ask the table for six roles that it doesn't have.
        ready, text = QStyleOptionViewItem(option), index.data()
        ready.state &= ~QStyle.StateFlag.State_HasFocus
        widget = ready.widget
        widget.style().drawControl(QStyle.ControlElement.CE_ItemViewItem, ready, painter, widget)
        return ready, text or ""


def _room(option: QStyleOptionViewItem) -> QRect:
    return option.rect.adjusted(_PADDING, 0, -_PADDING, 0)


def _line(
    painter: QPainter, font: QFont, area: QRect, text: str, mode: Qt.TextElideMode = _AT_END
) -> None:
    painter.setFont(font)
    painter.drawText(area, _LEFT, fonts.metrics(font).elidedText(text, mode, area.width()))


class TwoLineDelegate(_Delegate):
    """The cell's text, and under it the smaller second line."""

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Paint ground and both lines."""
        painter.save()
        ready, text = self._prepare(painter, option, index)
        colours = colours_of(ready.palette)
        if ready.state & QStyle.StateFlag.State_Selected:  # not told by the ground alone
            bar = QRect(ready.rect.left(), ready.rect.top(), _BAR, ready.rect.height() - 1)
            painter.fillRect(bar, QColor(colours.accent))
        area, height = _room(ready), ready.fontMetrics.height()
        top = area.top() + (area.height() - 2 * height) // 2
        first = QRect(area.left(), top, area.width(), height)
        painter.setPen(QColor(colours.text))
        _line(painter, ready.font, first, text)
        shade = index.data(ToneRole)
        is_path = shade in {"good", "muted"}
        is_dim = is_path or shade == "quote"
        painter.setPen(QColor(colours.muted if is_dim else colours.warn))
        mode = Qt.TextElideMode.ElideMiddle if is_path else _AT_END
        second = first.translated(0, height)
        _line(painter, fonts.small(ready.font), second, index.data(SecondLineRole), mode)
        painter.restore()


class ToneDelegate(_Delegate):
    """A dot in the tone of the cell, then its text."""

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Paint ground, dot and text; no dot without text."""
        painter.save()
        ready, text = self._prepare(painter, option, index)
        if text:
            colours = colours_of(ready.palette)
            area = _room(ready).translated(0, _LIFT)
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(tone(colours, str(index.data(ToneRole))))
            painter.drawEllipse(QRectF(area.left(), area.center().y() - 3.5, 8, 8))
            painter.setPen(QColor(colours.text))
            _line(painter, ready.font, area.adjusted(16, 0, 0, 0), text)
        painter.restore()


class IconDelegate(_Delegate):
    """Only the row's icon, in the tone of the cell; its text is for screen readers."""

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Paint ground and icon."""
        painter.save()
        ready, _text = self._prepare(painter, option, index)
        name = index.data(IconRole)
        if name:
            colours = colours_of(ready.palette)
            middle = ready.rect.center()
            area = QRectF(middle.x() - 8, middle.y() - 8, 17, 17)
            paint_icon(painter, name, area, tone(colours, str(index.data(ToneRole))))
        painter.restore()

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:  # noqa: ARG002
        """A narrow cell."""
        return QSize(36, 36)
