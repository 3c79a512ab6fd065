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
    assert again.is_open, "what can't be seen narrows nothing"
    again.restore({})
    assert again.filter() == FilterBar().filter()


def test_an_entry_that_is_not_offered_any_more_is_not_chosen(qtbot):
    bar = FilterBar()
    qtbot.addWidget(bar)
    bar.restore({"Task type": Chosen("Haiku", '["haiku"]')})
    assert bar.type.currentIndex() == 0
