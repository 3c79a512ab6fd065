"""Switching, closing, protecting and deleting projects while a run goes on in the open one."""

import time
from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import QEventLoop, QTimer
from PySide6.QtWidgets import QFileDialog

from desktop.app import App
from desktop.background import Operation
from desktop.dialogs.delete import ConfirmDelete
from desktop.dialogs.passphrase import NewPassphrase
from desktop.main_window import REVIEW, START
from engine.records import RunState, TaskFilter, Verdict
from engine.runs.events import RunEnded, RunPlanned
from engine.store import Project
from tests.harbour import NOTICES, harbour, request

LATE = (RunPlanned(77, 10, 0), RunEnded(77, RunState.DONE))
EVERYTHING = QEventLoop.ProcessEventsFlag.AllEvents


@pytest.fixture
def running(started: App, qtbot) -> App:
    """A window with a run under way, of which some tasks have arrived on the pages."""
    qtbot.waitUntil(lambda: started.review.table.rowCount() >= 20, timeout=60_000)
    return started


def deliver_all(qapp) -> None:
    """Let every event that is queued by now be taken."""
    for _round in range(5):
        qapp.processEvents(EVERYTHING)


@pytest.mark.parametrize("which", ["empty_path", "full_path"])
def test_events_of_a_run_never_reach_another_project(running: App, qapp, which, request):
    running.window.go_to(REVIEW)
    bridge = running.running._bridge
    assert running.current.open(request.getfixturevalue(which))
    rows, said = running.review.table.rowCount(), [b.said for b in running.window.bar.buttons]
    for event in LATE:
        bridge.listen(event)
    deliver_all(qapp)
    bridge.flush()
    assert running.review.table.rowCount() == rows == len(running.review.table._ids)
    assert rows == running.project.tasks.count(running.review.filter.filter())
    assert [b.said for b in running.window.bar.buttons] == said
    assert not running.running.is_under_way


def test_closing_during_a_run_closes_all_of_it(running: App):
    path = running.project.path
    running.current.close()
    assert running.project is None
    assert running.window.pages.currentIndex() == START
    assert running.review.project is running.export.project is running.generate.project is None
    with Project.open(path) as project:
        run = project.runs.all()[0]
        assert sum(project.runs.outcomes(run.id).values()) == run.units_done


def test_pages_let_go_of_a_project_before_it_is_closed(running: App):
    project, at_closing = running.project, []
    running.current.closing.connect(
        lambda closing: at_closing.append(
            (closing.tasks.count(TaskFilter()) > 0, running.review.project, running.review.task())
        )
    )
    running.current.close()
    assert at_closing == [(True, None, None)]
    assert project is not None


def test_another_project_is_whole_after_a_switch_during_a_run(running: App, full_path: Path):
    assert running.current.open(full_path)
    assert running.project.path == full_path
    assert running.review.project is running.export.project is running.project
    assert running.window.windowTitle().startswith("full")
    running.window.go_to(REVIEW)
    running.review.move(1)
    assert running.review.task().id == 2


def test_the_old_project_is_given_back_and_says_that_its_run_waits(running: App, full_path: Path):
    path = running.project.path
    running.current.open(full_path)
    with Project.open(path) as old:
        unfinished = old.runs.unfinished()
    entry = next(one for one in running.preferences.recent() if one.name == path.stem)
    assert bool(entry.unfinished) == (unfinished is not None)


def test_a_project_can_be_protected_during_a_run(running: App, monkeypatch, calm):
    path = running.project.path

    def answer(dialog: NewPassphrase) -> int:
        dialog.line.setText("a grey heron")
        dialog.again.setText("a grey heron")
        dialog.ok.click()
        return dialog.result()

    monkeypatch.setattr(NewPassphrase, "exec", answer)
    running.window.protect_requested.emit()
    calm(running)
    assert running.project.path == path
    assert running.project.is_protected


def test_a_project_can_be_deleted_during_a_run(running: App, monkeypatch, calm):
    path = running.project.path
    monkeypatch.setattr(ConfirmDelete, "exec", lambda _dialog: True)
    running.window.delete_project_requested.emit()
    calm(running)
    assert not path.exists()
    assert running.project is None
    assert "deleted for good" in running.start_page.notice.text


def test_closing_while_a_run_is_prepared_starts_none(app: App, tmp_path: Path, calm):
    with harbour(tmp_path, NOTICES) as project:
        path, wanted = project.path, request(tmp_path, "exqa")
    app.current.open(path)
    app.start_run(wanted)
    assert app.running.is_preparing
    app.current.close()
    assert not app.running.is_under_way
    with Project.open(path) as project:
        assert all(run.units_done == 0 for run in project.runs.all())


@pytest.fixture
def broken_start(app: App, full_path: Path, monkeypatch, calm) -> App:
    """A window in which the start of a run meets an error that nobody expects."""

    def fail(*_arguments: object) -> None:
        raise OSError(12, "Cannot allocate memory")

    app.current.open(full_path)
    calm(app)
    monkeypatch.setattr("engine.runs.start", fail)
    app.generate.panel.another.click()
    return app


def test_a_bug_at_the_start_of_a_run_leaves_the_page_usable(broken_start: App, bugs, qtbot):
    broken_start.generate.run.click()
    qtbot.waitUntil(lambda: bool(bugs))
    bugs.clear()
    assert not broken_start.running.is_under_way
    assert broken_start.generate.run.isEnabled()
    assert broken_start.generate.run.text() == "Run"


@pytest.fixture
def opened_signals(app: App) -> Callable[[], list[str]]:
    heard: list[str] = []
    app.current.opened.connect(lambda project: heard.append(f"opened {project.path.stem}"))
    app.current.closing.connect(lambda project: heard.append(f"closing {project.path.stem}"))
    app.current.closed.connect(lambda: heard.append("closed"))
    return lambda: heard


def test_a_switch_is_told_in_order(app: App, full_path, empty_path, opened_signals):
    app.current.open(full_path)
    app.current.open(empty_path)
    assert opened_signals() == ["opened full", "closing full", "closed", "opened empty"]


def test_the_project_that_is_open_is_not_opened_twice(app: App, full_path, opened_signals):
    app.current.open(full_path)
    assert app.current.open(full_path)
    assert opened_signals() == ["opened full"]


def gone(path: Path) -> Path:
    return path.rename(path.with_name("carried off.bonito"))


def test_a_decision_on_a_project_whose_file_is_gone_is_refused_loudly(
    app: App, full_path: Path, calm
):
    app.current.open(full_path)
    calm(app)
    gone(full_path)
    app.review.decide(Verdict.ACCEPT)
    assert app.project.status().verdicts == {}
    assert "moved, deleted or replaced" in app.window.unfinished.text
    assert app.window.unfinished._action.text() == "Save a copy elsewhere…"


def test_a_file_that_is_gone_is_noticed_when_the_user_comes_back(app: App, full_path: Path, calm):
    app.current.open(full_path)
    calm(app)
    gone(full_path)
    app.window.activated.emit()
    assert "moved, deleted or replaced" in app.window.unfinished.text


def test_the_work_can_be_saved_elsewhere_and_goes_on_there(
    app: App, full_path: Path, monkeypatch, calm
):
    copy = full_path.with_name("rescued.bonito")
    app.current.open(full_path)
    calm(app)
    app.review.decide(Verdict.ACCEPT)
    gone(full_path)
    app.review.decide(Verdict.ACCEPT)
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_a, **_k: (str(copy), ""))
    app.window.unfinished._action.click()
    calm(app)
    assert app.project.path == copy
    assert app.window.unfinished.text == ""
    assert app.project.status().verdicts == {Verdict.ACCEPT: 1}
    app.review.decide(Verdict.REJECT)
    assert app.project.status().verdicts == {Verdict.ACCEPT: 1, Verdict.REJECT: 1}


def test_whoever_cancels_that_is_told_again(app: App, full_path: Path, monkeypatch, calm):
    app.current.open(full_path)
    calm(app)
    gone(full_path)
    app.window.activated.emit()
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_a, **_k: ("", ""))
    app.window.unfinished._action.click()
    assert "moved, deleted or replaced" in app.window.unfinished.text


def test_a_new_project_never_replaces_one_and_offers_to_open_it(app: App, full_path: Path):
    app.start_page.new_requested.emit(full_path)
    assert "exists" in app.start_page.notice.text
    app.start_page.notice._action.click()
    assert app.project.path == full_path
    assert app.review.table.rowCount() == 27


def test_a_recent_project_that_is_missing_can_be_removed_from_the_list(app: App, full_path: Path):
    app.current.open(full_path)
    app.current.close()
    gone(full_path)
    app.start_page.forget_requested.emit(full_path)
    assert app.preferences.recent() == []


def test_the_window_answers_while_a_project_is_opened(app: App, full_path: Path, monkeypatch):
    ticks, open_it = [], Project.open

    def slowly(path: Path, word: str = "") -> Project:
        deadline = time.monotonic() + 60
        while len(ticks) < 3 and time.monotonic() < deadline:
            time.sleep(0.01)
        return open_it(path, word)

    monkeypatch.setattr(Project, "open", slowly)
    timer = QTimer(interval=1)
    timer.timeout.connect(lambda: ticks.append(1))
    timer.start()
    assert app.current.open(full_path)
    assert len(ticks) >= 3


def test_a_window_closed_while_a_project_is_opened_gives_it_back(
    app: App, full_path: Path, monkeypatch
):
    open_it = Project.open

    def close_meanwhile(path: Path, word: str = "") -> Project:
        app.background.run(
            Operation("", lambda _job: None, lambda _none: app.window.close(), pytest.fail)
        )
        project = open_it(path, word)
        deadline = time.monotonic() + 60
        while app.window.isVisible() and time.monotonic() < deadline:
            time.sleep(0.01)
        return project

    monkeypatch.setattr(Project, "open", close_meanwhile)
    assert not app.current.open(full_path)
    assert app.project is None
    monkeypatch.undo()
    Project.open(full_path).close()
