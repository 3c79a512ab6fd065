"""Entries with counts, and offers that keep what is chosen."""

from desktop.widgets.combos import combo, entry_text, offer, show_counts


def texts(box) -> list[str]:
    return [entry_text(box.model().index(place, 0)) for place in range(box.count())]


def test_counts_come_and_go_behind_the_entries(qtbot):
    box = combo("Type", [("All", ()), ("A", ("a",))])
    qtbot.addWidget(box)
    show_counts(box, lambda value: 1_200 if value else 3_000)
    assert texts(box) == ["All  (3,000)", "A  (1,200)"]
    assert box.currentText() == "All"  # the closed box is narrow
    show_counts(box, None)
    assert texts(box) == ["All", "A"]


def test_what_is_chosen_stays_when_others_are_offered(qtbot):
    box = combo("Document", [("All", ()), ("a.txt", (1,)), ("b.txt", (2,))])
    qtbot.addWidget(box)
    box.setCurrentIndex(2)
    show_counts(box, lambda _value: 7)
    offer(box, [("c.txt", (3,)), ("b.txt", (2,))])
    assert (texts(box), box.currentData()) == (["All  (7)", "c.txt", "b.txt"], (2,))
    offer(box, [("c.txt", (3,))])
    assert (texts(box), box.currentData()) == (["All  (7)", "c.txt", "b.txt"], (2,))
