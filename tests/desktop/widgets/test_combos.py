"""Entries with counts, and offers that keep what is chosen."""

from PySide6.QtGui import QAccessible
from PySide6.QtWidgets import QVBoxLayout, QWidget

from desktop.widgets.combos import combo, offer, show_counts
from desktop.widgets.layout import field
from desktop.widgets.list_box import entry_text


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


def spoken(box) -> tuple[list[str], str]:
    """What labels a box for screen readers, and what they call its value."""
    face = QAccessible.queryAccessibleInterface(box)
    labels = [
        other.text(QAccessible.Text.Name)
        for other, flag in face.relations()
        if flag is QAccessible.RelationFlag.Label
    ]
    return labels, face.text(QAccessible.Text.Value)


def test_a_box_is_labelled_by_its_name_and_tells_its_choice_as_a_value(qtbot):
    page, box = QWidget(), combo("Task type", [("All types", ()), ("Yes-no", ("ynqa",))])
    qtbot.addWidget(page)
    QVBoxLayout(page).addWidget(box)
    page.show()
    assert spoken(box) == (["Task type"], "All types")
    box.setCurrentIndex(1)
    assert spoken(box) == (["Task type"], "Yes-no")
    assert not box._label.isVisible()


def test_a_box_with_a_visible_label_is_labelled_by_that_first(qtbot):
    page, box = QWidget(), combo("Colours", [("Light", 1)])
    qtbot.addWidget(page)
    QVBoxLayout(page).addLayout(field("Colours", box))
    page.show()
    assert set(spoken(box)[0]) == {"Colours"}
