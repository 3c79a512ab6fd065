"""What becomes of an edit on the Review page, and how its support is shown."""

import pytest
from PySide6.QtCore import Qt

from desktop.pages.review import ReviewPage
from engine.records import (
    Check,
    CheckKind,
    Decision,
    EvidenceGrade,
    TaskFilter,
    Verdict,
)
from engine.store import Project
from tests.desktop.reviewing import first, press, write


@pytest.fixture
def page(qtbot, background, full: Project) -> ReviewPage:
    made = ReviewPage("ilse", background)
    qtbot.addWidget(made, before_close_func=lambda shown: shown.show_project(None))
    made.show_project(full)
    made.show()
    qtbot.waitExposed(made)
    made.view.setFocus()
    return made


def test_an_edit_is_saved_with_the_place_of_its_new_answer(page: ReviewPage, full: Project):
    task = first(full)
    write(page, "bring dogs")
    press(page, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    edited = full.tasks.get(task.id)
    text = full.passages.text(task.passage_id)
    place = text.index("bring dogs") + task.passage_start
    assert edited.output == "bring dogs"
    assert (edited.evidence.grade, edited.evidence.start) == (EvidenceGrade.EXACT, place)
    page.undo()
    assert full.tasks.get(task.id).evidence == task.evidence


def test_an_edit_that_the_passage_does_not_hold_is_graded_so(page: ReviewPage, full: Project):
    task = first(full)
    write(page, "never at all")
    press(page, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    edited = full.tasks.get(task.id).evidence
    assert (edited.grade, edited.start, edited.places) == (EvidenceGrade.EDITED, None, 0)
    page.move(-1)
    assert "edited answer does not stand in the passage" in page.pane._evidence.text()
    assert page.pane.passage.extraSelections() == []
    wanted = TaskFilter(evidence=(EvidenceGrade.EDITED,))
    assert full.tasks.ids(wanted) == [task.id]


def test_what_a_free_answer_claims_beyond_its_passage_is_named_and_underlined(page, full: Project):
    task = first(full, 1)
    assert task.task_type == "qa"
    edit = Decision(task.id, Verdict.EDIT, output="Visitors pay 1,250 euros to Anna Müller.")
    full.decisions.add([edit], "ilse")
    page.read()
    page.move(1)
    assert page.pane.missing.text() == "Not in the passage: 1,250, Anna Müller."
    marked = [one.cursor.selectedText() for one in page.pane.output.extraSelections()]
    assert marked == ["1,250", "Anna Müller"]
    page.move(-1)
    assert page.pane.missing.isHidden()
    assert page.pane.output.extraSelections() == []


def test_self_agreement_stands_below_the_answer(page: ReviewPage, full: Project):
    assert page.pane.agreement.isHidden()
    detail = '{"same": 3, "of": 8, "others": [["at ten", 4], ["noon", 1]]}'
    full.tasks.checks.add(first(full).id, [Check(CheckKind.AGREEMENT, 3 / 8, 1, detail)])
    page.table.refresh(first(full).id)
    page._show_row(page.view.currentIndex())
    assert page.pane.agreement.text() == "Same answer 3 of 8 times; others: at ten (4), noon."
    assert page.pane.agreement.isVisible()


def accept(project: Project, places: list[int]) -> None:
    ids = project.tasks.ids(TaskFilter())
    project.decisions.add([Decision(ids[place], Verdict.ACCEPT) for place in places], "ilse")


def test_a_project_opens_at_the_first_task_without_a_decision(background, full: Project, qtbot):
    accept(full, [0, 1, 3])
    made = ReviewPage("ilse", background)
    qtbot.addWidget(made)
    made.show_project(full)
    assert made.view.currentIndex().row() == 2


def test_n_goes_to_the_next_task_without_a_decision_and_round_to_the_first(page, full: Project):
    last = page.table.rowCount() - 1
    accept(full, list(range(2, 30)))
    press(page, Qt.Key.Key_N)
    assert page.view.currentIndex().row() == 1
    press(page, Qt.Key.Key_N)
    assert page.view.currentIndex().row() == 0
    press(page, Qt.Key.Key_A)
    page.view.go_to(last)
    press(page, Qt.Key.Key_N)
    press(page, Qt.Key.Key_N)
    assert page.view.currentIndex().row() == 1
    assert "No other task" in page.notice.text


def test_what_was_taken_back_is_done_again_until_something_else_is_decided(page, full: Project):
    for key in (Qt.Key.Key_A, Qt.Key.Key_3):
        press(page, key)
    for _ in range(2):
        press(page, Qt.Key.Key_U)
    press(page, Qt.Key.Key_Y, Qt.KeyboardModifier.ControlModifier)
    assert first(full).verdict is Verdict.ACCEPT
    both = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier
    press(page, Qt.Key.Key_Z, both)
    assert (first(full, 1).verdict, first(full, 1).reason) == (Verdict.REJECT, "Unclear")
    press(page, Qt.Key.Key_Z, both)
    assert page.notice.text == "There is nothing to do again."
    press(page, Qt.Key.Key_U)
    press(page, Qt.Key.Key_F)
    press(page, Qt.Key.Key_Y, Qt.KeyboardModifier.ControlModifier)
    assert page.notice.text == "There is nothing to do again."


def test_a_decision_made_elsewhere_ends_what_can_be_done_again(page, full: Project):
    press(page, Qt.Key.Key_A)
    press(page, Qt.Key.Key_U)
    accept(full, [4])
    press(page, Qt.Key.Key_Y, Qt.KeyboardModifier.ControlModifier)
    assert page.notice.text == "There is nothing to do again."
    assert first(full).verdict is None


def test_the_bar_names_what_was_done_and_how_it_is_taken_back(page, full: Project):
    echo = page.bar.echo.accessibleName
    assert echo() == "Nothing decided yet in this session."
    press(page, Qt.Key.Key_3)
    assert echo() == "Rejected (unclear) “Question 0?”  ·  U takes it back"
    press(page, Qt.Key.Key_U)
    assert echo() == "Taken back: Rejected (unclear) “Question 0?”  ·  Ctrl+Y does it again"
    press(page, Qt.Key.Key_Y, Qt.KeyboardModifier.ControlModifier)
    assert echo() == "Done again: Rejected (unclear) “Question 0?”  ·  U takes it back"
    page.show_project(full)
    assert echo() == "Last: Rejected (unclear), task 1  ·  U takes it back"


def test_from_a_task_that_waited_it_goes_to_the_next_that_waits(page, full: Project):
    accept(full, [1, 2])
    press(page, Qt.Key.Key_A)
    assert page.view.currentIndex().row() == 3
    page.view.go_to(0)  # a second look goes row by row
    press(page, Qt.Key.Key_X)
    assert page.view.currentIndex().row() == 1


def test_what_was_skipped_comes_back_once_all_else_is_decided(page, full: Project):
    accept(full, list(range(3, 30)))
    for key in (Qt.Key.Key_S, Qt.Key.Key_F, Qt.Key.Key_A):
        press(page, key)
    assert page.view.currentIndex().row() == 3
    press(page, Qt.Key.Key_N)
    assert page.view.currentIndex().row() == 0
    page.view.go_to(page.table.rowCount() - 1)
    press(page, Qt.Key.Key_X)
    assert page.view.currentIndex().row() == 0
    assert "now what was skipped" in page.notice.text
