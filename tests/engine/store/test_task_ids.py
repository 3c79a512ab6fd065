from engine.records import Check, CheckKind, Doubt, TaskFilter
from tests.projects import fill


def test_slices_hold_together_what_a_filter_means(project, monkeypatch):
    tasks = fill(project)
    monkeypatch.setattr("engine.store.task_ids.SLICE", 3)
    for narrow in (TaskFilter(), TaskFilter(search="question"), TaskFilter(task_types=("exqa",))):
        slices = project.tasks.slices(narrow)
        assert not slices.is_short
        parts = list(slices)
        assert [len(part) <= 3 for part in parts] == [True] * 3
        assert sorted(task for part in parts for task in part) == project.tasks.ids(narrow)
    assert project.tasks.ids(TaskFilter()) == tasks


def test_what_is_added_while_slices_are_read_is_not_among_them(project, monkeypatch):
    tasks = fill(project)
    monkeypatch.setattr("engine.store.task_ids.SLICE", 3)
    slices = project.tasks.slices(TaskFilter())
    parts = iter(slices)
    first = next(parts)
    project._connection.write("UPDATE units SET seed = 8 WHERE id = 1")  # others get in between
    assert first + [task for part in parts for task in part] == tasks


def test_the_most_doubtful_come_first_and_the_unknown_last(project, monkeypatch):
    monkeypatch.setattr("engine.store.task_ids.SLICE", 3)
    tasks = fill(project)
    values = {tasks[1]: 0.25, tasks[4]: 1.0, tasks[6]: 0.9999, tasks[7]: 0.25, tasks[2]: 0.0}
    for task, value in values.items():
        project.tasks.checks.add(task, [Check(CheckKind.DOUBT, value, 1, Doubt.SOME)])
    unknown = [tasks[0], tasks[3], tasks[5]]
    wanted = [tasks[4], tasks[6], tasks[1], tasks[7], tasks[2], *unknown]
    assert project.tasks.ids(TaskFilter(doubtful_first=True)) == wanted
    exqa = project.tasks.ids(TaskFilter(task_types=("exqa",), doubtful_first=True))
    assert exqa == [task for task in wanted if task in tasks[::2]]
    found = TaskFilter(search="question", doubtful_first=True)
    assert project.tasks.ids(found) == wanted
