"""All pages of a project are shown, told and let go of together."""

from pathlib import Path

import pytest
from PySide6.QtCore import QEvent, QObject, QTimer

from desktop.app import App
from desktop.changes import Change
from desktop.main_window import DOCUMENTS, START
from engine.store import Project
from tests.statements import counted


class Painted(QObject):
    """Which of some widgets are painted."""

    def __init__(self) -> None:
        super().__init__()
        self.names: list[str] = []

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802 - Qt's name
        if event.type() is QEvent.Type.Paint:
            self.names.append(type(watched).__name__)
        return False


@pytest.fixture
def painted(app: App) -> Painted:
    watch = Painted()
    for page in app.pages:
        page.installEventFilter(watch)
    return watch


def test_every_page_is_drawn_ahead_and_none_is_shown(app: App, painted: Painted):
    app.pages.draw_ahead()
    assert painted.names == ["DocumentsPage", "GeneratePage", "ReviewPage", "ExportPage"]
    assert app.window.pages.currentIndex() == START
    assert not any(page.isVisible() for page in app.pages)


def test_the_first_page_can_be_seen_before_review_reads_its_queue(
    app: App, full_path: Path, monkeypatch
):
    seen: list[int] = []
    read = app.review.read
    monkeypatch.setattr(
        app.review, "read", lambda: (seen.append(app.window.pages.currentIndex()), read())
    )
    app.current.open(full_path)
    assert seen
    assert set(seen) == {DOCUMENTS}


def test_a_project_closed_while_it_is_shown_is_shown_no_further(
    app: App, full_path: Path, monkeypatch
):
    show = app.documents.show_project

    def show_and_close(project: Project | None) -> None:
        show(project)
        if project is not None:
            QTimer.singleShot(0, app.current.close)

    monkeypatch.setattr(app.documents, "show_project", show_and_close)
    app.current.open(full_path)
    assert app.project is None
    assert app.window.pages.currentIndex() == START
    assert not app.window.unfinished.isVisible()


def test_numbers_of_the_project_are_read_once_for_all_pages(app: App, full_path: Path, calm):
    app.current.open(full_path)
    calm(app)
    with counted(app.project) as once:
        app.pages.refresh(Change.COUNTED)
    with counted(app.project) as again:
        app.pages.refresh(Change.COUNTED)
    assert 0 < len(once) == len(again) <= 3


def test_nothing_is_read_without_a_project(app: App):
    app.pages.refresh()
    assert [page.project for page in app.pages] == [None] * 4
