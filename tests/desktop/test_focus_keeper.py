"""What had the focus rests or goes: the focus stays on the page, and is never on the strip."""

from pathlib import Path

import pytest
import shiboken6
from PySide6.QtWidgets import QApplication, QWidget

from desktop.app import App
from desktop.dialogs.delete import ConfirmDelete
from desktop.main_window import DOCUMENTS, EXPORT, GENERATE, REVIEW, START
from engine.records import Verdict


def turns() -> None:
    for _turn in range(5):
        QApplication.processEvents()


def is_on_the_page(app: App) -> bool:
    page, focus = app.window.pages.currentWidget(), app.window.focusWidget()
    return focus is not None and (focus is page or page.isAncestorOf(focus))


@pytest.mark.parametrize("place", [DOCUMENTS, GENERATE, REVIEW, EXPORT])
@pytest.mark.parametrize("rest", [QWidget.hide, lambda widget: widget.setEnabled(False)])
def test_what_rests_leaves_the_focus_to_its_page(app: App, full_path: Path, place: int, rest, calm):
    app.current.open(full_path)
    calm(app)
    app.window.go_to(place)
    for button in app.window.pages.currentWidget().findChildren(QWidget):
        if not shiboken6.isValid(button):
            continue  # made anew meanwhile
        if button.isVisible() and button.isEnabled() and button.focusPolicy():
            button.setFocus()
            rest(button)
            turns()
            assert is_on_the_page(app), button
            assert app.window.focusWidget() is not app.window.strip.isolation
            if shiboken6.isValid(button):
                button.setEnabled(True)


def test_a_notice_that_is_closed_gives_the_focus_back(app: App, full_path: Path, calm):
    app.current.open(full_path)
    calm(app)
    for place in (DOCUMENTS, GENERATE, REVIEW, EXPORT):
        app.window.go_to(place)
        usual = app.window.focusWidget()
        app.window.notice.say("The disk is full.", "bad")
        app.window.notice._close.setFocus()
        app.window.notice._close.click()
        turns()
        assert app.window.focusWidget() is usual


def test_a_run_that_begins_and_ends_keeps_the_focus_on_its_page(started: App, calm):
    assert is_on_the_page(started)
    calm(started)
    turns()
    assert is_on_the_page(started)


def test_a_decision_keeps_it_too(app: App, full_path: Path, calm):
    app.current.open(full_path)
    calm(app)
    app.window.go_to(REVIEW)
    app.review.decide(Verdict.ACCEPT)
    turns()
    assert app.review.view.hasFocus()


def test_a_document_that_is_deleted_leaves_it_to_the_others(
    app: App, full_path: Path, calm, monkeypatch
):
    app.current.open(full_path)
    calm(app)
    app.window.go_to(DOCUMENTS)
    monkeypatch.setattr(ConfirmDelete, "exec", lambda _dialog: 1)
    app.documents.view.selectRow(0)
    app.documents.delete.setFocus()
    app.documents.delete.click()
    calm(app)
    turns()
    assert is_on_the_page(app)


def test_a_closed_project_leaves_it_to_the_start(app: App, full_path: Path, calm):
    app.current.open(full_path)
    calm(app)
    app.current.close()
    turns()
    assert app.window.pages.currentIndex() == START
    assert app.start_page.new.hasFocus()
