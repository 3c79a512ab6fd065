"""A sample from draw to accepted rest, in the window, and back with one key."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from desktop.app import App
from desktop.main_window import REVIEW
from desktop.pages.review import ReviewPage
from engine.records import Verdict


@pytest.fixture
def page(app: App, full_path, calm) -> ReviewPage:
    app.current.open(full_path)
    app.window.go_to(REVIEW)
    calm(app)
    return app.review


def test_a_sample_is_offered_with_the_further_filters(page: ReviewPage, app: App, calm):
    assert not page.audit.isVisible()
    page.filter.fold.click()
    calm(app)
    assert page.audit.draw.isVisible()
    assert not page.audit.take.isVisible()


def test_a_sample_is_drawn_read_and_the_rest_accepted_and_taken_back(page, app: App, calm):
    page.filter.fold.click()
    page.audit.how_many.setValue(3)
    page.audit.draw.click()
    calm(app)
    assert page.table.rowCount() == 3
    assert page.audit.said.text() == "0 of 3 read; nothing can be said of the 27 yet."
    page.view.setFocus()
    for _ in range(3):
        assert not page.audit.take.isVisible()
        QTest.keyClick(page.view, Qt.Key.Key_A)
    assert page.audit.said.text().startswith("3 read, 0 wrong: with 95 % confidence fewer than")
    assert page.audit.take.accessibleName() == "Accept the other 24"
    page.audit.take.click()
    calm(app)
    assert app.project.status().verdicts == {Verdict.ACCEPT: 27}
    assert "24 accepted together; U takes that back." in page.audit.said.text()
    page.view.setFocus()
    QTest.keyClick(page.view, Qt.Key.Key_U)
    calm(app)
    assert app.project.status().verdicts == {Verdict.ACCEPT: 3}
    page.audit.leave.click()
    calm(app)
    assert page.table.rowCount() == 27


def test_who_asks_twice_gets_one_sample_and_may_ask_again(page, app: App, calm):
    page.filter.fold.click()
    page.audit.how_many.setValue(3)
    page.audit.draw.click()
    assert not page.audit.draw.isEnabled()
    page.audit.draw.click()
    page.audit.begin()
    QTest.keyClick(page.audit.how_many, Qt.Key.Key_Return)
    calm(app)
    assert len(app.project.audits.all()) == 1
    page.audit.leave.click()
    page.audit.begin()
    calm(app)
    assert len(app.project.audits.all()) == 2


def test_the_button_is_there_again_where_there_was_nothing_to_draw(page, app: App, calm):
    page.filter.fold.click()
    page.filter.search.setText("nothing like this")
    calm(app)
    page.audit.draw.click()
    calm(app)
    assert page.audit.draw.isEnabled()


def test_enter_in_the_size_draws_a_sample_of_that_size(page, app: App, calm):
    page.filter.fold.click()
    page.audit.how_many.setFocus()
    page.audit.how_many.selectAll()
    QTest.keyClicks(page.audit.how_many, "4")
    QTest.keyClick(page.audit.how_many, Qt.Key.Key_Return)
    calm(app)
    assert page.table.rowCount() == 4


def test_a_sample_of_bad_tasks_has_the_rest_rejected_in_one_step(page, app: App, calm):
    page.filter.fold.click()
    page.audit.how_many.setValue(3)
    page.audit.draw.click()
    calm(app)
    page.view.setFocus()
    for _ in range(3):
        assert not page.audit.drop.isVisible()
        QTest.keyClick(page.view, Qt.Key.Key_X)
    assert "3 read, 0 worth keeping: with 95 % confidence" in page.audit.said.text()
    assert page.audit.drop.accessibleName() == "Reject the other 24"
    page.audit.drop.click()
    calm(app)
    assert app.project.status().verdicts == {Verdict.REJECT: 27}
    assert "24 rejected together; U takes that back." in page.audit.said.text()
    page.undo()
    assert app.project.status().verdicts == {Verdict.REJECT: 3}


def test_without_tasks_to_draw_from_that_is_said(page: ReviewPage, app: App, calm):
    page.filter.fold.click()
    page.filter.search.setText("nothing like this")
    calm(app)
    page.audit.draw.click()
    calm(app)
    assert "no well-formed task without a decision" in page.notice.text


def test_in_another_order_the_queue_begins_anew(page: ReviewPage):
    page.view.go_to(5)
    page.filter.order.setCurrentIndex(1)
    page.filter.order.activated.emit(1)
    assert page.view.currentIndex().row() == 0
    page.view.go_to(5)
    page.read()
    assert page.view.currentIndex().row() == 5


def test_filters_rest_while_a_sample_is_read_and_say_why(page: ReviewPage, app: App, calm):
    page.filter.fold.click()
    page.audit.how_many.setValue(3)
    page.audit.draw.click()
    calm(app)
    for part in (page.filter.search, page.filter.type, page.filter.outcome, page.filter.more):
        assert not part.isEnabled()
        assert part.isHidden()
    assert page.filter.order.isEnabled()
    assert "rest until you leave it" in page.filter.resting.text()
    page.audit.leave.click()
    calm(app)
    assert page.filter.search.isEnabled()
    assert not page.filter.more.isVisible()  # it would lie over the task
    assert not page.filter.resting.isVisible()


def test_on_a_small_screen_what_a_sample_says_is_not_cut_off(page: ReviewPage, app: App, calm):
    app.window.resize(1024, 700)
    page.filter.fold.click()
    page.audit.how_many.setValue(2)
    page.audit.draw.click()
    calm(app)
    page.view.setFocus()
    for key in (Qt.Key.Key_A, Qt.Key.Key_X):
        QTest.keyClick(page.view, key)
    calm(app)
    for _level in range(6):  # a change of size climbs one level of layouts at a time
        QApplication.processEvents()
    for label in (page.audit.said, page.audit.types, page.filter.resting):
        assert label.height() >= label.heightForWidth(label.width())
    for button in (page.audit.take, page.audit.drop, page.audit.leave):
        assert button.width() >= button.sizeHint().width()
    assert page.view.height() > 2 * page.view.rowHeight(0)


def test_a_sample_of_earlier_is_gone_on_with_and_tells_each_type(page, app: App, calm):
    page.filter.fold.click()
    assert not page.audit.earlier.isVisible()
    page.audit.how_many.setValue(6)
    page.audit.draw.click()
    calm(app)
    page.view.setFocus()
    for _ in range(6):
        QTest.keyClick(page.view, Qt.Key.Key_A)
    page.audit.leave.click()
    calm(app)
    assert page.table.rowCount() == 27
    page.filter.fold.click()
    assert page.audit.earlier.isVisible()
    assert page.audit.earlier.itemText(1) == "Sample 1: 6 of 6 read"
    page.audit.earlier.setCurrentIndex(1)
    page.audit.earlier.activated.emit(1)
    calm(app)
    assert page.table.rowCount() == 6
    assert page.audit.take.accessibleName() == "Accept the other 21"
    types = page.audit.types.text().split("\n")
    assert [line.split(":")[0] for line in types] == [
        "Extractive question answering",
        "Question answering without choices",
    ]
    assert page.audit.types.isVisible()
