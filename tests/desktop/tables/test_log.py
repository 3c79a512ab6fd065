from PySide6.QtCore import Qt

from desktop.tables import log
from engine.store import LogEntry

ENTRIES = [
    LogEntry("2026-11-02T08:00:00+00:00", "", "created", "work.bonito was created"),
    LogEntry("2026-11-02T09:00:00+00:00", "ilse", "decided", "12 tasks\nat once"),
]


def test_it_is_a_sound_item_model(qtmodeltester):
    qtmodeltester.check(log.LogTable(ENTRIES))
    qtmodeltester.check(log.LogTable([]))


def test_the_newest_line_stands_first_and_on_one_line():
    table = log.LogTable(ENTRIES)
    cells = [table.index(0, column).data() for column in range(1, 4)]
    assert cells == ["Decided", "12 tasks at once", "ilse"]
    tooltip = table.index(1, log.COL_DETAIL).data(Qt.ItemDataRole.ToolTipRole)
    assert tooltip == "<span>work.bonito was created</span>"


def test_as_text_keeps_order_and_whole_times():
    first, second = log.as_text(ENTRIES).split("\n")
    assert first == "2026-11-02T08:00:00+00:00\tcreated\twork.bonito was created\t"
    assert second.endswith("\tdecided\t12 tasks at once\tilse")
