"""A part of a page that scrolls when its window is small or its font is large."""

from PySide6.QtCore import QSize
from PySide6.QtWidgets import QScrollArea, QWidget

_MOST_WIDTH = 560  # pixels asked for; what needs more is reached by scrolling sideways


class Scrolled(QScrollArea):
    """As wide as its contents need in the font of the moment, but at least `least` pixels."""

    def __init__(self, inside: QWidget, name: str, least: int = 0) -> None:
        super().__init__()
        self._inside, self._least = inside, least
        self.setWidgetResizable(True)
        self.setWidget(inside)
        self.setAccessibleName(name)

    def minimumSizeHint(self) -> QSize:
        """Room for the contents and the bar beside them."""
        bar = self.verticalScrollBar().sizeHint().width()
        wanted = self._inside.minimumSizeHint().width() + bar
        return QSize(max(self._least, min(wanted, _MOST_WIDTH)), super().minimumSizeHint().height())

    def sizeHint(self) -> QSize:
        """No wider than it must be: what is beside it takes the rest."""
        return QSize(self.minimumSizeHint().width(), super().sizeHint().height())
