"""Fonts that painting varies from a widget's own, each made once.

A font made anew at each painting is looked up anew among all fonts of the system: a fifth of a
millisecond for a cell of a table, more than all the rest of its painting.
"""

from functools import lru_cache

from PySide6.QtCore import Qt
from PySide6.QtGui import QFont, QFontMetrics

AT_END = Qt.TextElideMode.ElideRight
SMALL = 0.9  # of the usual size
TINY = 0.86


def small(font: QFont) -> QFont:
    """The same font a tenth smaller."""
    return _varied(font.key(), SMALL, QFont.Weight(font.weight()))


def tiny(font: QFont, weight: QFont.Weight | None = None) -> QFont:
    """The same font for what stands on a key or at an edge, in this weight if one is named."""
    return _varied(font.key(), TINY, weight or QFont.Weight(font.weight()))


def strong(font: QFont) -> QFont:
    """The same font as a title is set in."""
    return _varied(font.key(), 1.0, QFont.Weight.DemiBold)


def metrics(font: QFont) -> QFontMetrics:
    """Its measures; a painter's own are looked up anew after each change of its font."""
    return _metrics(font.key())


def elided(font: QFont, text: str, width: int, mode: Qt.TextElideMode = AT_END) -> str:
    """As much of a text as `width` pixels hold; kept, since rows are often painted unchanged."""
    return _elided(font.key(), text, width, mode)


@lru_cache(maxsize=1024)
def _elided(key: str, text: str, width: int, mode: Qt.TextElideMode) -> str:
    return _metrics(key).elidedText(text, mode, width)


@lru_cache(maxsize=64)
def _metrics(key: str) -> QFontMetrics:
    font = QFont()
    font.fromString(key)
    return QFontMetrics(font)


@lru_cache(maxsize=64)
def _varied(key: str, scale: float, weight: QFont.Weight) -> QFont:
    font = QFont()
    font.fromString(key)
    font.setPointSizeF(font.pointSizeF() * scale)
    font.setWeight(weight)
    return font
