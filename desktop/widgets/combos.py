"""Combo boxes whose entries can say how many tasks each would leave."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QComboBox

from desktop.wording import number

CaptionRole = Qt.ItemDataRole.UserRole + 1  # an entry's text without its count
Entry = tuple[str, object]


def combo(name: str, entries: Sequence[Entry]) -> QComboBox:
    """A combo of entries with their data, as narrow as its place."""
    made = QComboBox()
    made.setAccessibleName(name)
    made.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
    made.setMinimumContentsLength(6)
    made.view().setMinimumWidth(230)
    for text, value in entries:
        add_entry(made, text, value)
    return made


def add_entry(box: QComboBox, text: str, value: object) -> None:
    """One more entry."""
    box.addItem(text, value)
    box.setItemData(box.count() - 1, text, CaptionRole)


def offer(box: QComboBox, entries: Sequence[Entry]) -> None:
    """Other entries behind the first; what is chosen stays, also if it is not among them."""
    kept = (box.currentData(CaptionRole), box.currentData())
    while box.count() > 1:
        box.removeItem(1)
    for text, value in entries:
        add_entry(box, text, value)
    if kept[1] not in [box.itemData(place) for place in range(box.count())]:
        add_entry(box, str(kept[0]), kept[1])
    places = [place for place in range(box.count()) if box.itemData(place) == kept[1]]
    box.setCurrentIndex(places[0])


def show_counts(box: QComboBox, count_of: Callable[[object], int] | None) -> None:
    """Write behind each entry how many tasks it would leave; None takes the numbers away."""
    for place in range(box.count()):
        caption = str(box.itemData(place, CaptionRole))
        value = box.itemData(place)
        text = caption if count_of is None else f"{caption}  ({number(count_of(value))})"
        if box.itemText(place) != text:
            box.setItemText(place, text)
