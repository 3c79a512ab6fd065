"""A button that shows the key which does the same."""

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFont, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QPushButton

from desktop import fonts
from desktop.text import set_role
from desktop.theme import colours_of, tone


class KeyButton(QPushButton):
    """Its caption at the left, a key cap at the right; `colour` is the tone of the key."""

    def __init__(self, caption: str, key: str, colour: str = "muted") -> None:
        super().__init__(caption)
        self._key, self._tone = key, colour
        self._margin = 9.5  # right of the key cap
        self.setProperty("role", "key")
        self.setAccessibleName(f"{caption} ({key})")
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)

    @property
    def key(self) -> str:
        """What stands on the key cap."""
        return self._key

    def be_narrow(self, *, is_narrow: bool) -> None:
        """Smaller letters and margins, where there is little room."""
        set_role(self, "narrow-key" if is_narrow else "key")
        self._margin = 5.5 if is_narrow else 9.5
        self.updateGeometry()

    def sizeHint(self) -> QSize:
        """Room for caption and key cap."""
        hint = super().sizeHint()
        return QSize(hint.width() + self._cap_width() - 16, hint.height())

    def minimumSizeHint(self) -> QSize:
        """Never narrower than that."""
        return self.sizeHint()

    def paintEvent(self, event: QPaintEvent) -> None:
        """The button as usual, and the key cap on it."""
        super().paintEvent(event)
        colours, side = colours_of(self.palette()), 21
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        wide = self._cap_width()
        area = QRectF(
            self.width() - wide - self._margin, (self.height() - side) / 2 + 0.5, wide, side - 1
        )
        painter.setPen(QPen(QColor(colours.line_strong if self.isEnabled() else colours.line), 1))
        painter.setBrush(QColor(colours.sunken))
        painter.drawRoundedRect(area, 5, 5)
        painter.setPen(tone(colours, self._tone if self.isEnabled() else "faint"))
        painter.setFont(fonts.tiny(self.font(), QFont.Weight.DemiBold))
        painter.drawText(area, Qt.AlignmentFlag.AlignCenter, self._key)

    def _cap_width(self) -> int:
        return max(21, self.fontMetrics().horizontalAdvance(self._key) + 12)
