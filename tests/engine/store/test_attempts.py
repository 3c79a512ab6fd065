import pytest

from engine.errors import RequestError
from engine.records import Attempt, Outcome, TaskDraft


def attempts(*outcomes: Outcome) -> tuple[Attempt, ...]:
    return tuple(
        Attempt(n, 100 + n, n == 3, outcome, f"raw {n}", "end", 10 * n, 0.5)
        for n, outcome in enumerate(outcomes, 1)
    )


def test_attempts_are_kept_with_the_task_which_knows_what_wrote_it(project, run):
    first, second = project.runs.open_units(run.id, 2)
    made = attempts(Outcome.NO_PIPE, Outcome.BAD_LABEL, Outcome.OK)
    task = project.tasks.add(TaskDraft(first.id, Outcome.OK, "raw 3", attempts=made))
    assert (task.seed, task.is_constrained) == (103, True)
    assert project.tasks.attempts.of(first.id) == list(made)
    once = project.tasks.add(TaskDraft(second.id, Outcome.NO_PIPE, "raw"))
    assert (once.seed, once.is_constrained) == (second.seed, False)
    assert project.tasks.attempts.of(second.id) == []


def test_a_task_that_is_refused_leaves_no_attempts(project, run):
    (unit,) = project.runs.open_units(run.id, 1)
    project.tasks.add(TaskDraft(unit.id, Outcome.NO_PIPE, "raw"))
    draft = TaskDraft(unit.id, Outcome.OK, "raw", attempts=attempts(Outcome.OK))
    with pytest.raises(RequestError):
        project.tasks.add(draft)
    assert project.tasks.attempts.of(unit.id) == []
