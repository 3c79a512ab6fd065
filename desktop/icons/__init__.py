"""Our own line icons: small SVGs whose `currentColor` is filled in when they are painted."""

import math
from functools import cache, lru_cache
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
    ratio = painter.device().devicePixelRatio()
    drawn = _drawn(name, colour.name(), area.width(), area.height(), ratio)
    painter.drawPixmap(area.topLeft(), drawn)


@lru_cache(maxsize=256)
def _drawn(name: str, colour: str, width: float, height: float, ratio: float) -> QPixmap:
    """The icon as pixels, kept: rendering an SVG at each painting costs ten times as much."""
    pixmap = QPixmap(math.ceil(width * ratio), math.ceil(height * ratio))
    pixmap.setDevicePixelRatio(ratio)
    pixmap.fill(Qt.GlobalColor.transparent)
    painter = QPainter(pixmap)
    _renderer(name, colour).render(painter, QRectF(0, 0, width, height))
    painter.end()
    return pixmap


def icon(name: str, colour: QColor, size: int = 64) -> QIcon:
    """The icon as a QIcon, for places where Qt paints; `size` in pixels."""
    return QIcon(_drawn(name, colour.name(), size, size, 1.0))
