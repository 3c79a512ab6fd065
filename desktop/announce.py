"""Tells screen readers what has just happened, where no focus moves to say it."""

from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent
from PySide6.QtWidgets import QWidget


def announce(about: QWidget, said: str, *, is_urgent: bool = False) -> None:
    """Have a sentence spoken; an urgent one interrupts what is being spoken."""
    event = QAccessibleAnnouncementEvent(about, said)
    if is_urgent:
        event.setPoliteness(QAccessible.AnnouncementPoliteness.Assertive)
    QAccessible.updateAccessibility(event)
