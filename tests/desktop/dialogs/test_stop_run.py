"""What stops a run asks first: quitting, closing its project, opening another one."""

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import QCoreApplication

from desktop.app import App
from desktop.dialogs.stop_run import ConfirmStopRun
from engine.store import Project

WISHES: dict[str, Callable[[App, Path], object]] = {
    "quit": lambda app, _other: app.window.close(),
    "close": lambda app, _other: app.window.close_project_requested.emit(),
    "open recent": lambda app, other: app.window.recent_requested.emit(other),
    "open": lambda app, other: app.start_page.open_requested.emit(other),
    "new": lambda app, other: app.start_page.new_requested.emit(other.with_name("new.bonito")),
}


@pytest.fixture
def running(started: App, qtbot) -> App:
    """A window with a run under way."""
    qtbot.waitUntil(lambda: started.running.run_id is not None, timeout=60_000)
    started.running.toggle_pause()  # so that it is not over before it is stopped
    return started


def answering(monkeypatch, button: str) -> list[str]:
    """Click that button of every such dialog; the list tells what the other button said."""
    asked: list[str] = []

    def answer(dialog: ConfirmStopRun) -> int:
        asked.append(dialog.go.text())
        getattr(dialog, button).click()
        return dialog.result()

    monkeypatch.setattr(ConfirmStopRun, "exec", answer)
    return asked


def test_a_run_goes_on_if_that_is_the_answer(running: App, full_path: Path, monkeypatch):
    asked, project = answering(monkeypatch, "keep"), running.project
    for count, wish in enumerate(WISHES.values(), 1):  # a run takes seconds to start
        wish(running, full_path)
        assert len(asked) == count
        assert asked[-1].startswith("Stop and ")
        assert running.running.is_under_way
        assert running.project is project
        assert running.window.isVisible()


@pytest.mark.parametrize("wish", WISHES)
def test_a_run_is_stopped_if_that_is_the_answer(running: App, full_path: Path, monkeypatch, wish):
    asked, path = answering(monkeypatch, "go"), running.project.path
    WISHES[wish](running, full_path)
    assert len(asked) == 1
    assert not running.running.is_under_way
    with Project.open(path) as closed:
        assert closed.runs.unfinished() is not None


@pytest.mark.parametrize("wish", WISHES)
def test_without_a_run_nothing_is_asked(app: App, full_path: Path, empty_path, monkeypatch, wish):
    app.current.open(empty_path)
    asked = answering(monkeypatch, "keep")
    WISHES[wish](app, full_path)
    assert not asked
    assert app.project is None or app.project.path != empty_path


def test_return_lets_the_run_go_on(app: App):
    dialog = ConfirmStopRun(app.window, "Stop and quit")
    assert dialog.keep.isDefault()
    assert not dialog.go.isDefault()
    assert not dialog.go.autoDefault()


def test_the_end_of_the_desktop_session_is_not_held_up(running: App, monkeypatch):
    asked = answering(monkeypatch, "keep")
    monkeypatch.setattr(type(QCoreApplication.instance()), "isSavingSession", lambda _app: True)
    running.window.close()
    assert not asked
    assert running.project is None
