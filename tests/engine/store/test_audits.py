"""Samples are drawn by their seed, counted as they are read, and speak only when they are whole."""

import pytest

from engine.errors import BadSetting, NothingToDo
from engine.records import Decision, Portion, TaskFilter, Verdict
from engine.store import Project
from tests.projects import fill


@pytest.fixture
def filled(project: Project) -> Project:
    """40 well-formed tasks of ten documents."""
    fill(project, documents=10)
    return project


def sample(project: Project, audit_id: int) -> list[int]:
    return project.tasks.ids(TaskFilter(audit_id=audit_id))


def decide(project: Project, tasks: list[int], verdict: Verdict) -> None:
    for task in tasks:
        project.decisions.add([Decision(task, verdict)], "me")


def test_the_same_seed_draws_the_same_sample(filled):
    first, again, other = (filled.audits.draw(TaskFilter(), 8, seed, "me") for seed in (7, 7, 8))
    assert sample(filled, first.id) == sample(filled, again.id) != sample(filled, other.id)
    assert (first.whole, first.seed, first.who) == (Portion(40, 8, 0, 0), 7, "me")
    assert filled.tasks.count(TaskFilter(audit_id=first.id)) == 8
    assert [audit.id for audit in filled.audits.all()] == [1, 2, 3]


def test_a_sample_is_drawn_of_what_the_filter_means_and_nobody_decided_on(filled):
    decide(filled, [1, 3], Verdict.FLAG)
    audit = filled.audits.draw(TaskFilter(task_types=("exqa",), document_ids=(1, 2)), 99, 1, "me")
    assert sample(filled, audit.id) == [5, 7]
    assert audit.meaning == "exqa; documents d0.txt, d1.txt"
    assert audit.types == {"exqa": Portion(2, 2, 0, 0)}
    with pytest.raises(NothingToDo, match="no well-formed task without a decision"):
        filled.audits.draw(TaskFilter(search="nothing like it"), 9, 1, "me")
    with pytest.raises(BadSetting, match="draw 1 or more"):
        filled.audits.draw(TaskFilter(), 0, 1, "me")


def test_a_rejected_and_an_edited_task_are_wrong_and_a_skipped_one_is_not_read(filled):
    audit = filled.audits.draw(TaskFilter(), 6, 7, "me")
    drawn = sample(filled, audit.id)
    decide(filled, drawn[:2], Verdict.ACCEPT)
    decide(filled, drawn[2:3], Verdict.REJECT)
    decide(filled, drawn[3:4], Verdict.SKIP)
    filled.decisions.add([Decision(drawn[4], Verdict.EDIT, output="so")], "me")
    now = filled.audits.get(audit.id)
    assert now.whole == Portion(40, 6, 4, 2, 3)
    assert sum(one.drawn for one in now.types.values()) == 6
    assert sum(one.tasks for one in now.types.values()) == 40
    with pytest.raises(BadSetting, match=r"not read to its end \(4 of 6\)"):
        filled.audits.accept(audit.id, "me", "")


def read(project: Project, size: int = 6) -> int:
    """The number of a sample that was read to its end, with one wrong task."""
    audit = project.audits.draw(TaskFilter(), size, 7, "me")
    drawn = sample(project, audit.id)
    decide(project, drawn[:1], Verdict.REJECT)
    decide(project, drawn[1:], Verdict.ACCEPT)
    return audit.id


def test_the_rest_is_accepted_in_one_step_and_taken_back_in_one(filled):
    audit_id = read(filled)
    assert filled.audits.accept(audit_id, "me", "6 read, 1 wrong") == 34
    assert filled.status().verdicts == {Verdict.ACCEPT: 39, Verdict.REJECT: 1}
    assert filled.audits.get(audit_id).accepted == 34
    assert filled.tasks.get(40).reason in {"Sample 1", ""}
    said = [entry.detail for entry in filled.log.all() if entry.event == "audit"]
    assert said[-1] == "Sample 1: 34 tasks accepted together; 6 read, 1 wrong"
    assert filled.decisions.undo() is not None
    assert filled.status().verdicts == {Verdict.ACCEPT: 5, Verdict.REJECT: 1}
    assert filled.audits.get(audit_id).accepted == 0
    assert filled.audits.accept(audit_id, "me", "") == 34
    with pytest.raises(NothingToDo, match="is left to accept"):
        filled.audits.accept(audit_id, "me", "")


def test_the_rest_is_rejected_in_one_step_and_taken_back_in_one(filled):
    audit_id = read(filled)
    assert filled.audits.reject(audit_id, "me", "6 read, 5 worth keeping") == 34
    assert filled.status().verdicts == {Verdict.ACCEPT: 5, Verdict.REJECT: 35}
    now = filled.audits.get(audit_id)
    assert (now.accepted, now.rejected) == (0, 34)
    said = [entry.detail for entry in filled.log.all() if entry.event == "audit"]
    assert said[-1] == "Sample 1: 34 tasks rejected together; 6 read, 5 worth keeping"
    step = filled.decisions.undo_step()
    filled.decisions.undo()
    assert filled.status().verdicts == {Verdict.ACCEPT: 5, Verdict.REJECT: 1}
    filled.decisions.redo(step, "me")
    assert filled.audits.get(audit_id).rejected == 34
    with pytest.raises(NothingToDo, match="is left to reject"):
        filled.audits.reject(audit_id, "me", "")


def test_before_its_end_a_sample_rejects_nothing(filled):
    audit = filled.audits.draw(TaskFilter(), 6, 7, "me")
    with pytest.raises(BadSetting, match="not read to its end"):
        filled.audits.reject(audit.id, "me", "")


def test_what_was_decided_or_written_later_is_not_accepted_along(filled):
    audit_id = read(filled)
    free = filled.tasks.ids(TaskFilter(unreviewed_only=True))
    decide(filled, free[:3], Verdict.FLAG)
    filled._connection.write("UPDATE audits SET newest = :id", id=free[-2])
    assert filled.audits.accept(audit_id, "me", "") == 30


def test_what_was_accepted_unread_counts_for_no_acceptance(filled):
    audit_id = read(filled)
    before = filled.audits.acceptance()
    assert sum(count for _accepted, count in before.values()) == 6
    assert sum(accepted for accepted, _count in before.values()) == 5
    filled.audits.accept(audit_id, "me", "")
    assert filled.audits.acceptance() == before


def test_a_sample_of_a_deleted_document_is_never_whole_again(filled):
    audit_id = read(filled, size=30)
    filled.delete_document(3, with_decisions=True)
    audit = filled.audits.get(audit_id)
    assert audit.whole.drawn == 30 > audit.whole.read
    assert not audit.whole.is_complete
    assert filled.find_damage() == ""


def test_there_is_no_sample_of_that_number(filled):
    with pytest.raises(NothingToDo, match="no sample 9"):
        filled.audits.get(9)


def test_what_a_sample_stood_for_is_accepted_again_as_one_step(filled):
    audit = filled.audits.draw(TaskFilter(), 8, 1, "me")
    decide(filled, sample(filled, audit.id), Verdict.ACCEPT)
    filled.audits.accept(audit.id, "me", "bound")
    step = filled.decisions.undo_step()
    assert (step.tasks, step.verdict) == (32, Verdict.ACCEPT)
    filled.decisions.undo()
    assert filled.audits.get(audit.id).accepted == 0
    filled.decisions.redo(step, "me")
    assert filled.audits.get(audit.id).accepted == 32
    assert filled.status().unreviewed == 0
    filled.decisions.undo()
    assert filled.status().unreviewed == 32
