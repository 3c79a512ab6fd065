"""Real projects filled by hand, and the whole window on Qt's offscreen platform."""

import gc
import os
import shutil

os.environ["QT_QPA_PLATFORM"] = "offscreen"

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
import shiboken6
from PySide6.QtCore import QSettings
from PySide6.QtWidgets import QApplication

from desktop.app import App
from desktop.background import Background
from desktop.main_window import GENERATE
from engine.records import (
    Evidence,
    EvidenceGrade,
    Extract,
    FileStatus,
    ModelIdentity,
    Outcome,
    PassageKind,
    PlannedUnit,
    RunRequest,
    RunState,
    Span,
    TaskDraft,
)
from engine.runs.cutting import settings_for
from engine.store import Project
from engine.worker import fake
from models import library
from tests.harbour import NOTICES, harbour, request
from tests.projects import new_project

TEXT = "The ferry leaves at nine. Visitors may bring dogs. The gate is shut at night."
PNG_BOMB = "<img src='file:///etc/passwd'><b>bold</b>"


_TESTS_A_COLLECTION = 25  # each takes a tenth of a second


@pytest.fixture(autouse=True, scope="module")
def _cycles_here() -> Iterator[None]:
    """As in the window: cycles are looked for on this thread, for they may hold Qt's objects."""
    gc.disable()
    yield
    gc.collect()
    gc.enable()


@pytest.fixture(autouse=True)
def _collected_now_and_then(request: pytest.FixtureRequest) -> Iterator[None]:
    yield
    done = request.session.stash.get(_DONE, 0) + 1
    request.session.stash[_DONE] = done
    if done % _TESTS_A_COLLECTION == 0:
        gc.collect()


_DONE = pytest.StashKey[int]()


@pytest.fixture(autouse=True)
def _undressed() -> Iterator[None]:
    """No test leaves the application's style sheet to the next: under one, palettes mean less."""
    yield
    application = QApplication.instance()
    if isinstance(application, QApplication) and application.styleSheet():
        application.setStyleSheet("")


@pytest.fixture(scope="session")
def templates(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Projects to copy: filling one takes a third of a second, and hundreds of tests want one."""
    folder = tmp_path_factory.mktemp("templates")
    new_project(folder / "empty.bonito").close()
    fill(folder / "full.bonito", tasks=30, planned=30, state=RunState.DONE)
    fill(folder / "stopped.bonito", tasks=10, planned=25, state=RunState.STOPPED)
    return folder


@pytest.fixture
def empty_path(templates: Path, tmp_path: Path) -> Path:
    return Path(shutil.copy(templates / "empty.bonito", tmp_path))


def _add_document(project: Project) -> int:
    extract = Extract(TEXT)
    report = project.documents.add("/in/rules.txt", "rules.txt", "txt", 77, "a" * 64, extract)
    project.documents.refuse("/in/scan.pdf", "scan.pdf", FileStatus.NO_TEXT, "No text in it.")
    for kind in PassageKind:
        settings = settings_for(library.find(""), kind)  # so that no test needs to cut
        project.passages.save(report.document_id, settings, [Span(0, len(TEXT), 17)])
    return project.passages.ids(settings_for(library.find(""), PassageKind.PARAGRAPH), None)[0][1]


def _draft(unit_id: int, number: int) -> TaskDraft:
    if number % 10 == 9:
        return TaskDraft(unit_id, Outcome.NO_PIPE, raw=f"raw {number} {PNG_BOMB}")
    evidence = Evidence(EvidenceGrade.EXACT, 20, 24)
    return TaskDraft(
        unit_id, Outcome.OK, f"q{number}<|pipe|>nine", f"Question {number}?", "nine", evidence
    )


def fill(path: Path, tasks: int, planned: int, state: RunState) -> None:
    """A project with one document, one refused file, and one run; each tenth unit failed."""
    project = new_project(path)
    passage = _add_document(project)
    units = [PlannedUnit(passage, ("exqa", "qa")[n % 2], n, n) for n in range(planned)]
    model = ModelIdentity("tiny", "/nowhere/tiny.gguf", "b" * 64, "bonito")
    request = RunRequest("tiny", ("exqa", "qa"), samples=planned)
    run = project.runs.create(request, model, units)
    for number, unit in enumerate(project.runs.open_units(run.id, tasks)):
        project.tasks.add(_draft(unit.id, number))
    project.runs.set_state(run.id, state)
    project.close()


@pytest.fixture
def full_path(templates: Path, tmp_path: Path) -> Path:
    return Path(shutil.copy(templates / "full.bonito", tmp_path))


@pytest.fixture
def stopped_path(templates: Path, tmp_path: Path) -> Path:
    return Path(shutil.copy(templates / "stopped.bonito", tmp_path))


@pytest.fixture
def full(full_path: Path) -> Iterator[Project]:
    with Project.open(full_path) as project:
        yield project


@pytest.fixture
def empty(empty_path: Path) -> Iterator[Project]:
    with Project.open(empty_path) as project:
        yield project


@pytest.fixture
def bugs() -> list[BaseException]:
    return []


@pytest.fixture
def background(qapp: QApplication, bugs: list[BaseException]) -> Iterator[Background]:
    made = Background(bugs.append)
    yield made
    made.close()
    assert bugs == []


@pytest.fixture
def settings(tmp_path: Path) -> QSettings:
    return QSettings(str(tmp_path / "preferences.ini"), QSettings.Format.IniFormat)


@pytest.fixture
def app(qtbot, qapp: QApplication, settings: QSettings, bugs: list, monkeypatch) -> Iterator[App]:
    font = qapp.font()
    made = App(qapp, settings, worker=fake.main)
    monkeypatch.setattr(made.errors, "_show", bugs.append)  # a dialog would wait for ever
    made.start()
    yield made
    made.close()  # first: the window would ask about a run that is under way
    made.window.close()
    shiboken6.delete(made.window)  # else each new stylesheet polishes all windows before it
    qapp.setFont(font)
    qapp.setStyleSheet("")  # under one the next window takes five times as long to build
    assert bugs == []


@pytest.fixture
def started(app: App, tmp_path: Path) -> App:
    """A window that was asked for a run of 1,200 units."""
    with harbour(tmp_path, NOTICES) as project:
        path, wanted = project.path, request(tmp_path, "exqa", "qa", "ynqa", samples=10)
    app.current.open(path)
    app.window.go_to(GENERATE)
    app.start_run(wanted)
    return app


@pytest.fixture
def calm(qtbot) -> Callable[[App], None]:
    """Wait until nothing is under way in the background."""

    def wait(app: App) -> None:
        qtbot.waitUntil(
            lambda: not app.background.is_busy and not app.running.is_under_way, timeout=60_000
        )

    return wait
