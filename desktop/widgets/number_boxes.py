"""Boxes for numbers, named and inset alike."""

from typing import TypeVar

from PySide6.QtWidgets import QAbstractSpinBox, QDoubleSpinBox, QSpinBox

from desktop.widgets.wheel import let_wheel_pass

_Box = TypeVar("_Box", bound=QAbstractSpinBox)


def whole_number(limits: tuple[int, int], value: int, name: str) -> QSpinBox:
    """A box for a whole number between two limits."""
    box = QSpinBox()
    box.setRange(*limits)
    box.setValue(value)
    return _named(box, name)


def decimal_number(limits: tuple[float, float], value: float, name: str) -> QDoubleSpinBox:
    """A box for a number with two decimals between two limits."""
    box = QDoubleSpinBox()
    box.setRange(*limits)
    box.setSingleStep(0.05)
    box.setDecimals(2)
    box.setValue(value)
    return _named(box, name)


def _named(box: _Box, name: str) -> _Box:
    box.setAccessibleName(name)
    let_wheel_pass(box)
    box.lineEdit().setTextMargins(7, 0, 0, 0)  # a stylesheet's padding doesn't reach it
    return box
