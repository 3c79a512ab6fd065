from pathlib import Path

import pytest

from desktop.app import App
from desktop.dialogs.runs import RunsDialog
from desktop.main_window import GENERATE
from engine.records import RunRequest, RunState
from engine.store import Project


@pytest.fixture
def two_stopped(stopped_path: Path) -> Path:
    """A project with two runs that stopped: the older one with 15 open units."""
    with Project.open(stopped_path) as project:
        old = project.runs.all()[0]
        units = project.runs.open_units(old.id, 3)
        newer = project.runs.create(RunRequest("tiny", ("exqa",)), old.model, units)
        project.runs.set_state(newer.id, RunState.STOPPED)
    return stopped_path


def test_an_older_stopped_run_is_found_and_continued(app: App, two_stopped, monkeypatch, qtbot):
    app.current.open(two_stopped)
    app.window.go_to(GENERATE)

    def choose_the_older(dialog: RunsDialog) -> int:
        dialog.view.selectRow(1)
        dialog.resume.click()
        return dialog.result()

    monkeypatch.setattr(RunsDialog, "exec", choose_the_older)
    app.generate.resume_requested.disconnect()
    with qtbot.waitSignal(app.generate.resume_requested) as told:
        app.generate.runs.click()
    older = min(run.id for run in app.project.runs.all())
    assert told.args == [older]
    assert app.generate.panel.figure("Done").text() == "10 of 25"


def test_a_complete_run_can_be_shown_but_not_continued(qtbot, full: Project, app: App):
    dialog = RunsDialog(app.window, full, can_resume=True)
    assert dialog.show_it.isEnabled()
    assert not dialog.resume.isEnabled()


def test_none_is_continued_while_one_is_running(app: App, two_stopped: Path):
    app.current.open(two_stopped)
    dialog = RunsDialog(app.window, app.project, can_resume=False)
    assert not dialog.resume.isEnabled()


def test_without_a_run_there_is_no_list(app: App, empty_path: Path):
    app.current.open(empty_path)
    assert app.generate.runs.isHidden()
