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


def test_the_rest_of_a_run_is_given_up_and_can_still_be_continued(app: App, two_stopped, calm):
    app.current.open(two_stopped)
    assert app.window.unfinished.text
    dialog = RunsDialog(app.window, app.project, can_resume=True)
    dialog.view.selectRow(1)
    dialog.give_up.click()
    assert dialog.has_given_up
    assert dialog.view.currentIndex().row() == 1
    older = app.project.runs.all()[1]
    assert older.state is RunState.GIVEN_UP
    assert not dialog.give_up.isEnabled()
    assert dialog.resume.isEnabled()
    assert app.project.status().units_open == 3
    app.generate.runs_changed.emit()
    assert app.window.bar.buttons[1].said == "10 of 13 units"


def test_a_run_that_is_complete_has_no_rest_to_give_up(app: App, full: Project):
    dialog = RunsDialog(app.window, full, can_resume=True)
    assert not dialog.give_up.isEnabled()


def test_runs_stand_beside_each_other(app: App, full: Project):
    dialog = RunsDialog(app.window, full, can_resume=True)
    dialog.compare.click()
    assert dialog.comparison.isVisibleTo(dialog)
    assert not dialog.show_it.isEnabled()
    dialog.compare.click()
    assert dialog.view.isVisibleTo(dialog)
    assert dialog.show_it.isEnabled()
