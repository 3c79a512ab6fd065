from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QShortcut
from PySide6.QtTest import QTest

from desktop.dialogs.discard import ConfirmDiscard
from desktop.dialogs.keys import KeysDialog
from desktop.pages import review
from desktop.pages.review import ReviewPage
from engine.records import Decision, Outcome, PassageText, TaskFilter, Verdict
from engine.runs.events import RunProgress, TaskAdded
from engine.store import Project
from tests.desktop.reviewing import first, press, write

PASSAGE = PassageText(0, "It opens at nine.")


@pytest.fixture
def page(qtbot, background, full: Project) -> ReviewPage:
    made = ReviewPage("ilse", background)
    qtbot.addWidget(made, before_close_func=lambda shown: shown.show_project(None))
    made.show_project(full)
    made.refresh(full.status())
    made.resize(1100, 700)
    made.show()
    qtbot.waitExposed(made)
    made.view.setFocus()
    return made


@pytest.fixture
def discard(monkeypatch):
    """Let the question whether a text may go be answered."""
    asked: list[ConfirmDiscard] = []

    def answer_with(*, answer: bool) -> list[ConfirmDiscard]:
        monkeypatch.setattr(ConfirmDiscard, "exec", lambda self: asked.append(self) or answer)
        return asked

    return answer_with


@pytest.mark.parametrize(
    ("key", "verdict"),
    [
        (Qt.Key.Key_A, Verdict.ACCEPT),
        (Qt.Key.Key_X, Verdict.REJECT),
        (Qt.Key.Key_F, Verdict.FLAG),
        (Qt.Key.Key_S, Verdict.SKIP),
    ],
)
def test_one_key_saves_a_decision_and_shows_the_next_task(page, full, key, verdict):
    press(page, key)
    assert first(full).verdict is verdict
    assert page.view.currentIndex().row() == 1
    assert page.pane.input.toPlainText() == "Question 1?"
    assert page.bar.position.text() == "2 of 27"


@pytest.mark.parametrize("key", [Qt.Key.Key_Delete, Qt.Key.Key_Backspace, Qt.Key.Key_Return])
def test_delete_and_backspace_never_decide(page: ReviewPage, full: Project, key):
    press(page, key)
    assert full.status().verdicts == {}
    assert page.view.currentIndex().row() == 0


@pytest.mark.parametrize(
    ("key", "modifier"),
    [
        (Qt.Key.Key_U, Qt.KeyboardModifier.NoModifier),
        (Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier),
    ],
)
def test_undo_takes_back_any_number_and_returns_to_each_task(page, full, key, modifier):
    for decide in (Qt.Key.Key_A, Qt.Key.Key_X, Qt.Key.Key_F):
        press(page, decide)
    for place in (2, 1, 0):
        press(page, key, modifier)
        assert page.view.currentIndex().row() == place
        assert first(full, place).verdict is None
    press(page, key, modifier)
    assert page.notice.text == "There is no decision to take back."


def test_an_edit_is_written_in_place_and_saved_as_accepted(page: ReviewPage, full: Project):
    press(page, Qt.Key.Key_E)
    assert page.pane.is_editing
    page.pane.output.selectAll()
    QTest.keyClicks(page.pane.output, "at a quarter past nine, axfs?")
    assert full.status().verdicts == {}
    QTest.keyClick(page.pane.output, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    saved = first(full)
    assert (saved.verdict, saved.output) == (Verdict.EDIT, "at a quarter past nine, axfs?")
    assert not page.pane.is_editing
    assert page.view.currentIndex().row() == 1


def test_escape_leaves_an_edit_without_saving(page: ReviewPage, full: Project, discard):
    discard(answer=True)
    press(page, Qt.Key.Key_E)
    QTest.keyClicks(page.pane.output, "zzz")
    QTest.keyClick(page.pane.output, Qt.Key.Key_Escape)
    assert not page.pane.is_editing
    assert page.pane.output.toPlainText() == "nine"
    assert full.status().verdicts == {}


def test_an_edit_must_say_something(page: ReviewPage, full: Project):
    press(page, Qt.Key.Key_E)
    page.pane.output.clear()
    QTest.keyClick(page.pane.output, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    assert "must both say something" in page.notice.text
    assert page.pane.is_editing
    assert full.status().verdicts == {}


def test_arrows_move_without_deciding(page: ReviewPage, full: Project):
    for key in (Qt.Key.Key_Down, Qt.Key.Key_Right, Qt.Key.Key_Right, Qt.Key.Key_Left):
        press(page, key)
    assert page.view.currentIndex().row() == 2
    page.pane.passage.setFocus()
    press(page, Qt.Key.Key_Up)
    assert page.view.currentIndex().row() == 1
    assert full.status().verdicts == {}


def test_buttons_show_their_keys_and_do_the_same(page: ReviewPage, full: Project, qtbot):
    button = page.bar.buttons[Verdict.REJECT]
    assert button.key == "X"
    qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
    assert first(full).verdict is Verdict.REJECT


def test_letters_typed_into_the_search_field_decide_nothing(page, full, qtbot):
    press(page, Qt.Key.Key_F, Qt.KeyboardModifier.ControlModifier)
    QTest.keyClicks(page.filter.search, "xafsu 12")
    page.filter.search.setText("question 12")
    QTest.keyClick(page.filter.search, Qt.Key.Key_Return)
    assert full.status().verdicts == {}
    assert page.bar.position.text() == "1 of 1"
    assert page.pane.input.toPlainText() == "Question 12?"


def test_the_evidence_is_highlighted_in_the_passage(page: ReviewPage):
    (selection,) = page.pane.passage.extraSelections()
    assert selection.cursor.selectedText() == "nine"


def test_a_task_that_was_held_to_its_form_says_so(page: ReviewPage, full: Project):
    free = page.pane._evidence.text()
    page.pane.show_task(replace(first(full), is_constrained=True), PASSAGE)
    assert "second try, held to the form" in page.pane._evidence.text()
    assert "second try" not in free


def test_a_failed_unit_shows_reason_and_raw_text_and_cannot_be_accepted(page, full):
    page.filter.show_outcomes(review_failed())
    page.filter.changed.emit()
    assert page.table.rowCount() == 3
    assert "can't be told apart" in page.pane.reason.text
    assert page.pane.input.toPlainText().startswith("raw 9 <img")
    assert not page.bar.buttons[Verdict.ACCEPT].isEnabled()
    press(page, Qt.Key.Key_A)
    assert full.status().verdicts == {}
    assert "E makes a task of it" in page.notice.text


def review_failed() -> tuple[Outcome, ...]:
    return tuple(outcome for outcome in Outcome if outcome is not Outcome.OK)


def choose(combo, text: str) -> None:
    combo.setCurrentIndex(combo.findText(text))
    combo.activated.emit(combo.currentIndex())


def test_filters_narrow_the_queue_and_can_be_cleared(page: ReviewPage, qtbot):
    choose(page.filter.type, "Extractive question answering")
    assert page.table.rowCount() == 15
    choose(page.filter.decision, "Accepted")
    assert page._places.currentIndex() == review.NO_MATCH
    page.filter.clear()
    assert page.table.rowCount() == 27


def test_the_unreviewed_filter_keeps_the_place_after_each_decision(page, full):
    choose(page.filter.decision, "Not reviewed")
    press(page, Qt.Key.Key_A)
    press(page, Qt.Key.Key_A)
    assert page.view.currentIndex().row() == 2
    page.read()
    assert page.table.rowCount() == 25
    assert page.pane.input.toPlainText() == "Question 2?"


def test_the_last_task_stays_when_it_is_decided_and_none_waits(page: ReviewPage, full: Project):
    ids = full.tasks.ids(TaskFilter(outcomes=(Outcome.OK,)))
    full.decisions.add([Decision(one, Verdict.REJECT) for one in ids[:-1]], "ilse")
    page.view.selectRow(26)
    press(page, Qt.Key.Key_A)
    assert page.bar.position.text() == "27 of 27"
    assert "Accepted" in page.pane.origin.accessibleName()


def test_new_tasks_join_the_queue_if_the_filter_wants_them(page: ReviewPage, full: Project):
    page.table.show(full, [])
    tasks = full.tasks.page(full.tasks.ids(TaskFilter()))
    progress = RunProgress(30, 30, {}, 0, 0, None)
    page.tasks_added([TaskAdded(1, task, progress) for task in tasks])
    assert page.table.rowCount() == 27
    page.tasks_added([TaskAdded(1, task, progress) for task in tasks])
    assert page.table.rowCount() == 27
    choose(page.filter.decision, "Rejected")
    page.tasks_added([TaskAdded(1, tasks[0], progress)])
    assert page.table.rowCount() == 0


def test_an_empty_project_says_where_to_go(qtbot, background, empty: Project):
    page = ReviewPage("ilse", background)
    qtbot.addWidget(page)
    page.show_project(empty)
    page.refresh(empty.status())
    assert page._places.currentIndex() == review.EMPTY
    for verdict in Verdict:
        page.decide(verdict)
    page.undo()
    assert page.notice.text == "There is no decision to take back."


def test_the_question_mark_shows_the_keys(page: ReviewPage, qtbot, monkeypatch):
    shown = []
    monkeypatch.setattr(KeysDialog, "exec", lambda self: shown.append(self) or 0)
    press(page, Qt.Key.Key_Question)
    assert len(shown) == 1


def test_a_number_rejects_with_the_reason_that_stands_beside_it(page: ReviewPage, full: Project):
    press(page, Qt.Key.Key_2)
    saved = first(full)
    assert (saved.verdict, saved.reason) == (Verdict.REJECT, "Not answerable")
    assert "2 Not answerable" in page.bar.reasons.accessibleName()
    press(page, Qt.Key.Key_Left)
    assert "Rejected: Not answerable" in page.pane.origin.accessibleName()


def test_an_edited_task_shows_in_place_what_went_and_what_came(page: ReviewPage, full: Project):
    press(page, Qt.Key.Key_E)
    page.pane.output.setPlainText("at ten")
    QTest.keyClick(page.pane.output, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    press(page, Qt.Key.Key_Left)
    output = page.pane.output
    assert output.toPlainText() == "nine at ten"
    assert output.accessibleDescription() == "Went: nine. Came: at ten."
    gone, came = output.extraSelections()
    assert (gone.cursor.selectedText(), gone.format.fontStrikeOut()) == ("nine", True)
    assert (came.cursor.selectedText(), came.format.fontUnderline()) == ("at ten", True)
    assert page.pane.texts[1] == "at ten"
    press(page, Qt.Key.Key_E)
    assert output.toPlainText() == "at ten"
    press(page, Qt.Key.Key_Escape)
    assert output.toPlainText() == "nine at ten"
    press(page, Qt.Key.Key_U)
    assert output.toPlainText() == "nine"
    assert output.accessibleDescription() == ""


def test_a_refresh_of_the_queue_leaves_an_edit_alone(page: ReviewPage, full: Project):
    write(page, "ten minutes of careful typing")
    page.read()  # as when a run ends
    page.refresh(full.status())
    assert page.pane.is_editing
    assert page.pane.output.toPlainText() == "ten minutes of careful typing"
    QTest.keyClick(page.pane.output, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    assert first(full).output == "ten minutes of careful typing"


def test_what_is_written_waits_while_another_row_is_shown(page: ReviewPage, full: Project):
    write(page, "careful")
    page.view.selectRow(3)
    assert not page.pane.is_editing
    assert page.pane.output.toPlainText() == "nine"
    page.view.selectRow(0)
    assert page.pane.is_editing
    assert page.pane.output.toPlainText() == "careful"
    assert full.status().verdicts == {}


def test_what_is_written_survives_a_filter_that_hides_its_task(page: ReviewPage, full: Project):
    write(page, "careful")
    page.filter.search.setText("question 12")
    page.filter.changed.emit()
    assert page.pane.input.toPlainText() == "Question 12?"
    page.filter.clear()
    page.view.selectRow(0)
    assert page.pane.output.toPlainText() == "careful"


def test_what_is_written_survives_a_crash(page: ReviewPage, full: Project, qtbot, background):
    write(page, "careful")
    qtbot.waitUntil(lambda: full.drafts.get(first(full).id) is not None)
    draft = full.drafts.get(first(full).id)
    assert draft.output == "careful"
    again = ReviewPage("ilse", background)
    qtbot.addWidget(again)
    again.show_project(full)
    qtbot.waitUntil(lambda: again.pane.output.toPlainText() == "careful")
    assert again.notice.text == "1 edit not saved yet: what you wrote waits."
    again.show_project(None)


def test_what_is_written_is_kept_when_the_project_is_closed(page: ReviewPage, full: Project):
    write(page, "careful")
    page.show_project(None)
    assert full.drafts.get(first(full).id).output == "careful"


def test_a_saved_edit_leaves_no_draft(page: ReviewPage, full: Project):
    write(page, "careful")
    page.drafts.keep()
    QTest.keyClick(page.pane.output, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    assert full.drafts.task_ids() == []
    page.move(-1)
    assert not page.pane.is_editing


def test_escape_asks_before_a_text_goes(page: ReviewPage, full: Project, discard):
    asked = discard(answer=False)
    write(page, "careful")
    QTest.keyClick(page.pane.output, Qt.Key.Key_Escape)
    assert len(asked) == 1
    assert page.pane.output.toPlainText() == "careful"
    discard(answer=True)
    QTest.keyClick(page.pane.output, Qt.Key.Key_Escape)
    assert not page.pane.is_editing
    assert page.pane.output.toPlainText() == "nine"
    assert full.drafts.task_ids() == []


def test_escape_does_not_ask_where_nothing_was_written(page: ReviewPage, discard):
    asked = discard(answer=False)
    press(page, Qt.Key.Key_E)
    QTest.keyClick(page.pane.output, Qt.Key.Key_Escape)
    assert asked == []
    assert not page.pane.is_editing


@pytest.mark.parametrize("key", [Qt.Key.Key_A, Qt.Key.Key_X, Qt.Key.Key_U])
def test_a_task_with_a_draft_is_not_decided_by_chance(page: ReviewPage, full: Project, key):
    write(page, "careful")
    page.view.setFocus()
    press(page, key)
    assert full.status().verdicts == {}
    assert "not saved yet" in page.notice.text
    press(page, Qt.Key.Key_E)
    assert page.pane.output.hasFocus()
    assert page.pane.output.toPlainText() == "careful"


def test_only_the_arrows_repeat_while_a_key_is_held_down(page: ReviewPage):
    repeating = {key.key().toString() for key in page.findChildren(QShortcut) if key.autoRepeat()}
    assert repeating == {"Left", "Right", "Up", "Down"}


def test_return_in_the_search_field_gives_the_keys_back(page: ReviewPage, full: Project):
    press(page, Qt.Key.Key_F, Qt.KeyboardModifier.ControlModifier)
    QTest.keyClicks(page.filter.search, "question")
    QTest.keyClick(page.filter.search, Qt.Key.Key_Return)
    press(page, Qt.Key.Key_A)
    assert page.filter.search.text() == "question"
    assert full.status().verdicts == {Verdict.ACCEPT: 1}


def test_the_same_decision_is_not_added_again_at_the_last_task(page: ReviewPage, full: Project):
    ids = full.tasks.ids(TaskFilter(outcomes=(Outcome.OK,)))
    full.decisions.add([Decision(one, Verdict.REJECT) for one in ids[:-1]], "ilse")
    page.view.selectRow(page.table.rowCount() - 1)
    for _press in range(3):
        press(page, Qt.Key.Key_A)
    assert page.notice.text == "This is the last task here."
    page.move(-1)
    assert page.notice.text == ""
    page.move(1)
    full.decisions.undo()
    assert full.status().verdicts == {Verdict.REJECT: 26}


@pytest.mark.parametrize("key", [Qt.Key.Key_S, Qt.Key.Key_F])
def test_a_task_that_is_put_off_is_not_reviewed(page: ReviewPage, full: Project, key):
    press(page, key)
    page.refresh(full.status())
    assert page.reviewed.text() == "0 of 27 reviewed"
    assert "rejected; 1 put off" in page.reviewed.toolTip()
    waiting = full.tasks.ids(TaskFilter(outcomes=(Outcome.OK,), unreviewed_only=True))
    assert first(full).id in waiting
