"""An icon that takes its colour from the palette each time it is painted."""

from PySide6.QtCore import QRectF, QSize
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from desktop.icons import paint_icon
from desktop.theme import colours_of, tone


class Glyph(QWidget):
    """The icon `name`, `side` pixels wide and high, in the colour of a tone. Says nothing."""

    def __init__(self, name: str, side: int = 18, colour: str = "muted") -> None:
        super().__init__()
        self._name, self._side, self._tone = name, side, colour
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def show_icon(self, name: str, colour: str) -> None:
        """Another icon or another tone."""
        self._name, self._tone = name, colour
        self.update()

    def sizeHint(self) -> QSize:
        """The square of `side`."""
        return QSize(self._side, self._side)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the icon in today's colours."""
        painter = QPainter(self)
        area = QRectF(0, 0, self._side, self._side)
        paint_icon(painter, self._name, area, tone(colours_of(self.palette()), self._tone))
