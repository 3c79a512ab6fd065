"""Texts are measured as they are shown, and times counted as they were stored."""

from collections import Counter

from engine.records import Decision, TaskFilter, Verdict
from engine.store import Project
from tests.projects import fill


def test_an_empty_project_has_nothing_to_measure(project: Project):
    found = project.measures()
    assert (found.run_id, dict(found.answers), dict(found.made)) == (0, {}, {})


def test_each_text_and_each_unit_is_measured_once(project: Project):
    fill(project, documents=3)
    found, tasks = (
        project.measures(),
        [project.tasks.get(one) for one in project.tasks.ids(TaskFilter())],
    )
    assert found.answers == Counter(len(task.output) for task in tasks)
    assert sum(found.questions.values()) == len(tasks)
    assert sum(found.made.values()) == project.runs.all()[-1].units_done
    assert found.run_id == project.runs.all()[-1].id
    assert sum(found.passages.values()) == len({task.passage_id for task in tasks})


def test_an_edit_is_measured_as_it_was_written(project: Project):
    fill(project, documents=1)
    project.decisions.add([Decision(1, Verdict.EDIT, output="x" * 777)], "me")
    assert project.measures().answers[777] == 1


def test_only_what_a_person_settled_and_that_stands_is_counted(project: Project):
    fill(project, documents=3)
    for task, verdict in ((1, Verdict.ACCEPT), (2, Verdict.REJECT), (3, Verdict.SKIP)):
        project.decisions.add([Decision(task, verdict)], "me")
    project.decisions.add([Decision(4, Verdict.ACCEPT)], "me")
    project.decisions.undo()
    audit = project.audits.draw(TaskFilter(), 1, 7, "me")
    (drawn,) = project.tasks.ids(TaskFilter(audit_id=audit.id))
    project.decisions.add([Decision(drawn, Verdict.EDIT, output="so")], "me")
    project.audits.accept(audit.id, "me", "")
    found = project.measures()
    assert (sum(found.settled.values()), sum(found.kept.values())) == (3, 2)


def test_measuring_ends_once_it_is_cancelled(project: Project):
    fill(project, documents=3)
    assert sum(project.measures(lambda: True).answers.values()) == 0
