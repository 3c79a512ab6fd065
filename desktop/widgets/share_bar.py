"""A share as a bar with its words: a row of a chart that can be read aloud and pressed."""

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPainterPath, QPaintEvent
from PySide6.QtWidgets import QPushButton, QSizePolicy

from desktop.theme import colours_of, tone
from desktop.wording import counted, number, part_of

_GAP, _BAR_HEIGHT, _PADDING = 10, 8, 6
_TITLE_SHARE = 0.6  # of the width at most, for the title
_LEAST_BAR = 70  # pixels


def share_words(title: str, part: int, whole: int, noun: str) -> str:
    """What a bar says to who can't see it."""
    return f"{title}: {part_of(number(part), counted(whole, noun))}"


class ShareBar(QPushButton):
    """Paints “title ▇▇▇▁▁ 5 of 6”; pressing it asks for what it stands for."""

    def __init__(self, title: str, part: int, whole: int, noun: str, colour: str = "good") -> None:
        super().__init__()
        self.title, self.part, self.whole, self.colour = title, part, whole, colour
        self.setProperty("role", "bar")
        self.setAccessibleName(share_words(title, part, whole, noun))
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    @property
    def figure(self) -> str:
        """What stands at its right."""
        return part_of(self.part, self.whole)

    def sizeHint(self) -> QSize:
        """One line."""
        return QSize(260, self.fontMetrics().height() + 2 * _PADDING)

    def minimumSizeHint(self) -> QSize:
        """Any width: the title ends in “…” where there is no room."""
        return QSize(160, self.sizeHint().height())

    def paintEvent(self, event: QPaintEvent) -> None:
        """The button's own ground and focus, then title, bar and figure."""
        super().paintEvent(event)
        painter, colours = QPainter(self), colours_of(self.palette())
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        room = QRectF(self.rect()).adjusted(_PADDING, 0, -_PADDING, 0)
        metrics = self.fontMetrics()
        wide = max(metrics.horizontalAdvance(self.figure), metrics.horizontalAdvance("888 of 888"))
        free = room.width() - wide - 2 * _GAP
        titled = min(free * _TITLE_SHARE, max(free - _LEAST_BAR, 0))
        title = QRectF(room.left(), 0, titled, room.height())
        middle = Qt.AlignmentFlag.AlignVCenter
        said = metrics.elidedText(self.title, Qt.TextElideMode.ElideRight, int(title.width()))
        painter.setPen(tone(colours, "text"))
        painter.drawText(title, middle | Qt.AlignmentFlag.AlignLeft, said)
        figure = QRectF(room.right() - wide, 0, wide, room.height())
        painter.setPen(tone(colours, "muted"))
        painter.drawText(figure, middle | Qt.AlignmentFlag.AlignRight, self.figure)
        left, right = title.right() + _GAP, figure.left() - _GAP
        top = (self.height() - _BAR_HEIGHT) / 2
        self._paint_bar(painter, QRectF(left, top, max(right - left, 0), _BAR_HEIGHT))

    def _paint_bar(self, painter: QPainter, area: QRectF) -> None:
        colours, outline = colours_of(self.palette()), QPainterPath()
        outline.addRoundedRect(area, _BAR_HEIGHT / 2, _BAR_HEIGHT / 2)
        painter.setClipPath(outline)
        painter.fillRect(area, tone(colours, "line"))
        share = self.part / self.whole if self.whole else 0.0
        filled = QRectF(area.left(), area.top(), area.width() * share, area.height())
        painter.fillRect(filled, tone(colours, self.colour))
