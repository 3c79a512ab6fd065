"""Checks are saved with their task, kept through edits, and gone with it."""

import pytest

from engine.records import Check, CheckKind, Decision, Doubt, Outcome, TaskDraft, Verdict
from engine.store import Project
from tests.projects import fill, new_project

SIGNALS = (
    Check(CheckKind.OUTPUT_MEAN, -0.5, 1, '{"tokens": 3}'),
    Check(CheckKind.DOUBT, 0.9, 1, Doubt.HIGH, 0.25),
)


@pytest.fixture
def project(tmp_path):
    """The tasks of two documents, the last of which is written anew with checks."""
    with new_project(tmp_path / "work.bonito") as made:
        tasks = fill(made)
        made._connection.write("DELETE FROM tasks WHERE id = :id", id=tasks[-1])
        (unit,) = made.runs.open_units(1, 10)
        made.tasks.save(TaskDraft(unit.id, Outcome.OK, "raw", "Why?", "So.", checks=SIGNALS))
        yield made


def newest(project: Project) -> int:
    return project.tasks.last_of_run(1, 1)[0]


def test_what_was_observed_is_read_back(project):
    assert sorted(project.tasks.checks.of(newest(project)), key=lambda c: c.kind) == sorted(
        SIGNALS, key=lambda c: c.kind
    )
    assert project.tasks.get(newest(project)).doubt is Doubt.HIGH
    assert project.tasks.get(1).doubt is None
    assert project.tasks.checks.of(1) == []


def test_an_edit_leaves_the_checks_as_they_are(project):
    before = project.tasks.checks.of(newest(project))
    project.decisions.add([Decision(newest(project), Verdict.EDIT, output="Therefore.")], "me")
    assert project.tasks.checks.of(newest(project)) == before
    assert project.tasks.get(newest(project)).doubt is Doubt.HIGH


def test_a_check_of_a_kind_takes_the_place_of_the_one_before(project):
    project.tasks.checks.add(newest(project), [Check(CheckKind.DOUBT, 0.1, 2, Doubt.LOW)])
    assert project.tasks.get(newest(project)).doubt is Doubt.LOW
    assert len(project.tasks.checks.of(newest(project))) == 2


def test_checks_go_with_their_document(project):
    task = project.tasks.get(newest(project))
    project.delete_document(task.document_id, with_decisions=True)
    assert project._connection.number("SELECT count(*) FROM checks") == 0
    assert project.find_damage() == ""


def test_the_first_tasks_of_each_type_are_read_for_a_resumed_run(project):
    assert project.tasks.checks.first_of_run(1, 400) == [
        (project.tasks.get(newest(project)).task_type, CheckKind.DOUBT, 0.9),
        (project.tasks.get(newest(project)).task_type, CheckKind.OUTPUT_MEAN, -0.5),
    ]
    assert project.tasks.checks.first_of_run(1, 1) == []
