"""A chart of columns that can be walked through by arrow keys, and says each one in words."""

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QFocusEvent, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QVBoxLayout, QWidget

from desktop import fonts
from desktop.announce import announce
from desktop.column_charts import Column
from desktop.language import tr
from desktop.text import plain_label
from desktop.theme import colours_of, tone

_GAP, _WIDEST, _NARROWEST = 3, 46, 3  # pixels
_MOVES = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1}
_HINT = tr("Left and Right go through the columns.")


class ColumnChart(QWidget):
    """Columns from one axis, with the words of the chosen one below them."""

    def __init__(self, name: str) -> None:
        super().__init__()
        self.columns: Sequence[Column] = ()
        self.plot = _Plot(self)
        self.words = plain_label("", "muted", wraps=True)
        self._name = name
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(8)
        layout.addWidget(self.plot, 1)
        layout.addWidget(self.words)
        self.show_columns(())

    def show_columns(self, columns: Sequence[Column]) -> None:
        """Show these, the highest chosen."""
        self.columns = columns
        self.setVisible(bool(columns))
        best = max(columns, key=lambda one: (one.part, -columns.index(one)), default=None)
        self.choose(columns.index(best) if best else 0)

    def choose(self, place: int) -> None:
        """Choose a column: it is marked and said."""
        if not 0 <= place < len(self.columns):
            return
        self.plot.chosen = place
        said = self.columns[place].said
        self.words.setText(said)
        self.plot.setAccessibleName(f"{self._name}. {said}")
        self.plot.setAccessibleDescription(_HINT)
        if self.plot.hasFocus():
            announce(self.plot, said)
        self.plot.update()


class _Plot(QWidget):
    """The columns themselves."""

    def __init__(self, chart: ColumnChart) -> None:
        super().__init__(chart)
        self._chart = chart
        self.chosen = 0
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMouseTracking(True)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)

    def sizeHint(self) -> QSize:
        return QSize(360, 220)

    def minimumSizeHint(self) -> QSize:
        return QSize(160, 110)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Go through the columns."""
        last = len(self._chart.columns) - 1
        ends = {Qt.Key.Key_Home: 0, Qt.Key.Key_End: last}
        key = Qt.Key(event.key())
        if key in _MOVES:
            self._chart.choose(min(max(self.chosen + _MOVES[key], 0), last))
        elif key in ends:
            self._chart.choose(ends[key])
        else:
            super().keyPressEvent(event)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """The column below the pointer is the chosen one."""
        place = self._place_at(event.position())
        if place is not None and place != self.chosen:
            self._chart.choose(place)

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Show the focus."""
        super().focusInEvent(event)
        self.update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Show that it is gone."""
        super().focusOutEvent(event)
        self.update()

    def changeEvent(self, event: QEvent) -> None:
        """Another scheme or size of text."""
        super().changeEvent(event)
        self.update()

    def _room(self) -> QRectF:
        """Where columns stand: above the line of their labels."""
        line = self.fontMetrics().height() + 6
        return QRectF(self.rect()).adjusted(4, 6, -4, -line)

    def _areas(self) -> list[QRectF]:
        """The whole height above each column's foot, from the left."""
        room, count = self._room(), max(len(self._chart.columns), 1)
        wide = min(room.width() / count, _WIDEST)
        inner = max(wide - _GAP, _NARROWEST)
        return [
            QRectF(room.left() + place * wide, room.top(), inner, room.height())
            for place in range(len(self._chart.columns))
        ]

    def _place_at(self, point: QPointF) -> int | None:
        found = (
            n
            for n, area in enumerate(self._areas())
            if area.left() <= point.x() < area.right() + _GAP
        )
        return next(found, None)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Columns, axis, labels that have room, and the focus."""
        painter, colours = QPainter(self), colours_of(self.palette())
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        areas, room = self._areas(), self._room()
        painter.setPen(QPen(tone(colours, "line"), 1))
        painter.drawLine(room.bottomLeft(), room.bottomRight())
        for place, (area, one) in enumerate(zip(areas, self._chart.columns, strict=True)):
            share = one.part / one.whole if one.whole else 0.0
            filled = area.adjusted(0, area.height() * (1 - share), 0, 0)
            if place == self.chosen:
                painter.fillRect(area, tone(colours, "line"))
            name = "accent" if place == self.chosen else "edge"
            painter.fillRect(filled, tone(colours, name))
        self._paint_labels(painter, areas, room)
        if self.hasFocus():
            painter.setPen(QPen(tone(colours, "accent"), 2))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(QRectF(self.rect()).adjusted(1, 1, -1, -1), 6, 6)

    def _paint_labels(self, painter: QPainter, areas: Sequence[QRectF], room: QRectF) -> None:
        """Below the axis, from the left, each that does not meet the one before."""
        small = fonts.small(self.font())
        measures, free = fonts.metrics(small), room.left()
        painter.setFont(small)
        painter.setPen(tone(colours_of(self.palette()), "muted"))
        for area, one in zip(areas, self._chart.columns, strict=True):
            wide = measures.horizontalAdvance(one.label)
            if area.left() >= free and area.left() + wide <= room.right():
                place = QPointF(area.left(), room.bottom() + 4 + measures.ascent())
                painter.drawText(place, one.label)
                free = area.left() + wide + 3 * _GAP
