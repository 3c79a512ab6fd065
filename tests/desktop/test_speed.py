"""What a key costs does not depend on the size of the project: counted in statements."""

import shutil
from pathlib import Path

import pytest
from PySide6.QtTest import QTest

from desktop.app import App
from desktop.main_window import REVIEW
from tests.large_project import Size, make
from tests.statements import counted

MOST_STATEMENTS = 8
SIZES = [Size(tasks=80, documents=2), Size(tasks=8_000, documents=200)]


@pytest.fixture(scope="session", params=SIZES, ids=lambda size: f"{size.tasks} tasks")
def made(request, tmp_path_factory) -> Path:
    path = tmp_path_factory.mktemp("made") / "large.bonito"
    make(path, request.param)
    return path


@pytest.fixture
def reviewed(made: Path, app: App, tmp_path: Path, calm) -> App:
    path = tmp_path / "large.bonito"
    shutil.copy(made, path)
    app.current.open(path)
    app.window.go_to(REVIEW)
    calm(app)
    app.review.filter.show_unreviewed()
    app.review.read()
    calm(app)
    app.review.view.setFocus()
    return app


@pytest.mark.parametrize("key", ["a", "x", "f", "s"])
def test_a_decision_takes_few_statements_and_starts_no_work(reviewed: App, key: str):
    with counted(reviewed.project) as seen:
        QTest.keyClick(reviewed.review.view, key)
        assert not reviewed.background.is_busy
    assert 0 < len(seen) <= MOST_STATEMENTS, "\n".join(seen)
    assert not any("FROM documents" in sql and "JOIN" not in sql for sql in seen)


def test_undoing_takes_few_statements(reviewed: App):
    QTest.keyClick(reviewed.review.view, "a")
    with counted(reviewed.project) as seen:
        QTest.keyClick(reviewed.review.view, "u")
    assert 0 < len(seen) <= MOST_STATEMENTS, "\n".join(seen)


def test_a_queue_of_several_slices_is_whole_and_stays_at_its_task(reviewed: App, calm):
    page, project = reviewed.review, reviewed.project
    assert project is not None
    page.filter.clear()
    calm(reviewed)
    wanted = project.tasks.ids(page.filter.filter())
    assert page.table.rowCount() == len(wanted)
    last = wanted[-1]
    page.view.go_to(len(wanted) - 1)
    page.read()
    calm(reviewed)
    task = page.task()
    assert task is not None
    assert task.id == last
    assert page.bar.position.text() == f"{len(wanted):,} of {len(wanted):,}"


def test_a_search_of_a_large_project_finds_the_same_in_the_background(reviewed: App, calm):
    page, project = reviewed.review, reviewed.project
    assert project is not None
    page.filter.clear()
    calm(reviewed)
    page.filter.search.setText("the")
    page.filter.search.returnPressed.emit()
    calm(reviewed)
    found = project.tasks.ids(page.filter.filter())
    assert found
    assert page.table.rowCount() == len(found)
