import pytest

from engine.errors import NothingToDo
from engine.records import Decision, RunState, Verdict
from engine.store import Project


def test_a_draft_is_kept_until_another_takes_its_place(project, tasks):
    task = tasks[0].id
    assert project.drafts.get(task) is None
    project.drafts.save(task, "Who signs?", "The insp")
    project.drafts.save(task, "Who signs?", "The inspector")
    draft = project.drafts.get(task)
    assert (draft.input, draft.output) == ("Who signs?", "The inspector")
    assert project.drafts.task_ids() == [task]


def test_a_draft_is_there_when_the_project_is_opened_again(path, project, tasks):
    project.drafts.save(tasks[0].id, "Who signs?", "")
    project.close()
    with Project.open(path) as again:
        assert again.drafts.get(tasks[0].id).input == "Who signs?"


def test_a_draft_is_no_decision(project, tasks):
    project.drafts.save(tasks[0].id, "Who signs?", "Nobody")
    assert project.status().verdicts == {}
    assert project.tasks.get(tasks[0].id).input == tasks[0].input


def test_a_saved_edit_takes_its_draft_away_and_no_other(project, tasks):
    first, second = tasks[2].id, tasks[3].id
    for task in (first, second):
        project.drafts.save(task, "Who signs?", "Nobody")
    project.decisions.add([Decision(first, Verdict.EDIT, "", "Who signs?", "Nobody")], "Ada")
    assert project.drafts.task_ids() == [second]


def test_any_other_decision_leaves_the_draft(project, tasks):
    project.drafts.save(tasks[2].id, "Who signs?", "Nobody")
    project.decisions.add([Decision(tasks[2].id, Verdict.FLAG)], "Ada")
    assert project.drafts.task_ids() == [tasks[2].id]


def test_a_discarded_draft_is_gone(project, tasks):
    project.drafts.save(tasks[0].id, "Who signs?", "Nobody")
    project.drafts.discard(tasks[0].id)
    project.drafts.discard(tasks[0].id)
    assert project.drafts.task_ids() == []


def test_a_draft_of_no_task_is_refused(project):
    with pytest.raises(NothingToDo, match="no task 7"):
        project.drafts.save(7, "a", "b")


def test_a_draft_goes_with_its_document(project, run, tasks, document_id):
    project.runs.set_state(run.id, RunState.DONE)
    project.drafts.save(tasks[0].id, "Who signs?", "Nobody")
    project.delete_document(document_id)
    assert project.drafts.task_ids() == []
