"""A task beside its passage: the passage stands once, and an edit is of the whole input."""

from dataclasses import replace

import pytest

from desktop.theme import DARK, LIGHT, palette_of
from desktop.widgets.task_pane import TaskPane
from engine.records import Doubt, EvidenceGrade, Outcome, PassageText, Task, TaskFilter, Verdict
from engine.store import Project

PASSAGE = PassageText(0, "The ferry leaves at nine. Dogs stay on the lower deck. " * 3)
INPUT = f"Answer by the text.\n\n{PASSAGE.text}\n\nWhen does the ferry leave?"


@pytest.fixture
def task(full: Project) -> Task:
    task = full.tasks.get(full.tasks.ids(TaskFilter())[0])
    texts = {"input": INPUT, "output": "at nine"}
    return replace(task, **texts, model_input=INPUT, model_output="at nine")


@pytest.fixture
def pane(qtbot, task: Task) -> TaskPane:
    made = TaskPane()
    qtbot.addWidget(made)
    made.show_task(task, PASSAGE)
    return made


def test_the_passage_is_folded_and_what_is_asked_stands_there(pane: TaskPane):
    shown = pane.input.toPlainText()
    assert PASSAGE.text not in shown
    assert "The passage, 33 words" in shown
    assert shown.endswith("When does the ferry leave?")
    assert pane.texts == (INPUT, "at nine")


def test_it_can_be_unfolded_and_stays_so_for_the_next_task(pane: TaskPane, task: Task):
    pane.unfold.click()
    assert pane.input.toPlainText() == INPUT
    pane.show_task(task, PASSAGE)
    assert pane.input.toPlainText() == INPUT
    pane.unfold.click()
    assert PASSAGE.text not in pane.input.toPlainText()


def test_an_edit_is_of_the_whole_input_and_unfolding_is_no_typing(pane: TaskPane, qtbot):
    with qtbot.assertNotEmitted(pane.input.textChanged):
        pane.begin_edit()
    assert pane.texts == (INPUT, "at nine")
    assert pane.unfold.isHidden()


def test_a_draft_is_shown_as_it_was_written(pane: TaskPane):
    pane.show_draft(f"{INPUT} Please.", "nine")
    assert pane.texts == (f"{INPUT} Please.", "nine")


def test_nothing_is_left_of_it_when_no_task_is_shown(pane: TaskPane):
    pane.show_nothing()
    assert pane.texts == ("", "")
    assert pane.unfold.isHidden()


def ground_of(pane: TaskPane) -> str:
    (mark,) = pane.input.extraSelections()
    return mark.format.background().color().name()


def test_what_is_marked_takes_the_colours_of_another_scheme(pane: TaskPane):
    pane.setPalette(palette_of(LIGHT))
    assert ground_of(pane) == LIGHT.accent_soft.lower()
    pane.setPalette(palette_of(DARK))
    assert ground_of(pane) == DARK.accent_soft.lower()


def test_a_scheme_that_changes_while_somebody_writes_marks_no_wrong_place(pane: TaskPane):
    pane.input.setPlainText("Short.")
    pane.setPalette(palette_of(DARK))
    assert all(mark.cursor.selectedText() in "Short." for mark in pane.input.extraSelections())


def test_a_passage_that_was_wrapped_reads_on_and_its_marks_stay(pane: TaskPane, task: Task):
    lines = ["The ferry leaves the old harbour every morning, except on", "Sundays, at nine."]
    found = replace(task.evidence, grade=EvidenceGrade.EXACT)
    wrapped = replace(task, input="When?", output="at nine", evidence=found)
    pane.show_task(wrapped, PassageText(0, "\n".join(lines)))
    assert pane.passage.toPlainText() == " ".join(lines)
    marked = [one.cursor.selectedText() for one in pane.passage.extraSelections()]
    assert "at nine" in marked


def test_a_high_doubt_says_what_it_means(pane: TaskPane, task: Task):
    pane.show_task(replace(task, doubt=Doubt.HIGH), PASSAGE)
    assert "high doubt" in pane.origin.accessibleName()
    assert pane.agreement.text().startswith("High doubt: the model was surer of three in four")
    pane.show_task(replace(task, doubt=Doubt.LOW), PASSAGE)
    assert "low doubt" in pane.origin.accessibleName()
    assert pane.agreement.text() == ""


def test_a_unit_that_was_not_confirmed_says_what_a_reviewer_can_do(pane: TaskPane, task: Task):
    pane.show_task(replace(task, outcome=Outcome.UNCONFIRMED), PASSAGE)
    assert pane.reason.text.endswith("Ctrl+Enter make a task of it.")
    assert "step on the way" not in pane.reason.text
    asked = replace(task, outcome=Outcome.UNCONFIRMED, task_type="ynqa")
    pane.show_task(asked, PASSAGE)
    assert "This is a step on the way" in pane.reason.text
    pane.show_task(replace(asked, output="Yes"), PASSAGE)
    assert "step on the way" not in pane.reason.text
    pane.show_task(replace(task, outcome=Outcome.TOO_LONG, raw=""), PASSAGE)
    assert pane.reason.text.endswith("never exported.")


@pytest.mark.parametrize("doubt", [Doubt.SOME, None])
def test_doubt_that_tells_nothing_is_not_said(pane: TaskPane, task: Task, doubt: Doubt | None):
    pane.show_task(replace(task, doubt=doubt), PASSAGE)
    assert "doubt" not in pane.origin.accessibleName()


def test_the_question_of_a_long_input_is_in_sight_when_it_is_edited(
    pane: TaskPane, task: Task, qtbot
):
    pane.resize(700, 420)
    pane.show()
    text = "The ferry leaves at nine, but on Sundays it does not. " * 30
    asked = replace(task, input=f"{text.strip()}\n\nWhen does it leave?", output="at nine")
    pane.show_task(asked, PassageText(0, text))
    pane.begin_edit()
    bar = pane.input.verticalScrollBar()
    qtbot.waitUntil(lambda: bar.value() > 0.9 * bar.maximum(), timeout=2_000)
    assert bar.maximum() > 0


def test_of_an_edited_question_the_passage_stays_folded(pane: TaskPane, task: Task):
    edited = replace(
        task, verdict=Verdict.EDIT, model_input=INPUT, model_output="at nine",
        input=INPUT.replace("leave?", "sail?"),
    )  # fmt: skip
    pane.show_task(edited, PASSAGE)
    shown = pane.input.toPlainText()
    assert PASSAGE.text not in shown
    assert shown.endswith("When does the ferry leave? sail?")
    assert pane.texts == (edited.input, "at nine")
    pane.unfold.click()
    assert PASSAGE.text in pane.input.toPlainText()
    assert pane.input.toPlainText().endswith("When does the ferry leave? sail?")
    pane.begin_edit()
    assert pane.input.toPlainText() == edited.input
