"""All that a decision needs is on a small screen at once, for nearly all real tasks."""

from pathlib import Path

import pytest
from PySide6.QtCore import QSize
from PySide6.QtWidgets import QApplication

from desktop.app import App
from desktop.main_window import REVIEW
from desktop.text import TextPane
from engine.records import Outcome, TaskFilter
from tests.sample import sample_project

SCREEN = QSize(1280, 720)
ENOUGH = 0.95


def is_whole(pane: TextPane) -> bool:
    """All its lines are seen without scrolling."""
    return pane.verticalScrollBar().maximum() == 0


def settle() -> None:
    for _level in range(4):  # a change of size climbs one level of layouts at a time
        QApplication.processEvents()


@pytest.fixture
def reviewing(app: App, tmp_path: Path, calm) -> App:
    sample_project(tmp_path / "sample.bonito").close()
    app.window.resize(SCREEN)
    app.current.open(tmp_path / "sample.bonito")
    app.window.go_to(REVIEW)
    app.review.filter.clear()
    app.review.read()
    calm(app)
    return app


def test_question_and_answer_of_nearly_every_task_are_seen_without_scrolling(reviewing: App):
    project, pane = reviewing.project, reviewing.review.pane
    assert project is not None
    folded, seen = list[int](), 0
    for task in project.tasks.page(project.tasks.ids(TaskFilter(outcomes=(Outcome.OK,)))):
        pane.show_task(task, project.passages.read(task.passage_id))
        settle()
        if is_whole(pane.input) and is_whole(pane.output):
            seen += 1
        else:
            folded.append(task.id)
    assert seen / (seen + len(folded)) >= ENOUGH, f"scrolled: {folded}"


def test_an_answer_that_is_the_passage_is_folded_and_edited_whole(reviewing: App):
    project, pane = reviewing.project, reviewing.review.pane
    assert project is not None
    ids = project.tasks.ids(TaskFilter(task_types=("text_gen",), outcomes=(Outcome.OK,)))
    task = project.tasks.get(ids[0])
    pane.show_task(task, project.passages.read(task.passage_id))
    assert pane.output.is_folded
    assert pane.texts == (task.input, task.output)
    pane.begin_edit()
    assert pane.output.toPlainText() == task.output


def test_a_new_sample_says_who_wrote_its_tasks_and_leads_to_them(app: App, tmp_path: Path, calm):
    sample_project(tmp_path / "sample.bonito").close()
    app.sample._made(tmp_path / "sample.bonito")
    calm(app)
    assert "written beforehand" in app.window.notice.text
    app.window.notice._action.click()
    assert app.window.pages.currentIndex() == REVIEW
    assert app.review.task() is not None


def test_who_goes_to_review_alone_need_not_be_told(app: App, tmp_path: Path, calm):
    sample_project(tmp_path / "sample.bonito").close()
    app.sample._made(tmp_path / "sample.bonito")
    calm(app)
    app.window.go_to(REVIEW)
    assert app.window.notice.text == ""
