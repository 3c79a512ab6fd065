"""The list of a box to choose in: as wide as its widest entry, and it ends with a whole row."""

import re
from collections.abc import Iterator

import pytest
from PySide6.QtCore import QRect
from PySide6.QtWidgets import QApplication

from desktop.theme import LIGHT, dress
from desktop.widgets.list_box import MOST_ROWS, CountRole, ListBox
from tests.test_architecture import ROOT

LONG = "An entry that needs far more room than the box of eighty pixels has for it"


@pytest.fixture
def box(qtbot, qapp: QApplication) -> Iterator[ListBox]:
    made = ListBox()
    qtbot.addWidget(made)
    made.setFixedWidth(80)
    dress(qapp, LIGHT, qapp.font().pointSizeF())
    yield made
    made.hidePopup()
    qapp.setStyleSheet("")


def opened(box: ListBox, count: int) -> QRect:
    """The list's place on the screen, with so many entries, the last one chosen."""
    box.addItems(["short", LONG, *(f"{n}" for n in range(count - 2))])
    box.setCurrentIndex(count - 1)
    box.show()
    box.showPopup()
    QApplication.processEvents()
    return box.view().window().geometry()


@pytest.mark.parametrize("count", [2, 16, 17, 18, 300])
def test_a_list_is_as_wide_as_its_widest_entry_and_ends_with_a_whole_row(box: ListBox, count: int):
    opened(box, count)
    view = box.view()
    least = box.fontMetrics().horizontalAdvance(LONG)
    assert view.viewport().width() >= least
    assert view.viewport().height() % view.sizeHintForRow(0) == 0
    last = view.visualRect(box.model().index(count - 1, 0))
    assert view.viewport().rect().contains(last)
    assert view.verticalScrollBar().isVisible() == (count > MOST_ROWS)


@pytest.mark.parametrize("corner", [(0, 0), (700, 0), (0, 760), (700, 760), (300, 400)])
def test_a_list_stays_inside_the_screen(box: ListBox, corner: tuple[int, int]):
    box.move(*corner)
    assert box.screen().availableGeometry().contains(opened(box, 40))
    view = box.view()
    assert view.viewport().height() % view.sizeHintForRow(0) == 0


def test_a_count_is_part_of_the_widest_entry(box: ListBox):
    opened(box, 3)
    before = box.widest()
    box.setItemData(1, 1_234_567, CountRole)
    assert box.widest() > before


def test_every_box_of_the_window_is_one_of_these():
    made = [
        path.name
        for path in (ROOT / "desktop").rglob("*.py")
        if re.search(r"= QComboBox\(|\(QComboBox\):", path.read_text(encoding="utf-8"))
    ]
    assert made == ["list_box.py"]
