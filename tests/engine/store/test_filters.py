import pytest

from engine.records import Decision, Outcome, TaskFilter, Verdict


@pytest.fixture
def numbers(project, tasks):
    """Which of the tasks a filter means, by their number in the plan."""
    numbers = {task.id: task.raw.split()[1] for task in tasks}

    def find(narrow: TaskFilter) -> str:
        ids = project.tasks.ids(narrow)
        assert ids == sorted(ids)
        assert project.tasks.count(narrow) == len(ids)
        return "".join(numbers[task_id] for task_id in ids)

    return find


def decide(project, tasks, number, verdict, **texts):
    [task] = [task for task in tasks if task.raw.split()[1] == str(number)]
    project.decisions.add([Decision(task.id, verdict, **texts)], "Ada")


def test_an_empty_filter_means_every_task_in_the_order_of_saving(numbers):
    assert numbers(TaskFilter()) == "543210"


def test_a_filter_narrows_by_run(project, numbers, plan, run):
    other = plan()
    assert numbers(TaskFilter(run_id=run.id)) == "543210"
    assert numbers(TaskFilter(run_id=other.id)) == ""


def test_a_filter_narrows_by_type_and_outcome(numbers):
    assert numbers(TaskFilter(task_types=("exqa",))) == "420"
    assert numbers(TaskFilter(outcomes=(Outcome.NO_PIPE,))) == "54"
    assert numbers(TaskFilter(task_types=("exqa", "qa"), outcomes=(Outcome.OK,))) == "20"


def test_a_filter_narrows_by_the_verdict_that_stands(project, tasks, numbers):
    decide(project, tasks, 0, Verdict.ACCEPT)
    decide(project, tasks, 1, Verdict.REJECT)
    decide(project, tasks, 0, Verdict.FLAG)
    assert numbers(TaskFilter(verdicts=(Verdict.ACCEPT,))) == ""
    assert numbers(TaskFilter(verdicts=(Verdict.FLAG, Verdict.REJECT))) == "10"
    assert numbers(TaskFilter(unreviewed_only=True)) == "54320"  # a flag is no review
    project.decisions.undo()
    assert numbers(TaskFilter(verdicts=(Verdict.ACCEPT,))) == "0"


def test_a_search_reads_what_is_shown(project, tasks, numbers):
    decide(project, tasks, 2, Verdict.EDIT, output="Où est ÉMILE?")
    assert numbers(TaskFilter(search=" question 3 ")) == "3"
    assert numbers(TaskFilter(search="émile")) == "2"
    assert numbers(TaskFilter(search="Answer 2")) == ""


def test_a_search_reads_the_raw_text_only_where_nothing_came_of_it(numbers):
    assert numbers(TaskFilter(search="raw")) == "54"


@pytest.mark.parametrize("search", ["%", "_", "\\", "'", '"'])
def test_signs_that_mean_something_to_sql_mean_themselves(numbers, search):
    assert numbers(TaskFilter(search=search)) == ""


def test_a_search_for_nothing_does_not_narrow(numbers):
    assert numbers(TaskFilter(search="  ")) == "543210"
