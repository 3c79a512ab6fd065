from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAction
from PySide6.QtTest import QTest

from desktop.app import App
from desktop.dialogs.palette import PaletteDialog
from desktop.main_window import REVIEW
from desktop.menus import every_action
from engine.records import Verdict


@pytest.fixture
def palette(qtbot) -> PaletteDialog:
    actions = [(f"Review: {name}", QAction(f"&{name}\t{name[0]}")) for name in ("Accept", "Reject")]
    made = PaletteDialog(None, [*actions, ("Project: Quit", QAction("&Quit"))])  # type: ignore[arg-type]
    qtbot.addWidget(made)
    return made


def shown(palette: PaletteDialog) -> list[tuple[str, str]]:
    table = palette.view.model()
    rows = range(table.rowCount())
    return [(table.index(row, 0).data(), table.index(row, 1).data()) for row in rows]


def test_every_word_that_is_typed_narrows_the_list(palette: PaletteDialog):
    assert len(shown(palette)) == 3
    QTest.keyClicks(palette.field, "rev acc")
    assert shown(palette) == [("Review: Accept", "A")]
    QTest.keyClicks(palette.field, "xyz")
    assert shown(palette) == []
    QTest.keyClick(palette.field, Qt.Key.Key_Return)
    assert palette.chosen is None


def test_arrows_choose_while_the_field_is_written_in(palette: PaletteDialog):
    QTest.keyClick(palette.field, Qt.Key.Key_Down)
    QTest.keyClick(palette.field, Qt.Key.Key_Down)
    QTest.keyClick(palette.field, Qt.Key.Key_Down)
    QTest.keyClick(palette.field, Qt.Key.Key_Return)
    assert palette.chosen is not None
    assert palette.chosen.text() == "&Quit"


def names(app: App) -> list[str]:
    return [name for name, _action in every_action(app.window.menuBar())]


def test_what_needs_a_project_is_offered_only_with_one(app: App, full_path: Path):
    assert "Review: Accept" not in names(app)
    assert "Project: Settings…" in names(app)
    app.current.open(full_path)
    for name in (
        "Review: Accept",
        "Review: Reject because: Unclear",
        "Documents: Add files…",
        "View: Dark",
    ):
        assert name in names(app)


def test_an_entry_of_a_menu_does_what_its_key_does(app: App, full_path: Path, calm):
    app.current.open(full_path)
    calm(app)
    actions = dict(every_action(app.window.menuBar()))
    actions["Review: Accept"].trigger()
    assert app.window.pages.currentIndex() == REVIEW
    assert app.project.status().verdicts == {Verdict.ACCEPT: 1}
    actions["Review: Undo"].trigger()
    assert app.project.status().verdicts == {}
    actions["Review: Redo"].trigger()
    assert app.project.status().verdicts == {Verdict.ACCEPT: 1}
