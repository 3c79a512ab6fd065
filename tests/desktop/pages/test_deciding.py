"""What becomes of an edit on the Review page, and how its support is shown."""

from dataclasses import replace

import pytest
from PySide6.QtCore import Qt

from desktop.pages.review import ReviewPage
from desktop.widgets.queue_tabs import ALL
from engine.export.labelling import is_off
from engine.records import (
    Check,
    CheckKind,
    Decision,
    EvidenceGrade,
    Outcome,
    PassageText,
    TaskFilter,
    Verdict,
)
from engine.store import Project
from tests.desktop.reviewing import first, press, write

FAILED = tuple(outcome for outcome in Outcome if outcome is not Outcome.OK)
PASSAGE = PassageText(0, "It opens at nine.")


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
    assert marked[-2:] == ["1,250", "Anna Müller"]  # behind what went and what came
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
    assert page.view.currentIndex().row() == 0
    assert "now what was skipped" in page.notice.text
    page.view.go_to(5)
    press(page, Qt.Key.Key_N)
    assert page.view.currentIndex().row() == 0
    page.notice.hide()
    page.view.go_to(page.table.rowCount() - 1)
    press(page, Qt.Key.Key_X)
    assert page.view.currentIndex().row() == 0
    assert "now what was skipped" in page.notice.text


def test_a_failed_unit_that_is_nearly_right_is_mended_and_is_a_task(
    page: ReviewPage, full: Project
):
    page.filter.show_outcomes(FAILED)
    page.filter.changed.emit()
    unit = page.table._ids[0]
    assert page.bar.buttons[Verdict.EDIT].isEnabled()
    press(page, Qt.Key.Key_E)
    assert page.pane.is_editing
    assert not page.drafts.is_changed  # the raw text in the editors is nobody's writing yet
    page.pane.input.setPlainText("When does it leave?")
    page.pane.output.setPlainText("nine")
    page.save_edit()
    task = full.tasks.get(unit)
    assert (task.outcome, task.refused) == (Outcome.OK, Outcome.NO_PIPE)
    assert (task.input, task.output, task.edited_by) == ("When does it leave?", "nine", "ilse")
    assert task.evidence.start is not None  # it was looked for
    assert [one.who for one in full.log.all() if one.event == "mended"] == ["ilse"]
    page.show_one(unit)
    assert page.bar.buttons[Verdict.ACCEPT].isEnabled()
    assert page.pane.reason.text.endswith("ilse mended it, so it counts as a task.")
    assert "raw 9" in page.pane.input.toPlainText()  # what the edit changed
    assert page.pane.texts == ("When does it leave?", "nine")
    press(page, Qt.Key.Key_U)
    assert full.tasks.get(unit).outcome is Outcome.NO_PIPE
    assert not page.bar.buttons[Verdict.ACCEPT].isEnabled()


def test_a_unit_for_which_nothing_was_written_can_not_be_mended(page: ReviewPage, full: Project):
    nothing = replace(first(full), outcome=Outcome.TOO_LONG, raw="", input="", output="")
    page.pane.show_task(nothing, PASSAGE)
    assert not page.pane._parts.isVisible()
    assert page.pane.verbatim.isHidden()
    assert page.pane.reason.text.endswith("It is kept for the record and never exported.")
    assert not nothing.can_be_edited


RAW = "{{context}}\nWhen does it leave?\n<|pipe|>\nAt nine"


def test_what_a_check_refused_is_shown_in_words_and_the_raw_text_is_one_click_away(
    page: ReviewPage, full: Project
):
    unit = replace(first(full), outcome=Outcome.MANY_PIPES, raw=f"{RAW}<|pipe|>or ten")
    unit = replace(unit, input="", output="", model_input="", model_output="")
    page.pane.show_task(unit, PASSAGE)
    assert page.pane.texts == (f"{PASSAGE.shown}\nWhen does it leave?", "At nine\nor ten")
    seen = page.pane.input.toPlainText() + page.pane.output.toPlainText()
    assert "{{" not in seen
    assert "<|" not in seen
    assert not page.pane.raw.isVisible()
    page.pane.verbatim.click()
    assert page.pane.raw.isVisible()
    assert page.pane.raw.toPlainText() == f"{RAW}<|pipe|>or ten"
    assert not page.pane.input.isVisible()  # it has all the room
    page.pane.begin_edit()
    assert page.pane.input.isVisible()
    page.pane.end_edit()
    page.pane.verbatim.click()
    page.pane.show_task(first(full), PASSAGE)
    assert not page.pane.raw.isVisible()  # of a task that no check refused it is what stands above
    assert page.pane.verbatim.isHidden()
    page.pane.show_task(unit, PASSAGE)
    page.pane.verbatim.click()
    assert not page.pane.raw.isVisible()


def test_from_a_skipped_task_one_goes_on_to_what_waits_not_to_what_is_decided(
    page: ReviewPage, full: Project
):
    ids = full.tasks.ids(TaskFilter(outcomes=(Outcome.OK,)))
    full.decisions.add([Decision(one, Verdict.ACCEPT) for one in ids[1:-1]], "ilse")
    full.decisions.add([Decision(ids[0], Verdict.SKIP)], "ilse")
    page.read()
    page.view.go_to(0)
    press(page, Qt.Key.Key_A)
    assert page.task().id == ids[-1]


def test_an_edit_with_another_answer_than_its_type_knows_is_warned_of(
    page: ReviewPage, full: Project
):
    task = first(full)
    object.__setattr__(task, "task_type", "ynqa")
    assert not is_off(full, replace(task, output="No"))
    assert is_off(full, replace(task, output="speech to text"))
    write(page, "at ten")  # of a type with free answers
    press(page, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    assert page.notice.text == ""
    full._connection.write("UPDATE tasks SET task_type = 'ynqa'")
    page.read()
    write(page, "speech to text")
    press(page, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    assert page.notice.text.startswith("Saved. “speech to text” is none of the labels")


def test_a_failed_unit_is_shown_among_those_that_failed(page: ReviewPage, full: Project, qtbot):
    failed = full.tasks.ids(TaskFilter(outcomes=tuple(o for o in Outcome if o is not Outcome.OK)))
    page.show_one(failed[1])
    qtbot.waitUntil(lambda: page.task() is not None and page.task().id == failed[1])
    assert page.table.rowCount() == len(failed)


def test_after_a_queue_is_chosen_the_arrows_are_for_the_queue(page: ReviewPage):
    page.filter.queues.buttons[ALL].click()
    assert page.window().focusWidget() is page.view
