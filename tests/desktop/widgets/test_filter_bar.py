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
