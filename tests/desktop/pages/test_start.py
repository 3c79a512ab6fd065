from pathlib import Path

from PySide6.QtWidgets import QFileDialog, QPushButton

from desktop.pages.start import StartPage
from desktop.preferences import RecentProject


def buttons(page: StartPage) -> dict[str, QPushButton]:
    return {button.accessibleName(): button for button in page.findChildren(QPushButton)}


def test_a_recent_project_can_be_opened_and_its_run_continued(qtbot, tmp_path: Path):
    page, path = StartPage(), tmp_path / "rules.bonito"
    path.touch()
    qtbot.addWidget(page)
    page.show_recent([RecentProject(str(path), "Run of 14:02 stopped at 412 of 1,150.")])
    with qtbot.waitSignal(page.open_requested) as opened:
        buttons(page)["Open rules"].click()
    with qtbot.waitSignal(page.resume_requested) as resumed:
        buttons(page)["Continue the run in rules"].click()
    assert opened.args == resumed.args == [path]


def test_a_recent_project_that_is_missing_is_listed_and_can_be_removed(qtbot):
    page = StartPage()
    qtbot.addWidget(page)
    page.show_recent([RecentProject("/nowhere/rules.bonito", "Run of 14:02 stopped.")])
    assert set(buttons(page)) & {"Open rules", "Continue the run in rules"} == set()
    with qtbot.waitSignal(page.forget_requested) as told:
        buttons(page)["Remove rules from this list"].click()
    assert told.args == [Path("/nowhere/rules.bonito")]


def test_only_a_run_that_waits_offers_to_continue(qtbot):
    page = StartPage()
    qtbot.addWidget(page)
    page.show_recent([RecentProject("/in/rules.bonito")])
    assert "Continue the run in rules" not in buttons(page)


def test_a_new_project_gets_its_suffix(qtbot, monkeypatch):
    page = StartPage()
    qtbot.addWidget(page)
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: ("/in/Letters v1.2", ""))
    with qtbot.waitSignal(page.new_requested) as told:
        page.new.click()
    assert told.args == [Path("/in/Letters v1.2.bonito")]


def test_a_dialog_that_is_cancelled_asks_for_nothing(qtbot, monkeypatch):
    page = StartPage()
    qtbot.addWidget(page)
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: ("", ""))
    monkeypatch.setattr(QFileDialog, "getOpenFileName", lambda *_: ("", ""))
    with qtbot.assertNotEmitted(page.new_requested), qtbot.assertNotEmitted(page.open_requested):
        page.new.click()
        page.open.click()


def test_a_backup_can_be_restored_from_here(qtbot):
    page = StartPage()
    qtbot.addWidget(page)
    with qtbot.waitSignal(page.restore_requested):
        page.restore.click()
