"""A notice moves nothing, covers no control and leaves the title, on every page."""

import time
from pathlib import Path

import pytest
from PySide6.QtCore import QEvent, QObject, QPoint, QRect, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication, QWidget

from desktop.app import App
from desktop.dialogs.personal import PersonalDialog
from desktop.main_window import DOCUMENTS, EXPORT, GENERATE, REVIEW, START
from desktop.widgets.notice import Notice
from desktop.widgets.notice_stack import NoticeStack
from engine.store import Project

PLACES = (START, DOCUMENTS, GENERATE, REVIEW, EXPORT)
LONG = "22 rows written to /home/somebody/projects/contracts-export: train.jsonl (22). " * 2


@pytest.fixture
def filled(app: App, full_path: Path, calm) -> App:
    app.current.open(full_path)
    calm(app)
    return app


def places_of(page: QWidget) -> dict[QWidget, QRect]:
    """Where each widget of a page is, but what notices are made of."""
    return {
        widget: QRect(widget.mapTo(page, QPoint(0, 0)), widget.size())
        for widget in page.findChildren(QWidget)
        if widget.isVisibleTo(page) and not belongs_to_a_notice(widget)
    }


def belongs_to_a_notice(widget: QWidget | None) -> bool:
    while widget is not None:
        widget, inside = widget.parentWidget(), widget
        if isinstance(inside, Notice) or isinstance(widget, NoticeStack):
            return True
    return False


def go_to(app: App, place: int) -> QWidget:
    app.window.go_to(place) if place else app.current.close()
    deadline = time.monotonic() + 60
    while app.background.is_busy and time.monotonic() < deadline:  # the checklist still grows
        QApplication.processEvents()
    for _level in range(8):  # a change of size climbs a level at a time
        QApplication.processEvents()
    return app.window.pages.currentWidget()


@pytest.mark.parametrize("size", [(960, 600), (1280, 720)])
@pytest.mark.parametrize("place", PLACES)
def test_nothing_moves_when_notices_come_and_go(filled: App, place: int, size: tuple[int, int]):
    filled.window.resize(*size)
    page = go_to(filled, place)
    before = places_of(page)
    told = (page.notice, filled.window.notice, filled.window.unfinished)
    for notice in told:
        notice.say(LONG, "bad", "Do it", lambda: None)
        QApplication.processEvents()
        assert places_of(page) == {**before, page.notices: page.notices.geometry()}
    for notice in told:
        notice.hide()
    QApplication.processEvents()
    assert places_of(page) == before


@pytest.mark.parametrize("place", PLACES[1:])
def test_a_notice_covers_no_control(filled: App, place: int):
    filled.window.resize(1280, 720)
    page = go_to(filled, place)
    page.notice.say(LONG, "bad", "Do it", lambda: None)
    QApplication.processEvents()
    covered = [
        widget
        for widget, area in places_of(page).items()
        if widget.focusPolicy() != Qt.FocusPolicy.NoFocus
        and area.intersects(page.notices.geometry())
    ]
    assert covered == []


@pytest.mark.parametrize("size", [(1024, 700), (1280, 720)])
@pytest.mark.parametrize("place", PLACES[1:])
def test_a_notice_leaves_the_title_where_it_is(filled: App, place: int, size: tuple[int, int]):
    filled.window.resize(*size)
    page = go_to(filled, place)
    title = page.notices._titled
    page.notice.say("Nothing was written: the folder holds another export.", "bad")
    QApplication.processEvents()
    seen = page.notices._title
    if seen.isVisible():  # the stack's own, on the very place of the page's
        assert (seen.text(), seen.height()) == (title.text(), title.height())
    else:  # a head full of buttons: a strip below them
        seen = title
    area = QRect(seen.mapTo(page, QPoint(0, 0)), seen.size())
    assert area.topLeft() == title.mapTo(page, QPoint(0, 0))
    text = QRect(area.topLeft(), seen.sizeHint())
    assert not text.intersects(QRect(page.notice.mapTo(page, QPoint(0, 0)), page.notice.size()))


@pytest.mark.parametrize("place", PLACES[1:])
def test_several_notices_stay_over_the_head_until_somebody_wants_to_see_all(
    filled: App, place: int
):
    filled.window.resize(1280, 720)
    page = go_to(filled, place)
    told = (filled.window.unfinished, filled.window.notice, page.notice)
    for notice in told:
        notice.say(LONG, "info", "Continue", lambda: None)
    QApplication.processEvents()
    assert [one.isVisible() for one in told] == [False, False, True]  # the newest
    assert page.notices._others.text() == "2 more messages"
    bottom = page.notices.geometry().bottom()
    filled.window.unfinished.say("The disk is full.", "bad")
    QApplication.processEvents()
    assert filled.window.unfinished.isVisible()
    assert page.notices.geometry().bottom() <= bottom
    page.notices._others.click()
    QApplication.processEvents()
    assert all(one.isVisible() for one in told)
    assert page.notices._others.text() == "Fewer"
    page.notices._others.click()
    filled.window.unfinished.hide()
    QApplication.processEvents()
    assert page.notice.isVisible()  # the next comes as one goes
    assert page.notices._others.text() == "1 more message"


@pytest.mark.parametrize("place", PLACES[1:])
def test_several_notices_stand_one_below_the_other(filled: App, place: int):
    page = go_to(filled, place)
    told = (filled.window.unfinished, filled.window.notice, page.notice)
    for notice in told:
        notice.say("The run stopped.", "info", "Continue", lambda: None)
    QApplication.processEvents()
    page.notices._others.click()
    QApplication.processEvents()
    areas = [QRect(one.mapTo(page, QPoint(0, 0)), one.size()) for one in told]
    assert all(one.isVisible() for one in told)
    assert [one.top() for one in areas] == sorted(one.top() for one in areas)
    assert not any(one.intersects(other) for one in areas for other in areas if one != other)
    for notice in told:
        button = notice._action
        assert page.childAt(button.mapTo(page, button.rect().center())) is button


def test_what_the_window_says_goes_along_to_the_page_that_is_shown(filled: App):
    filled.window.unfinished.say("The run stopped.", "info", "Continue", lambda: None)
    for place in (EXPORT, DOCUMENTS, REVIEW):
        go_to(filled, place)
        assert filled.window.unfinished.isVisible()
        assert not filled.window.notice.isVisible()


def test_a_notice_is_as_high_as_its_text_needs(filled: App):
    page = go_to(filled, EXPORT)
    page.notice.say(LONG * 3, "bad")
    QApplication.processEvents()
    label = page.notice._label
    assert label.height() >= label.heightForWidth(label.width())


@pytest.mark.parametrize("place", PLACES[1:])
def test_the_keyboard_reaches_a_notice(filled: App, place: int):
    page = go_to(filled, place)
    page.notice.say("The disk is full.", "bad", "Try again", lambda: None)
    reached = set[QWidget]()
    for _step in range(150):
        QTest.keyClick(QApplication.focusWidget(), Qt.Key.Key_Tab)
        reached.add(QApplication.focusWidget())
    assert {page.notice._action, page.notice._close} <= reached
    assert isinstance(page.notice._close, QAbstractButton)


def test_the_strip_of_an_import_moves_nothing(filled: App):
    page = go_to(filled, DOCUMENTS)
    before = places_of(page)
    filled.documents.strip.begin()
    QApplication.processEvents()
    after = places_of(page)
    assert filled.documents.strip.isVisible()
    assert {one: after[one] for one in before} == before


def test_a_notice_in_a_dialog_moves_nothing(qtbot, background, full: Project):
    dialog = PersonalDialog(None, background, full, "somebody")
    qtbot.addWidget(dialog)
    dialog.show()
    QApplication.processEvents()
    before = places_of(dialog)
    dialog.notice.say("Say first why it may stay, then keep it.", "warn")
    QApplication.processEvents()
    after = places_of(dialog)
    assert {one: after[one] for one in before} == before


class Layouts(QObject):
    """Counts how often something is to be laid out anew."""

    def __init__(self) -> None:
        super().__init__()
        self.count = 0

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:  # noqa: N802 - Qt's name
        self.count += event.type() == QEvent.Type.LayoutRequest
        return False


@pytest.mark.parametrize("place", PLACES)
def test_a_window_with_notices_rests(filled: App, place: int):
    """Laying out that calls for itself again would keep a processor busy all day."""
    page = go_to(filled, place)
    for notice in (filled.window.notice, *page.findChildren(Notice)):
        notice.say(LONG, "warn", "Do it", lambda: None)
    go_to(filled, place) if place else QApplication.processEvents()
    seen = Layouts()
    QApplication.instance().installEventFilter(seen)
    try:
        for _turn in range(30):
            QApplication.processEvents()
    finally:
        QApplication.instance().removeEventFilter(seen)
    assert seen.count <= 10
