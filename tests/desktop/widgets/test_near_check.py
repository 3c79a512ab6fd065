from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt

from desktop.background import Background
from desktop.pages.export import ExportPage
from desktop.pages.review import ReviewPage
from desktop.widgets.near_check import near_check
from engine.records import Near
from engine.store import Project
from tests.near_projects import CHANGED, OTHER, QUESTION, with_tasks
from tests.projects import new_project


@pytest.fixture
def twins(tmp_path: Path) -> Iterator[Project]:
    with new_project(tmp_path / "twins.bonito") as project:
        with_tasks(project, [(QUESTION, "nine"), (OTHER, "the warden"), (CHANGED, "nine")])
        yield project


@pytest.fixture
def review(qtbot, background: Background, twins: Project) -> ReviewPage:
    twins.tasks.near.save([(1, 1), (3, 1)], twins.tasks.near.seen(), 1)
    page = ReviewPage("ilse", background)
    qtbot.addWidget(page, before_close_func=lambda shown: shown.show_project(None))
    page.show_project(twins)
    page.refresh(twins.status())
    page.resize(1100, 700)
    page.show()
    qtbot.waitExposed(page)
    return page


def test_the_checklist_says_what_was_found(qtbot, background: Background, twins: Project):
    check = near_check(background)
    check.show_project(twins)
    assert check.points() == ()
    with qtbot.waitSignal(check.changed, timeout=30_000):
        check.look()
    (point,) = check.points()
    assert (point.text, point.state, point.action) == (
        "2 near-duplicates in 1 group, of all well-formed tasks", "warn", "Look",
    )  # fmt: skip


def test_no_near_duplicates_are_good_news(qtbot, background: Background, full: Project):
    check = near_check(background)
    check.show_project(full)
    with qtbot.waitSignal(check.changed, timeout=30_000):
        check.look()
    assert [(point.text, point.state) for point in check.points()] == [
        ("No near-duplicates among tasks of one type", "good")
    ]


def test_the_export_page_compares_when_it_is_shown_and_asks_for_the_best_only(
    qtbot, background: Background, twins: Project
):
    page = ExportPage(background)
    qtbot.addWidget(page)
    page.show_project(twins)
    page.refresh(twins.status())
    page.show()
    qtbot.waitUntil(lambda: "near" in [point.name for point in page.checks._shown], timeout=30_000)
    assert page.request().one_of_each
    page.all_kept.setChecked(True)
    assert "may be left out" in page.preview_hint.text()
    qtbot.mouseClick(page.one_of_each, Qt.MouseButton.LeftButton)
    assert not page.request().one_of_each
    assert "left out" not in page.preview_hint.text()


def test_a_task_says_how_many_are_like_it_and_shows_them(qtbot, review: ReviewPage):
    qtbot.waitUntil(lambda: review.table.rowCount() == 3, timeout=30_000)
    assert review.pane.near.text() == "1 near-duplicate: show the group"
    qtbot.mouseClick(review.pane.near, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: review.table.rowCount() == 2, timeout=30_000)
    qtbot.mouseClick(review.filter.leave_group, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: review.table.rowCount() == 3, timeout=30_000)
    assert review.filter.leave_group.isHidden()


def test_a_task_without_any_says_nothing(qtbot, review: ReviewPage):
    qtbot.waitUntil(lambda: review.table.rowCount() == 3, timeout=30_000)
    review.move(1)
    assert review.pane.near.isHidden()


def test_one_of_each_group_can_be_chosen_in_the_filter(qtbot, review: ReviewPage):
    qtbot.waitUntil(lambda: review.table.rowCount() == 3, timeout=30_000)
    review.filter.show_near()
    box = review.filter.more.near
    box.setCurrentIndex(box.findData(Near.BEST))
    box.activated.emit(box.currentIndex())
    qtbot.waitUntil(lambda: review.table.rowCount() == 2, timeout=30_000)
    review.filter.clear()
    qtbot.waitUntil(lambda: review.table.rowCount() == 3, timeout=30_000)
