"""Our own line icons: small SVGs whose `currentColor` is filled in when they are painted."""

from functools import cache
from importlib import resources

from PySide6.QtCore import QByteArray, QRectF, Qt
from PySide6.QtGui import QColor, QIcon, QPainter, QPixmap
from PySide6.QtSvg import QSvgRenderer


@cache
def _renderer(name: str, colour: str) -> QSvgRenderer:
    source = resources.files("desktop").joinpath("icons", f"{name}.svg").read_text("utf-8")
    return QSvgRenderer(QByteArray(source.replace("currentColor", colour).encode()))


def paint_icon(painter: QPainter, name: str, area: QRectF, colour: QColor) -> None:
    """Draw the icon called `name` into `area`, in one colour."""
    _renderer(name, colour.name()).render(painter, area)


def icon(name: str, colour: QColor, size: int = 64) -> QIcon:
    """The icon as a QIcon, for places where Qt paints; `size` in pixels."""
    pixmap = QPixmap(size, size)
    pixmap.fill(Qt.GlobalColor.transparent)
    painter = QPainter(pixmap)
    paint_icon(painter, name, QRectF(0, 0, size, size), colour)
    painter.end()
    return QIcon(pixmap)
