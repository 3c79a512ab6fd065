import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication, QLabel, QVBoxLayout, QWidget

from desktop.shortcuts import HeldKeys

NONE = Qt.KeyboardModifier.NoModifier


@pytest.fixture
def window(qtbot) -> QWidget:
    made = QWidget()
    qtbot.addWidget(made)
    QVBoxLayout(made).addWidget(QLabel("a part"))
    made.held = HeldKeys(made)
    return made


def send(window: QWidget, kind: QEvent.Type, at: int, *, is_flagged: bool = False) -> bool:
    """What the system sends for A at a time in milliseconds; whether it counts as held down."""
    event = QKeyEvent(kind, Qt.Key.Key_A, NONE, "a", is_flagged)
    event.setTimestamp(at)
    QApplication.sendEvent(window.findChild(QLabel), event)
    return window.held.is_held


def test_a_release_and_a_press_at_the_same_instant_are_a_key_held_down(window: QWidget):
    assert not send(window, QEvent.Type.ShortcutOverride, 1000)
    send(window, QEvent.Type.KeyRelease, 1660)
    assert send(window, QEvent.Type.ShortcutOverride, 1660)


def test_a_key_pressed_again_is_not_held_down(window: QWidget):
    send(window, QEvent.Type.KeyRelease, 1050)
    assert not send(window, QEvent.Type.ShortcutOverride, 1120)


def test_what_the_system_calls_a_repetition_is_one(window: QWidget):
    assert send(window, QEvent.Type.ShortcutOverride, 1700, is_flagged=True)


def test_events_without_a_time_are_never_held_down(window: QWidget):
    send(window, QEvent.Type.KeyRelease, 0)
    assert not send(window, QEvent.Type.ShortcutOverride, 0)
