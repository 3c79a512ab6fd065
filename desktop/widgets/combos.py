"""Combo boxes whose list says how many tasks each entry would leave; the box is too narrow."""

import json
from collections.abc import Callable, Sequence

from PySide6.QtCore import QEvent
from PySide6.QtWidgets import QComboBox

from desktop.places import Chosen
from desktop.text import plain_label
from desktop.widgets.list_box import CountRole, ListBox

Entry = tuple[str, object]


class NamedBox(ListBox):
    """A combo that screen readers call by its name, and not by what is chosen in it.

    On Linux Qt tells the choice as the name, and looks for a label beside the box that is its
    buddy: this one is not to be seen. A visible label (`field`) is found first.
    """

    def __init__(self, name: str) -> None:
        super().__init__()
        self.setAccessibleName(name)
        self._label = plain_label(name)
        self._label.hide()
        self._label.setBuddy(self)

    def event(self, event: QEvent) -> bool:
        """The label goes along wherever the box is put."""
        if event.type() is QEvent.Type.ParentChange:
            self._label.setParent(self.parentWidget())
            self._label.hide()
        return super().event(event)


def combo(name: str, entries: Sequence[Entry]) -> NamedBox:
    """A combo of entries with their data, as narrow as its place."""
    made = NamedBox(name)
    made.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
    made.setMinimumContentsLength(6)
    for text, value in entries:
        made.addItem(text, value)
    return made


def offer(box: QComboBox, entries: Sequence[Entry]) -> None:
    """Other entries behind the first; what is chosen stays, also if it is not among them."""
    kept = (box.currentText(), box.currentData())
    while box.count() > 1:
        box.removeItem(1)
    for text, value in entries:
        box.addItem(text, value)
    if kept[1] not in [box.itemData(place) for place in range(box.count())]:
        box.addItem(kept[0], kept[1])
    places = [place for place in range(box.count()) if box.itemData(place) == kept[1]]
    box.setCurrentIndex(places[0])


def chosen_in(box: QComboBox) -> Chosen | None:
    """What is chosen, to be remembered; None for the first entry, which narrows nothing."""
    if box.currentIndex() <= 0:
        return None
    return Chosen(box.currentText(), json.dumps(box.currentData()))


def choose_again(box: QComboBox, chosen: Chosen | None, *, may_add: bool = False) -> None:
    """Choose what was remembered; an entry that isn't offered yet is added if it may be."""
    values = [json.dumps(box.itemData(place)) for place in range(box.count())]
    if chosen is None or (chosen.value not in values and not may_add):
        box.setCurrentIndex(0)
        return
    if chosen.value not in values:
        values.append(chosen.value)
        box.addItem(chosen.text, tuple(json.loads(chosen.value)))
    box.setCurrentIndex(values.index(chosen.value))


def show_counts(box: QComboBox, count_of: Callable[[object], int] | None) -> None:
    """Tell of each entry how many tasks it would leave; None takes the numbers away."""
    for place in range(box.count()):
        count = None if count_of is None else count_of(box.itemData(place))
        box.setItemData(place, count, CountRole)
