"""About: what a packaged program lists, and what is told when it runs from source."""

import json
from pathlib import Path

import pytest
from PySide6.QtCore import Qt

from desktop.dialogs.about import AboutDialog
from desktop.tables import components as table
from engine import about

PARTS = [
    {"name": "qt", "version": "6.11", "licenses": [{"expression": "LGPL-3.0-only"}]},
    {"name": "lxml", "version": "6.1", "licenses": [{"license": {"name": "in words"}}]},
]


@pytest.fixture
def packaged(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The folder of a packaged program."""
    folder = tmp_path / "about"
    folder.mkdir()
    (folder / about.SBOM).write_text(json.dumps({"components": PARTS}), encoding="utf-8")
    (folder / about.LICENCES).write_text("<b>Do as you like.</b>", encoding="utf-8")
    monkeypatch.setattr(about.sys, "_MEIPASS", str(tmp_path), raising=False)
    return folder


def cells(dialog: AboutDialog, row: int) -> list[str]:
    model = dialog.view.model()
    return [model.index(row, column).data() for column in range(model.columnCount())]


def test_a_packaged_program_lists_what_is_inside(qtbot, packaged: Path):
    dialog = AboutDialog(None)
    qtbot.addWidget(dialog)
    assert [cells(dialog, row) for row in range(2)] == [
        ["lxml", "6.1", "in words"],
        ["qt", "6.11", "LGPL-3.0-only"],
    ]


def test_the_licences_are_one_key_away_and_shown_as_they_are(qtbot, packaged: Path):
    dialog = AboutDialog(None)
    qtbot.addWidget(dialog)
    assert dialog.panes.currentWidget() is dialog.view
    qtbot.mouseClick(dialog.turn, Qt.MouseButton.LeftButton)
    assert dialog.panes.currentWidget() is dialog.licences
    assert dialog.licences.toPlainText() == "<b>Do as you like.</b>"
    assert dialog.turn.text() == "Components"


def test_from_source_it_tells_what_is_installed(qtbot):
    dialog = AboutDialog(None)
    qtbot.addWidget(dialog)
    model = dialog.view.model()
    names = {model.index(row, table.COL_NAME).data() for row in range(model.rowCount())}
    assert {"lxml", "pyside6-essentials", "shiboken6"} <= names
    assert not names & {"pytest", "huggingface-hub"}


def test_the_table_is_a_sound_one(qtmodeltester):
    qtmodeltester.check(table.component_table(about.components()))
