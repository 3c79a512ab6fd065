"""The Isolation dialog: looks anew when it is shown, says what it saw, and gives it away as text.

The process of these tests is not sealed, so an honest dialog must say so.
"""

import pytest
import shiboken6
from PySide6.QtCore import QCoreApplication, QEvent, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel, QPlainTextEdit, QWidget

from desktop.app import App
from desktop.dialogs.isolation import IsolationDialog
from engine.isolation.repeating import repeating


@pytest.fixture
def dialog(app: App, qtbot) -> IsolationDialog:
    QTest.mouseClick(app.window.strip.isolation, Qt.MouseButton.LeftButton)
    opened = app.window.findChild(IsolationDialog)
    qtbot.waitUntil(opened.copy.isEnabled, timeout=60_000)
    return opened


def labels(root: QWidget) -> list[str]:
    return [label.text() for label in root.findChildren(QLabel)]


def test_the_strip_opens_it_and_it_is_honest(dialog: IsolationDialog):
    assert dialog.title.text() == "Offline: not verified"
    assert dialog.made_at.text().startswith("Checked at ")
    names = [label.accessibleName() for label in dialog.findChildren(QLabel)]
    assert "Python code gets no socket: fails" in names
    assert "Nothing has tried: absent" in names
    assert dialog.rows.count() == 15


def test_the_strip_says_what_was_seen_last(app: App, dialog: IsolationDialog):
    assert app.window.strip.isolation.text() == "Offline: not verified"
    assert app.window.strip.isolation.accessibleName() == "Offline: not verified. Show all checks"


def test_checking_again_replaces_the_rows(dialog: IsolationDialog, qtbot):
    QTest.mouseClick(dialog.again, Qt.MouseButton.LeftButton)
    assert not dialog.copy.isEnabled()
    qtbot.waitUntil(dialog.copy.isEnabled, timeout=60_000)
    assert dialog.rows.count() == 15


def test_the_report_and_the_commands_can_be_taken_along(dialog: IsolationDialog):
    QTest.mouseClick(dialog.copy, Qt.MouseButton.LeftButton)
    report = QGuiApplication.clipboard().text()
    assert report.startswith("Offline: not verified (")
    shown = dialog.findChild(QPlainTextEdit).toPlainText()
    for one in repeating():
        assert one.command in report
        assert one.command in shown


def test_every_label_in_it_is_plain_text_and_every_part_has_a_name(dialog: IsolationDialog):
    for label in dialog.findChildren(QLabel):
        assert label.textFormat() is Qt.TextFormat.PlainText
    assert all(
        widget.accessibleName()
        for widget in dialog.findChildren(QWidget)
        if widget.focusPolicy() != Qt.FocusPolicy.NoFocus
        and not widget.objectName().startswith("qt_")
        and not type(widget).__name__.endswith("ScrollBar")
    )


def test_a_known_problem_is_said_in_place(dialog: IsolationDialog):
    dialog._give_up(OSError("no room for a trial"))
    assert dialog.title.text() == "Not checked"
    assert "no room for a trial" in labels(dialog)


def test_an_answer_that_comes_after_it_was_closed_is_dropped(app: App, calm):
    app.show_isolation()
    dialog = app.window.findChild(IsolationDialog)
    dialog.accept()
    QCoreApplication.sendPostedEvents(dialog, QEvent.Type.DeferredDelete)
    assert not shiboken6.isValid(dialog)
    assert app.background.is_busy
    calm(app)  # and the fixture asserts that nothing was reported as a bug
