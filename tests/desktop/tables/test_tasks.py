from dataclasses import replace

import pytest
from PySide6.QtCore import Qt

from desktop.tables import tasks as table
from desktop.tables.roles import LookRole, RecordRole
from engine.records import Decision, Outcome, Task, TaskFilter, Verdict
from engine.store import Project


@pytest.fixture
def tasks(full: Project) -> table.TasksTable:
    made = table.TasksTable()
    made.show(full, full.tasks.ids(TaskFilter()))
    return made


def text(tasks: table.TasksTable, row: int, column: int) -> str:
    return tasks.data(tasks.index(row, column))


def test_it_is_a_sound_item_model(tasks: table.TasksTable, qtmodeltester):
    qtmodeltester.check(tasks)


def test_an_empty_one_is_sound_too(qtmodeltester):
    qtmodeltester.check(table.TasksTable())


def test_rows_show_what_the_store_holds(tasks: table.TasksTable):
    assert text(tasks, 0, table.COL_INPUT) == "Question 0?"
    assert text(tasks, 0, table.COL_OUTPUT) == "nine"
    assert text(tasks, 0, table.COL_TYPE) == "Extractive question answering"
    assert text(tasks, 11, table.COL_NUMBER) == "12"


def test_a_failed_unit_shows_its_raw_text_and_reason(tasks: table.TasksTable):
    assert text(tasks, 9, table.COL_INPUT).startswith("raw 9 <img")
    assert text(tasks, 9, table.COL_OUTCOME) == "No answer part"
    index = tasks.index(9, table.COL_INPUT)
    assert index.data(LookRole).second.endswith("No answer part")
    assert index.data(LookRole).tone == "warn"


def test_an_input_that_holds_its_passage_is_known_by_its_question(tasks: table.TasksTable):
    task = tasks.task(0)
    passage = "The ferry leaves at nine. " * 8
    for text in (f"{passage}\n\nWhen does it leave?", f"When does it leave?\n\n{passage}"):
        assert table.headline(replace(task, input=text)) == "When does it leave?"


@pytest.mark.parametrize(
    "behind",
    [
        "Question: When does it leave?\nAnswer with words from the text.",
        "Question: When does it leave?\n\nQuote the answer:",
        "Question: When does it leave?\n- at six\n- at nine\n- never",
    ],
)
def test_a_headline_is_the_line_that_asks(full: Project, behind: str):
    task = full.tasks.get(1)
    passage = "Word " * (task.passage_end - task.passage_start)
    asked = replace(task, input=f"{passage}\n\n{behind}")
    assert table.headline(asked) == "Question: When does it leave?"


@pytest.mark.parametrize(
    ("kind", "behind", "output", "said"),
    [
        (
            "nli",
            "Hypothesis: It leaves at nine.\nEntailment, neutral or contradiction?",
            "Entailment",
            "Hypothesis: It leaves at nine.",
        ),
        ("qg", "The answer is: nine\nWhat is the question?", "When is it?", "When is it?"),
        (
            "topic_class",
            "What is this text about?",
            "Ferries",
            "What is this text about? → Ferries",
        ),
    ],
)
def test_a_headline_tells_tasks_of_one_type_apart(
    full: Project, kind: str, behind: str, output: str, said: str
):
    task = full.tasks.get(1)
    passage = "Word " * (task.passage_end - task.passage_start)
    text = f"{passage}\n\n{behind}"
    assert table.headline(replace(task, task_type=kind, input=text, output=output)) == said


@pytest.mark.parametrize(
    ("raw", "said"),
    [
        (
            "{{context}}\n\nQuestion: When does it leave?\n<|pipe|>\nnine",
            "Question: When does it leave? → nine",
        ),
        ("When does it leave? {{context}}", "When does it leave? (the passage)"),
        ("{{context}}", "(the passage)"),
    ],
)
def test_no_mark_of_the_model_stands_in_a_headline(full: Project, raw: str, said: str):
    failed = replace(full.tasks.get(10), input="", raw=raw)
    assert table.headline(failed) == said


def test_no_mark_of_the_model_stands_in_an_output(full: Project):
    assert table.in_words("as {{context}} says") == "as (the passage) says"


def test_only_pages_that_are_looked_at_are_fetched(full: Project, monkeypatch):
    asked: list[int] = []
    fetch = full.tasks.page

    def page(ids) -> list[Task]:
        asked.append(len(ids))
        return fetch(ids)

    monkeypatch.setattr(full.tasks, "page", page)
    tasks = table.TasksTable()
    one = full.tasks.ids(TaskFilter())[0]
    tasks.show(full, [one] * 100_000)
    assert asked == []
    text(tasks, 0, 1)
    text(tasks, table.PAGE - 1, 2)
    text(tasks, 99_999, 2)
    assert asked == [table.PAGE, table.PAGE]


def test_pages_that_were_left_are_forgotten(full: Project):
    tasks = table.TasksTable()
    one = full.tasks.ids(TaskFilter())[0]
    tasks.show(full, [one] * 100_000)
    for place in range(0, 100_000, table.PAGE):
        tasks.task(place)
    assert len(tasks._pages) == table.PAGES_KEPT


def test_rows_are_appended_in_one_go(full: Project, qtbot):
    tasks, ids = table.TasksTable(), full.tasks.ids(TaskFilter())
    tasks.show(full, ids[:10])
    text(tasks, 9, 2)
    with qtbot.waitSignal(tasks.rowsInserted) as told:
        tasks.append(ids[10:])
    assert told.args[1:] == [10, 29]
    assert text(tasks, 29, table.COL_INPUT).startswith("raw 29")
    tasks.append([])
    assert tasks.rowCount() == 30


def test_a_decision_shows_after_a_refresh(tasks: table.TasksTable, full: Project):
    task = tasks.task(3)
    full.decisions.add([Decision(task.id, Verdict.REJECT)], "ilse")
    assert tasks.refresh(task.id) == 3
    index = tasks.index(3, table.COL_DECISION)
    assert (index.data(), index.data(LookRole).icon, index.data(LookRole).tone) == (
        "Rejected",
        "cross",
        "bad",
    )
    assert tasks.refresh(99_999) is None


def test_cells_speak_to_screen_readers(tasks: table.TasksTable):
    said = tasks.index(0, table.COL_OUTCOME).data(Qt.ItemDataRole.AccessibleTextRole)
    assert said == "Outcome: Well-formed"


def test_headings_are_aligned_like_their_columns(tasks: table.TasksTable):
    role = Qt.ItemDataRole.TextAlignmentRole
    for column in range(tasks.columnCount()):
        heading = tasks.headerData(column, Qt.Orientation.Horizontal, role)
        assert heading == tasks.index(0, column).data(role)
    assert tasks.headerData(0, Qt.Orientation.Vertical) is None


def test_the_record_is_at_hand(tasks: table.TasksTable):
    assert tasks.index(0, 0).data(RecordRole).outcome is Outcome.OK
    assert tasks.task(-1) is None
    assert tasks.task(30) is None


def test_only_a_queue_as_it_was_written_ends_with_its_newest_task(tasks: table.TasksTable, full):
    tasks.show(full, [1, 3, 5])
    assert tasks.last_id == 5
    tasks.show(full, [5, 1, 3])
    assert tasks.last_id == 0


def test_what_a_run_gave_stays_what_the_model_wrote_when_a_reviewer_edits_it(full: Project):
    ids = full.tasks.ids(TaskFilter())
    failed = next(one for one in ids if full.tasks.get(one).outcome is Outcome.NO_PIPE)
    edits = [Decision(one, Verdict.EDIT, input="Mine?", output="Mine.") for one in (ids[0], failed)]
    full.decisions.add(edits, "ilse")
    written, shown = table.WrittenTable(), table.TasksTable()
    for one in (written, shown):
        one.show(full, ids)
    place = ids.index(failed)
    assert text(shown, 0, table.COL_INPUT) == text(shown, place, table.COL_INPUT) == "Mine?"
    assert text(shown, place, table.COL_OUTCOME) == "Well-formed"
    assert text(written, 0, table.COL_INPUT) == "Question 0?"
    assert text(written, 0, table.COL_OUTPUT) == "nine"
    assert text(written, place, table.COL_INPUT).startswith("raw 9")
    assert text(written, place, table.COL_OUTCOME) == "No answer part"
    written.refresh(ids[0])
    assert text(written, 0, table.COL_OUTPUT) == "nine"
