from PySide6.QtCore import Qt

from desktop.tables.hits import HitsTable
from desktop.tables.roles import LookRole, RecordRole
from engine.records import SearchHit

HIT = SearchHit(1, "rules.pdf", 4, 2, "7", "The ferry leaves", 10, 15, ((10, 15),))


def test_it_is_a_sound_item_model(qtmodeltester):
    table = HitsTable()
    qtmodeltester.check(table)
    table.show([HIT, HIT])
    qtmodeltester.check(table)


def test_a_row_says_where_and_what():
    table = HitsTable()
    table.show([HIT])
    index = table.index(0, 0)
    assert index.data() == "rules.pdf, page 7, passage 2"
    assert index.data(LookRole).second == "The ferry leaves"
    assert index.data(RecordRole) is HIT
    assert index.data(Qt.ItemDataRole.AccessibleTextRole).endswith("passage 2: The ferry leaves")


def test_a_label_that_is_no_number_stands_as_it_is():
    table = HitsTable()
    table.show([SearchHit(1, "a.xlsx", None, 0, "Sheet 1", "", 0, 0)])
    assert table.index(0, 0).data() == "a.xlsx, Sheet 1"
    assert table.hit(1) is None
