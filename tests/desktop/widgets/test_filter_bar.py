import pytest
from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QHBoxLayout, QWidget

from desktop.places import Chosen
from desktop.widgets.filter_bar import FilterBar


def test_every_filter_can_be_seen_once_and_inside_the_bar(qtbot):
    bar = FilterBar()
    qtbot.addWidget(bar)
    bar.show()
    parts = (bar.search, bar.type, bar.outcome, bar.decision, bar.order, bar.fold)
    assert all(part.isVisible() and part.parentWidget() is bar for part in parts)
    places = [part.geometry() for part in parts]
    assert not any(
        one.intersects(other) for n, one in enumerate(places) for other in places[n + 1 :]
    )


def test_filters_are_chosen_again_as_they_were(qtbot):
    bar, again = FilterBar(), FilterBar()
    for one in (bar, again):
        qtbot.addWidget(one)
    bar.show_unreviewed()
    bar.order.setCurrentIndex(1)
    bar.more.doubt.setCurrentIndex(1)
    bar.more.document.addItem("lease.pdf", (7,))  # as counting offers it
    bar.more.document.setCurrentIndex(1)
    again.search.setText("left from before")
    again.restore(bar.choices())
    assert again.filter() == bar.filter()
    assert again.filter().document_ids == (7,)
    assert again.fold.text() == "More filters: 2"  # no filter narrows unseen
    again.restore({})
    assert again.fold.text() == "More filters"
    assert again.filter() == FilterBar().filter()


def test_an_entry_that_is_not_offered_any_more_is_not_chosen(qtbot):
    bar = FilterBar()
    qtbot.addWidget(bar)
    bar.restore({"Task type": Chosen("Haiku", '["haiku"]')})
    assert bar.type.currentIndex() == 0


@pytest.fixture
def beside(qtbot) -> FilterBar:
    """A bar at the left of something that can have the focus."""
    page, bar, other = QWidget(), FilterBar(), QWidget()
    qtbot.addWidget(page)
    layout = QHBoxLayout(page)
    layout.addWidget(bar)
    layout.addWidget(other, 1)
    other.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
    bar.chosen.connect(other.setFocus)
    page.resize(1000, 600)
    page.show()
    qtbot.waitExposed(page)
    bar.other, bar.page = other, page  # kept, for Python owns the page
    return bar


@pytest.mark.parametrize("key", [Qt.Key.Key_Down, Qt.Key.Key_Up, Qt.Key.Key_End])
def test_an_arrow_opens_a_closed_box_and_filters_nothing(beside: FilterBar, qtbot, key):
    for box in (beside.outcome, beside.more.doubt):
        if box is beside.more.doubt:
            beside.fold.click()
        box.setFocus()
        with qtbot.assertNotEmitted(beside.changed):
            QTest.keyClick(box, key)
        assert box.currentIndex() == 0
        assert box.view().isVisible()
        box.hidePopup()
        assert box.hasFocus()  # nothing was chosen, so nobody leaves


def test_what_is_chosen_in_the_list_filters_and_the_keys_are_for_the_queue(
    beside: FilterBar, qtbot
):
    beside.outcome.setFocus()
    QTest.keyClick(beside.outcome, Qt.Key.Key_Down)
    view = beside.outcome.view()
    QTest.keyClick(view, Qt.Key.Key_Down)
    with qtbot.waitSignal(beside.changed):
        QTest.keyClick(view, Qt.Key.Key_Return)
    assert beside.outcome.currentText() == "Failed units"
    assert beside.other.hasFocus()


def test_more_filters_lie_beside_the_bar_and_leave_the_queue_its_room(beside: FilterBar, qtbot):
    before = beside.geometry()
    beside.fold.click()
    QApplication.processEvents()
    more = beside.more
    assert more.isVisible()
    assert beside.geometry() == before
    area = QRect(more.mapTo(beside.window(), QPoint(0, 0)), more.size())
    assert not area.intersects(before)
    assert beside.window().rect().contains(area)
    assert more.document.hasFocus()
    more.doubt.setCurrentIndex(1)
    more.doubt.activated.emit(1)
    assert more.isVisible()  # there may be more to choose
    more.done.click()
    assert not more.isVisible()
    assert beside.other.hasFocus()
    beside.fold.click()
    with qtbot.assertNotEmitted(beside.chosen):
        beside.other.setFocus()  # who goes on with the task sees it whole
    assert not more.isVisible()
    beside.fold.click()
    beside.hide()  # another page is shown
    assert not more.isVisible()
