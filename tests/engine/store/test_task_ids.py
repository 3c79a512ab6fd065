from engine.records import TaskFilter
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
