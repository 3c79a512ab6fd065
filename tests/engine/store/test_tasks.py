import pytest

from engine.errors import NothingToDo, RequestError
from engine.records import (
    Decision,
    Evidence,
    EvidenceGrade,
    Outcome,
    TaskDraft,
    TaskFilter,
    Verdict,
)


def answer(unit, question="When?", reply="At nine", **more):
    return TaskDraft(unit.id, Outcome.OK, "raw", question, reply, **more)


def test_a_task_knows_where_it_comes_from(project, run, document_id):
    unit = project.runs.open_units(run.id, 9)[2]
    evidence = Evidence(EvidenceGrade.EXACT, 60, 64)
    task = project.tasks.add(answer(unit, evidence=evidence, prompt_sha256="abc"))
    assert task == project.tasks.get(task.id)
    assert (task.run_id, task.unit_id, task.passage_id) == (run.id, unit.id, unit.passage_id)
    assert (task.task_type, task.sample, task.seed) == (unit.task_type, unit.sample, unit.seed)
    assert (task.outcome, task.input, task.output) == (Outcome.OK, "When?", "At nine")
    assert (task.raw, task.evidence, task.prompt_sha256) == ("raw", evidence, "abc")
    assert (task.document_id, task.document_name) == (document_id, "rules.pdf")
    assert (task.passage_start, task.passage_end, task.verdict) == (26, 55, None)


def test_the_page_is_that_of_the_evidence_or_else_of_the_passage(project, run):
    units = project.runs.open_units(run.id, 9)
    with_evidence = answer(units[0], evidence=Evidence(EvidenceGrade.EXACT, 61, 63))
    assert project.tasks.add(with_evidence).page == "3"
    assert project.tasks.add(answer(units[2])).page == "2"


def test_the_same_words_for_the_same_passage_are_a_duplicate(project, run):
    first, second = project.runs.open_units(run.id, 2)
    assert first.passage_id == second.passage_id
    project.tasks.add(answer(first, "When  does it\nleave?", "At Nine"))
    twin = project.tasks.add(answer(second, "when does it leave? ", "AT NINE"))
    assert twin.outcome is Outcome.DUPLICATE
    assert (twin.input, twin.output) == ("when does it leave? ", "AT NINE")


def test_words_do_not_move_from_input_to_output_unnoticed(project, run):
    first, second = project.runs.open_units(run.id, 2)
    project.tasks.add(answer(first, "a b", "c"))
    assert project.tasks.add(answer(second, "a", "b c")).outcome is Outcome.OK


def test_the_same_words_for_another_passage_are_no_duplicate(project, run):
    units = project.runs.open_units(run.id, 3)
    project.tasks.add(answer(units[0]))
    assert project.tasks.add(answer(units[2])).outcome is Outcome.OK


def test_only_a_good_task_makes_a_later_one_a_duplicate(project, plan):
    run = plan(("qa",), samples=3)
    units = project.runs.open_units(run.id, 3)
    project.tasks.add(TaskDraft(units[0].id, Outcome.NOT_IN_PASSAGE, "raw", "When?", "At nine"))
    assert project.tasks.add(answer(units[1])).outcome is Outcome.OK
    assert project.tasks.add(answer(units[2])).outcome is Outcome.DUPLICATE


def test_a_later_run_finds_the_duplicates_of_an_earlier_one(project, plan):
    first, second = (project.runs.open_units(plan().id, 1)[0] for _ in range(2))
    project.tasks.add(answer(first))
    assert project.tasks.add(answer(second)).outcome is Outcome.DUPLICATE


def test_a_second_task_for_a_unit_is_refused_and_the_first_stays(project, run):
    [unit] = project.runs.open_units(run.id, 1)
    first = project.tasks.add(answer(unit))
    with pytest.raises(RequestError, match="has its task already"):
        project.tasks.add(answer(unit, "Other", "words"))
    assert project.tasks.page(project.tasks.ids(TaskFilter())) == [first]


def test_a_task_for_no_unit_is_refused(project, run):
    with pytest.raises(RequestError, match="no unit 999"):
        project.tasks.add(TaskDraft(999, Outcome.OK, "raw", "a", "b"))


def test_a_torn_escape_in_an_answer_does_not_stop_a_run(project, run):
    [unit] = project.runs.open_units(run.id, 1)
    assert project.tasks.add(answer(unit, "torn \ud83d", "x")).input == "torn \ufffd"


def test_a_page_keeps_the_order_it_was_asked_for(project, tasks):
    wanted = [tasks[3].id, tasks[0].id, tasks[3].id]
    assert [task.id for task in project.tasks.page(wanted)] == wanted
    assert project.tasks.page([]) == []


def test_an_unknown_task_is_named_in_the_error(project, tasks):
    with pytest.raises(NothingToDo, match="no task 999"):
        project.tasks.page([tasks[0].id, 999])
    with pytest.raises(NothingToDo, match="no task 999"):
        project.tasks.get(999)


def test_an_export_takes_good_tasks_in_the_order_of_the_plan(project, tasks):
    rows = list(project.tasks.export_rows(only_accepted=False))
    assert [row.input for row in rows] == [f"Question {n}?" for n in range(4)]


def test_an_export_leaves_out_what_was_rejected_or_only_takes_what_was_accepted(project, tasks):
    by_input = {task.input: task.id for task in tasks if task.outcome is Outcome.OK}
    for n, verdict in enumerate((Verdict.ACCEPT, Verdict.REJECT, Verdict.FLAG)):
        project.decisions.add([Decision(by_input[f"Question {n}?"], verdict)], "Ada")
    edit = Decision(by_input["Question 3?"], Verdict.EDIT, output="Better")
    project.decisions.add([edit], "Ada")

    def exported(*, only_accepted):
        return [(r.input, r.output) for r in project.tasks.export_rows(only_accepted)]

    assert exported(only_accepted=True) == [("Question 0?", "Answer 0"), ("Question 3?", "Better")]
    assert [i for i, _ in exported(only_accepted=False)] == [
        "Question 0?",
        "Question 2?",
        "Question 3?",
    ]


def test_an_accepted_task_that_came_to_nothing_is_not_exported(project, tasks):
    project.decisions.add([Decision(tasks[0].id, Verdict.ACCEPT)], "Ada")
    assert tasks[0].outcome is Outcome.NO_PIPE
    assert list(project.tasks.export_rows(only_accepted=True)) == []


def test_the_first_undecided_of_some_tasks_comes_in_their_order(project, tasks, monkeypatch):
    monkeypatch.setattr("engine.store.tasks._UNDECIDED_AT_ONCE", 1)
    ids = [task.id for task in tasks]
    assert project.tasks.first_undecided(ids[::-1]) == ids[-1]
    decided = [Decision(ids[0], Verdict.REJECT), Decision(ids[-1], Verdict.SKIP)]
    project.decisions.add(decided, "ilse")
    assert project.tasks.first_undecided([ids[0], ids[-1]]) is None
    assert project.tasks.first_undecided([ids[-1], ids[0], ids[1]]) == ids[1]
