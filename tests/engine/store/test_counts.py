import pytest

from engine.records import Decision, Outcome, TaskFilter, Verdict
from tests.projects import fill, spoil

COUNTED_ANEW = """
SELECT t.run_id, t.task_type, t.outcome, coalesce((SELECT verdict FROM decisions
    WHERE task_id = t.id AND undone_at IS NULL ORDER BY id DESC LIMIT 1), '') AS verdict,
    count(*) AS tasks FROM tasks t GROUP BY 1, 2, 3, 4 ORDER BY 1, 2, 3, 4
"""
KEPT = "SELECT * FROM task_counts WHERE tasks > 0 ORDER BY 1, 2, 3, 4"


@pytest.fixture
def agree(project):
    """What is kept by triggers is what a count of all tasks and decisions gives."""

    def check() -> None:
        connection = project._connection
        assert connection.rows(KEPT) == connection.rows(COUNTED_ANEW)
        assert connection.numbers("SELECT task_id FROM reviews ORDER BY 1") == connection.numbers(
            "SELECT id FROM tasks ORDER BY 1"
        )
        assert project.find_damage() == ""

    return check


def test_counts_follow_tasks_decisions_undoing_and_deletion(project, agree):
    tasks = fill(project)
    spoil(project, Outcome.NO_PIPE)
    agree()
    project.decisions.add([Decision(tasks[0], Verdict.ACCEPT)], "Ada")
    project.decisions.add([Decision(tasks[0], Verdict.EDIT, output="other")], "Ada")
    project.decisions.add([Decision(task, Verdict.FLAG) for task in tasks], "Ada")
    agree()
    project.decisions.undo()
    agree()
    project.decisions.undo_batch()
    agree()
    project.delete_document(1, with_decisions=True)
    agree()
    assert project.tasks.count(TaskFilter()) == len(project.tasks.ids(TaskFilter()))


def test_a_recount_is_the_status(project):
    tasks = fill(project)
    before = project.status()
    project.decisions.add([Decision(tasks[0], Verdict.ACCEPT)], "Ada")
    project.decisions.add([Decision(tasks[1], Verdict.REJECT)], "Ada")
    assert project.recount(before) == project.status() != before


def test_a_count_is_as_many_as_there_are_ids(project):
    tasks = fill(project)
    project.decisions.add([Decision(tasks[0], Verdict.ACCEPT)], "Ada")
    for narrow in (
        TaskFilter(),
        TaskFilter(run_id=1),
        TaskFilter(task_types=("exqa",)),
        TaskFilter(verdicts=(Verdict.ACCEPT,)),
        TaskFilter(unreviewed_only=True),
        TaskFilter(outcomes=(Outcome.NO_PIPE,)),
        TaskFilter(search="question"),
    ):
        assert project.tasks.count(narrow) == len(project.tasks.ids(narrow))


@pytest.mark.parametrize("only_accepted", [True, False])
def test_the_preview_of_an_export_is_its_beginning(project, only_accepted):
    tasks = fill(project)
    project.decisions.add([Decision(task, Verdict.ACCEPT) for task in tasks[3:]], "Ada")
    project.decisions.add([Decision(tasks[4], Verdict.REJECT)], "Ada")
    project.decisions.add([Decision(tasks[6], Verdict.FLAG)], "Ada")
    whole = list(project.tasks.export_rows(only_accepted))
    assert project.tasks.export_preview(3, only_accepted=only_accepted) == whole[:3]
