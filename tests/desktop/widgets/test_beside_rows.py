from pathlib import Path

import pytest
from PySide6.QtCore import Qt

from desktop.widgets.beside_rows import BesideRows
from engine.export import ExportRequest

PLAIN = ExportRequest(Path("out"), "messages")


@pytest.fixture
def fields(qtbot) -> BesideRows:
    made = BesideRows()
    qtbot.addWidget(made)
    made.show()
    return made


def test_nothing_is_put_beside_the_rows_unless_asked(fields: BesideRows):
    assert fields.put_into(PLAIN) == PLAIN


def test_what_is_typed_and_ticked_goes_into_the_request(qtbot, fields: BesideRows):
    qtbot.keyClicks(fields.licence, " cc-by-4.0 ")
    qtbot.keyClicks(fields.system, "Be brief.")
    qtbot.keyClick(fields.passage, Qt.Key.Key_Space)
    with qtbot.waitSignal(fields.changed):
        qtbot.keyClick(fields.words, Qt.Key.Key_Space)
    asked = fields.put_into(PLAIN)
    assert (asked.licence, asked.system) == ("cc-by-4.0", "Be brief.")
    assert asked.with_passage
    assert asked.with_model_words


def test_a_format_without_a_place_for_a_system_message_gets_none(qtbot, fields: BesideRows):
    qtbot.keyClicks(fields.system, "Be brief.")
    fields.show_format("bonito")
    assert not fields.system.isEnabled()
    assert fields.put_into(ExportRequest(Path("out"), "bonito")).system == ""


def test_another_project_starts_from_nothing(qtbot, fields: BesideRows):
    qtbot.keyClicks(fields.licence, "mit")
    fields.forget()
    assert fields.put_into(PLAIN) == PLAIN
