import pytest

from engine.errors import BadSetting, NothingToDo
from engine.records import Decision, Evidence, EvidenceGrade, TaskFilter, Verdict


def shown(project, task):
    found = project.tasks.get(task.id)
    return found.verdict, found.input, found.output


@pytest.fixture
def task(tasks):
    return tasks[-1]


@pytest.mark.parametrize("verdict", [v for v in Verdict if v is not Verdict.EDIT])
def test_a_decision_shows_as_the_verdict_of_its_task(project, task, verdict):
    assert project.decisions.add([Decision(task.id, verdict, "because")], "Ada") == 1
    assert shown(project, task) == (verdict, task.input, task.output)


def test_the_newest_decision_counts(project, task):
    project.decisions.add([Decision(task.id, Verdict.ACCEPT)], "Ada")
    project.decisions.add([Decision(task.id, Verdict.REJECT)], "Bo")
    assert project.tasks.get(task.id).verdict is Verdict.REJECT


def test_an_edit_is_shown_and_the_model_s_own_words_are_kept(project, task):
    project.decisions.add([Decision(task.id, Verdict.EDIT, input="New?", output="Yes")], "Ada")
    assert shown(project, task) == (Verdict.EDIT, "New?", "Yes")
    project.decisions.undo()
    assert shown(project, task) == (None, task.input, task.output)


def evidence(project, task):
    found = project.tasks.get(task.id).evidence
    queued = [grade for grade in EvidenceGrade if project.tasks.ids(TaskFilter(evidence=(grade,)))]
    return found.grade, found.start, found.places, found.grade in queued


def test_an_edited_answer_has_the_evidence_that_was_found_for_it_and_no_other(project, task):
    found = Evidence(EvidenceGrade.EXACT, 26, 39, 2)
    edit = Decision(task.id, Verdict.EDIT, output="The inspector", evidence=found)
    before = evidence(project, task)
    project.decisions.add([edit], "Ada")
    assert evidence(project, task) == (EvidenceGrade.EXACT, 26, 2, True)
    assert project.tasks.get(task.id).page == "2"
    project.decisions.add([Decision(task.id, Verdict.EDIT, output="Nobody")], "Ada")
    assert evidence(project, task) == (EvidenceGrade.EDITED, None, 0, True)
    project.decisions.add([Decision(task.id, Verdict.ACCEPT)], "Bo")
    assert evidence(project, task) == (EvidenceGrade.EDITED, None, 0, True)
    for expected in ((EvidenceGrade.EDITED, None, 0, True), (EvidenceGrade.EXACT, 26, 2, True)):
        project.decisions.undo()
        assert evidence(project, task) == expected
    project.decisions.undo()
    assert evidence(project, task) == before


def test_an_edit_of_the_question_alone_keeps_the_evidence_of_the_answer(project, task):
    found = Evidence(EvidenceGrade.EXACT, 26, 39, 1)
    project.decisions.add(
        [Decision(task.id, Verdict.EDIT, output="The inspector", evidence=found)], "Ada"
    )
    project.decisions.add([Decision(task.id, Verdict.EDIT, input="New?")], "Ada")
    assert evidence(project, task) == (EvidenceGrade.EXACT, 26, 1, True)


def test_an_edit_of_one_half_leaves_the_other_as_it_was_shown(project, task):
    project.decisions.add([Decision(task.id, Verdict.EDIT, input="New?")], "Ada")
    project.decisions.add([Decision(task.id, Verdict.EDIT, output="Yes")], "Ada")
    assert shown(project, task) == (Verdict.EDIT, "New?", "Yes")


def test_an_edit_is_stored_with_line_feeds_alone(project, task):
    edit = Decision(task.id, Verdict.EDIT, input="New?\r\n\r\nSay.", output="Yes\rand\r\nno")
    project.decisions.add([edit], "Ada")
    assert shown(project, task) == (Verdict.EDIT, "New?\n\nSay.", "Yes\nand\nno")


def test_other_line_ends_alone_make_no_new_answer(project, task):
    found = Evidence(EvidenceGrade.EXACT, 26, 39, 1)
    for output in ("The\ninspector", "The\r\ninspector"):
        edit = Decision(task.id, Verdict.EDIT, output=output, evidence=found)
        project.decisions.add([edit], "Ada")
        found = None
    assert evidence(project, task) == (EvidenceGrade.EXACT, 26, 1, True)


def test_two_edits_in_one_batch_build_on_each_other(project, task):
    halves = [
        Decision(task.id, Verdict.EDIT, input="New?"),
        Decision(task.id, Verdict.EDIT, output="Yes"),
    ]
    project.decisions.add(halves, "Ada")
    assert shown(project, task) == (Verdict.EDIT, "New?", "Yes")


def test_who_accepts_after_an_edit_accepts_the_edited_text(project, task):
    project.decisions.add([Decision(task.id, Verdict.EDIT, output="Yes")], "Ada")
    project.decisions.add([Decision(task.id, Verdict.ACCEPT)], "Bo")
    assert shown(project, task) == (Verdict.ACCEPT, task.input, "Yes")


@pytest.mark.parametrize(
    "decision",
    [
        {"verdict": Verdict.EDIT},
        {"verdict": Verdict.EDIT, "input": "New?", "output": " \n"},
        {"verdict": Verdict.ACCEPT, "output": "Yes"},
    ],
)
def test_an_edit_without_its_text_and_a_text_without_an_edit_are_refused(project, tasks, decision):
    good = Decision(tasks[0].id, Verdict.ACCEPT)
    with pytest.raises(BadSetting):
        project.decisions.add([good, Decision(tasks[1].id, **decision)], "Ada")
    assert project.decisions.undo() is None


def test_an_unknown_task_undoes_the_whole_batch(project, task):
    batch = [Decision(task.id, Verdict.ACCEPT), Decision(999, Verdict.ACCEPT)]
    with pytest.raises(NothingToDo, match="no task 999"):
        project.decisions.add(batch, "Ada")
    assert project.tasks.get(task.id).verdict is None


def test_no_decision_at_all_is_no_error(project, tasks):
    assert project.decisions.add([], "Ada") == 0


def test_undo_goes_back_step_by_step_to_the_beginning(project, tasks):
    first, second = tasks[0], tasks[1]
    for task, verdict in ((first, Verdict.ACCEPT), (second, Verdict.FLAG), (first, Verdict.REJECT)):
        project.decisions.add([Decision(task.id, verdict)], "Ada")
    assert project.decisions.undo() == first.id
    assert project.tasks.get(first.id).verdict is Verdict.ACCEPT
    assert project.decisions.undo() == second.id
    project.decisions.add([Decision(second.id, Verdict.SKIP)], "Ada")
    assert project.decisions.undo() == second.id
    assert project.decisions.undo() == first.id
    assert project.decisions.undo() is None
    assert project.tasks.count(TaskFilter(unreviewed_only=True)) == len(tasks)


def test_a_batch_is_taken_back_as_a_whole(project, tasks):
    project.decisions.add([Decision(tasks[0].id, Verdict.REJECT)], "Ada")
    project.decisions.add([Decision(task.id, Verdict.ACCEPT) for task in tasks], "Ada")
    assert project.decisions.undo_batch() == [task.id for task in tasks]
    assert project.tasks.get(tasks[0].id).verdict is Verdict.REJECT
    assert project.decisions.undo_batch() == [tasks[0].id]
    assert project.decisions.undo_batch() == []


def test_what_was_taken_back_stays_on_record(project, task):
    project.decisions.add([Decision(task.id, Verdict.ACCEPT, "clear")], "Ada")
    project.decisions.undo()
    [row] = project._connection.rows("SELECT verdict, reason, who, undone_at FROM decisions")
    assert (row["verdict"], row["reason"], row["who"]) == ("accept", "clear", "Ada")
    assert row["undone_at"] is not None


def test_a_decision_on_many_is_written_to_the_log(project, tasks):
    project.decisions.add([Decision(task.id, Verdict.ACCEPT) for task in tasks], "Ada")
    entry = project.log.all()[-1]
    assert (entry.who, entry.event, entry.detail) == ("Ada", "decided", "6 tasks at once")


def test_what_undo_would_take_back_is_told_and_can_be_done_again(project, task):
    assert project.decisions.undo_step() is None
    edit = Decision(task.id, Verdict.EDIT, input="New?", output="Yes")
    project.decisions.add([edit], "Ada")
    project.decisions.add([Decision(task.id, Verdict.REJECT, "Unclear")], "Ada")
    steps = []
    for _ in range(2):
        steps.append(project.decisions.undo_step())
        project.decisions.undo()
    assert [(step.task_id, step.verdict, step.reason, step.tasks) for step in steps] == [
        (task.id, Verdict.REJECT, "Unclear", 1),
        (task.id, Verdict.EDIT, "", 1),
    ]
    project.decisions.redo(steps[1], "Bo")
    assert shown(project, task) == (Verdict.EDIT, "New?", "Yes")
    assert project.tasks.get(task.id).decided_by == "Bo"
    project.decisions.redo(steps[0], "Bo")
    assert project.tasks.get(task.id).reason == "Unclear"


def test_what_was_undone_stays_told_after_a_redo(project, task):
    project.decisions.add([Decision(task.id, Verdict.ACCEPT)], "Ada")
    step = project.decisions.undo_step()
    project.decisions.undo()
    project.decisions.redo(step, "Ada")
    assert project.decisions.newest() == step.decision_id + 1


def test_the_last_tasks_of_a_reviewer_are_found_again(project, tasks):
    for one in tasks:
        project.decisions.add([Decision(one.id, Verdict.ACCEPT)], "Ada")
    project.decisions.add([Decision(tasks[0].id, Verdict.FLAG)], "Bo")
    assert project.tasks.ids(TaskFilter(latest_of="Ada")) == [one.id for one in tasks][-20:]
    assert project.tasks.ids(TaskFilter(latest_of="Bo")) == [tasks[0].id]
    project.decisions.undo()
    assert project.tasks.ids(TaskFilter(latest_of="Bo")) == []
    assert project.tasks.count(TaskFilter(latest_of="Ada")) == len(tasks[-20:])


def test_the_first_skipped_of_some_tasks_is_found(project, tasks):
    ids = [one.id for one in tasks]
    assert project.tasks.first_skipped(ids) is None
    project.decisions.add([Decision(ids[-1], Verdict.SKIP)], "Ada")
    assert project.tasks.first_skipped(ids) == ids[-1]
