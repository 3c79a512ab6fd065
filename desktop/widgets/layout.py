"""Rows, columns and cards with the spacing that all pages share."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QBoxLayout, QFrame, QHBoxLayout, QLayout, QVBoxLayout, QWidget

from desktop.text import plain_label

PAGE_MARGIN = 24
GAP = 12


def fill(layout: QBoxLayout, *items: QWidget | QLayout | int | None) -> QBoxLayout:
    """Add to a box: widgets, layouts, a number for space in pixels, None for a stretch."""
    for item in items:
        if item is None:
            layout.addStretch(1)
        elif isinstance(item, int):
            layout.addSpacing(item)
        elif isinstance(item, QWidget):
            layout.addWidget(item)
        else:
            layout.addLayout(item)
    return layout


def row(*items: QWidget | QLayout | int | None, gap: int = GAP) -> QHBoxLayout:
    """Items side by side, without margins."""
    layout = QHBoxLayout()
    layout.setContentsMargins(0, 0, 0, 0)
    layout.setSpacing(gap)
    fill(layout, *items)
    return layout


def column(*items: QWidget | QLayout | int | None, gap: int = GAP) -> QVBoxLayout:
    """Items one below the other, without margins."""
    layout = QVBoxLayout()
    layout.setContentsMargins(0, 0, 0, 0)
    layout.setSpacing(gap)
    fill(layout, *items)
    return layout


def holder(layout: QLayout, role: str = "clear") -> QWidget:
    """A plain widget around a layout."""
    widget = QWidget()
    widget.setProperty("role", role)
    widget.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
    widget.setLayout(layout)
    return widget


def card(*items: QWidget | QLayout | int | None, gap: int = GAP, margin: int = 18) -> QFrame:
    """Items one below the other on a surface with a fine border."""
    frame = QFrame()
    frame.setProperty("role", "card")
    layout = column(*items, gap=gap)
    layout.setContentsMargins(margin, margin, margin, margin)
    frame.setLayout(layout)
    return frame


def fit_height(dialog: QWidget) -> None:
    """Make a dialog as high as its texts need at its width; Qt asks labels for one line only."""
    layout = dialog.layout()
    if layout is not None:
        wide = max(dialog.width(), layout.totalMinimumSize().width())
        dialog.resize(wide, max(dialog.height(), layout.totalHeightForWidth(wide)))


def rule() -> QFrame:
    """A fine horizontal line."""
    line = QFrame()
    line.setProperty("role", "rule")
    return line


def field(title: str, widget: QWidget, hint: str = "") -> QVBoxLayout:
    """A titled input; the title is its accessible name unless it has one, and its buddy."""
    label = plain_label(title, "field")
    label.setBuddy(widget)
    if not widget.accessibleName():
        widget.setAccessibleName(title)
    layout = column(label, widget, gap=5)
    if hint:
        layout.addWidget(plain_label(hint, "small", wraps=True))
    return layout
