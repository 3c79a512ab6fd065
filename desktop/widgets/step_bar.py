"""The bar at the top: the four pages from left to right, each with its count or what blocks it."""

from collections.abc import Sequence

from PySide6.QtCore import QPointF, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractButton, QButtonGroup, QHBoxLayout, QSizePolicy, QWidget

from desktop import fonts
from desktop.icons import paint_icon
from desktop.steps import Step, steps
from desktop.text import plain_tooltip
from desktop.theme import Colours, colours_of

_ICON_SIDE = 22
_TEXT_LEFT = 48


class StepButton(QAbstractButton):
    """One page in the bar: icon, title, and a second line for the count."""

    def __init__(self, step: Step) -> None:
        super().__init__()
        self._step = step
        self.setCheckable(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.show_step(step)

    def show_step(self, step: Step) -> None:
        """Show what the page says of itself now."""
        if step == self._step and self.text():
            return  # most decisions change two of the four
        before, self._step = self.sizeHint(), step
        self.setText(step.title)
        self.setAccessibleName(f"{step.title}: {step.said}" if step.said else step.title)
        self.setToolTip(plain_tooltip(step.said))
        if self.sizeHint() != before:
            self.updateGeometry()
        self.update()

    @property
    def said(self) -> str:
        """The second line."""
        return self._step.said

    def sizeHint(self) -> QSize:
        """Room for both lines."""
        wide = max(
            self.fontMetrics().horizontalAdvance(self._step.title) * 1.1,
            self.fontMetrics().horizontalAdvance(self._step.said) * 0.95,
        )
        return QSize(int(wide) + _TEXT_LEFT + 18, self.fontMetrics().height() * 2 + 22)

    def minimumSizeHint(self) -> QSize:
        """The second line may be elided, the title not."""
        title = self.fontMetrics().horizontalAdvance(self._step.title)
        return QSize(int(title * 1.1) + _TEXT_LEFT + 10, self.sizeHint().height())

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint ground, icon, two lines, and the accent under the page that is open."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        colours = colours_of(self.palette())
        self._paint_ground(painter, colours)
        colour = colours.accent if self.isChecked() else colours.muted
        top = (self.height() - _ICON_SIDE) / 2
        icon = "check" if self._step.is_finished and not self.isChecked() else self._step.icon
        paint_icon(painter, icon, QRectF(14, top, _ICON_SIDE, _ICON_SIDE), QColor(colour))
        self._paint_lines(painter, colours)

    def _paint_ground(self, painter: QPainter, colours: Colours) -> None:
        inside = QRectF(self.rect()).adjusted(1.5, 1.5, -1.5, -1.5)
        if self.isChecked():
            painter.setBrush(QColor(colours.accent_soft))
        elif self.underMouse() and self.isEnabled():
            painter.setBrush(QColor(colours.hover))
        pen = QPen(QColor(colours.accent), 2) if self.hasFocus() else QPen(Qt.PenStyle.NoPen)
        painter.setPen(pen)
        painter.drawRoundedRect(inside, 8, 8)

    def _paint_lines(self, painter: QPainter, colours: Colours) -> None:
        is_dim = self._step.is_blocked and not self.isChecked()
        height = self.fontMetrics().height()
        top, wide = (self.height() - 2 * height) // 2, self.width() - _TEXT_LEFT - 8
        align = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
        painter.setFont(fonts.strong(self.font()))
        painter.setPen(QColor(colours.muted if is_dim else colours.text))
        painter.drawText(QRect(_TEXT_LEFT, top, wide, height), align, self._step.title)
        small = fonts.small(self.font())
        painter.setFont(small)
        painter.setPen(QColor(colours.muted))
        said = fonts.elided(small, self._step.said, wide)
        painter.drawText(QRect(_TEXT_LEFT, top + height, wide, height), align, said)


class _Chevron(QWidget):
    """The small arrow between two steps."""

    def __init__(self) -> None:
        super().__init__()
        self.setFixedWidth(16)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Two strokes, pointing to the right."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(QColor(colours_of(self.palette()).line_strong), 1.6))
        middle = self.height() / 2
        tip = QPointF(10.5, middle)
        painter.drawPolyline([QPointF(6, middle - 5), tip, QPointF(6, middle + 5)])


class StepBar(QWidget):
    """The four steps; tells which page is wanted."""

    page_requested = Signal(int)

    def __init__(self) -> None:
        super().__init__()
        self._group = QButtonGroup(self)
        self.buttons = [StepButton(step) for step in steps(None)]
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(2)
        for place, button in enumerate(self.buttons):
            if place:
                layout.addWidget(_Chevron())
            self._group.addButton(button, place)
            layout.addWidget(button, 1)
        self._group.idClicked.connect(self.page_requested)

    def show_steps(self, shown: Sequence[Step]) -> None:
        """Show what the four pages say of themselves."""
        for button, step in zip(self.buttons, shown, strict=True):
            button.show_step(step)

    def mark(self, place: int | None) -> None:
        """Mark the page that is open; None where none of the four is."""
        self._group.setExclusive(place is not None)
        for here, button in enumerate(self.buttons):
            button.setChecked(here == place)
