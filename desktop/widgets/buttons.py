"""A push button with its caption as accessible name, what it does, and its style."""

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import SignalInstance
from PySide6.QtWidgets import QPushButton


def push_button(
    caption: str, act: Callable[[], Any] | SignalInstance, role: str = "", name: str = ""
) -> QPushButton:
    """A button; `role` is primary or quiet, `name` says more than the caption where needed.

    In a dialog Enter presses the primary one. Without it Qt would take the first button: Cancel.
    """
    button = QPushButton(caption)
    button.setProperty("role", role)
    button.setDefault(role == "primary")
    button.setAccessibleName(name or caption)
    button.clicked.connect(act if isinstance(act, SignalInstance) else lambda _is_on: act())
    return button
