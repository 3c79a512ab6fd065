"""Decisions are told as they were made, also those that were taken back."""

import pytest

from engine.records import Decision, DecisionFilter, Verdict
from engine.store import Project, history
from tests.projects import fill


@pytest.fixture
def decided(project: Project) -> Project:
    """Eight tasks of two documents, of which two people decided on four."""
    fill(project, documents=2)
    for task, verdict, reason, who in (
        (1, Verdict.ACCEPT, "", "Ada"),
        (2, Verdict.REJECT, "Unclear", "Ada"),
        (5, Verdict.ACCEPT, "", "Ben"),
        (6, Verdict.FLAG, "", "Ben"),
    ):
        project.decisions.add([Decision(task, verdict, reason)], who)
    return project


def tasks(project: Project, **narrow: str) -> list[int]:
    """The tasks of the decisions that a filter means."""
    ids = [one for part in project.history.ids(DecisionFilter(**narrow)) for one in part]
    return [made.task_id for made in project.history.made(ids)]


def test_the_newest_comes_first_with_who_and_what_and_where(decided: Project):
    ids = next(decided.history.ids(DecisionFilter()))
    newest, *_rest, oldest = decided.history.made(ids)
    assert (newest.task_id, newest.who, newest.verdict) == (6, "Ben", Verdict.FLAG)
    assert (oldest.task_id, oldest.who, oldest.document) == (1, "Ada", "d0.txt")
    assert oldest.task_type == decided.tasks.get(1).task_type
    assert (oldest.at, oldest.undone_at) != ("", None)


def test_what_was_taken_back_stays_told(decided: Project):
    decided.decisions.undo()
    newest = decided.history.made(next(decided.history.ids(DecisionFilter())))[0]
    assert (newest.task_id, bool(newest.undone_at)) == (6, True)


def test_they_are_narrowed_by_person_verdict_task_reason_and_document(decided: Project):
    assert tasks(decided, who="Ada") == [2, 1]
    assert tasks(decided, verdict="accept") == [5, 1]
    assert tasks(decided, text="6") == [6]
    assert tasks(decided, text=" UNCLEAR ") == [2]
    assert tasks(decided, text="d1.txt") == [6, 5]
    assert tasks(decided, text="d1.txt", who="Ada") == []
    assert decided.history.people() == ["Ada", "Ben"]


def test_slices_miss_none_and_tell_none_twice(decided: Project, monkeypatch):
    monkeypatch.setattr(history, "SLICE", 3)
    parts = list(decided.history.ids(DecisionFilter()))
    assert [len(part) for part in parts] == [3, 1]
    assert [one for part in parts for one in part] == [4, 3, 2, 1]
    assert decided.history.people() == ["Ada", "Ben"]


def test_without_decisions_there_is_nothing_to_tell(project: Project):
    assert list(project.history.ids(DecisionFilter())) == []
    assert project.history.people() == []
