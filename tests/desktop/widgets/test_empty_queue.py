"""What the Review page says where its queue is empty."""

import pytest
from PySide6.QtWidgets import QLabel, QPushButton

from desktop.pages.review import ReviewPage
from engine.records import Decision, Outcome, TaskFilter, Verdict
from engine.store import Project


@pytest.fixture
def page(qtbot, background, full: Project) -> ReviewPage:
    made = ReviewPage("ilse", background)
    qtbot.addWidget(made, before_close_func=lambda shown: shown.show_project(None))
    made.show_project(full)
    made.show()
    qtbot.waitExposed(made)
    return made


def test_an_empty_search_names_its_words_and_offers_to_clear_it(page: ReviewPage, qtbot):
    page.notice.say("This is the last task here.")
    page.filter.search.setText("zebra")
    qtbot.waitUntil(page.no_match.isVisible)
    shown = [label.text() for label in page.no_match.findChildren(QLabel)]
    assert "No task holds “zebra”" in shown
    assert page.notice.text == ""
    [forget] = [one for one in page.no_match.findChildren(QPushButton) if "search" in one.text()]
    forget.click()
    qtbot.waitUntil(lambda: page.table.rowCount() == 27)
    assert page.filter.search.text() == ""


def test_a_queue_of_which_all_is_decided_says_so(page: ReviewPage, full: Project, qtbot):
    ids = full.tasks.ids(TaskFilter(outcomes=(Outcome.OK,)))
    full.decisions.add([Decision(one, Verdict.REJECT) for one in ids], "ilse")
    page.filter.show_unreviewed()
    page.read()
    qtbot.waitUntil(page.no_match.isVisible)
    shown = [label.text() for label in page.no_match.findChildren(QLabel)]
    assert "Nothing is left to review" in shown
