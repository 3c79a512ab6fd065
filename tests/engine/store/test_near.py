import pytest

from engine.records import Decision, Near, Outcome, TaskDraft, TaskFilter, Verdict
from engine.store.near import Seen


@pytest.fixture
def grouped(project, tasks):
    """Tasks 1 and 2 are not well-formed; 3 and 5 say nearly the same, 4 and 6 nothing alike."""
    project.tasks.near.save([(3, 3), (5, 3)], project.tasks.near.seen(), version=1)
    return project


def test_the_filters_tell_groups_apart(grouped):
    def ids(near):
        return grouped.tasks.ids(TaskFilter(outcomes=(Outcome.OK,), near=near))

    assert ids(Near.WITH) == [3, 5]
    assert ids(Near.WITHOUT) == [4, 6]
    assert ids(Near.BEST) == [3, 4, 6]
    assert grouped.tasks.ids(TaskFilter(near_task=5)) == [3, 5]
    assert grouped.tasks.ids(TaskFilter(near_task=4)) == []
    assert grouped.tasks.count(TaskFilter(near=Near.WITH)) == 2


def test_the_counts_of_the_entries_agree_with_the_filters(grouped):
    narrow = TaskFilter(outcomes=(Outcome.OK,))
    assert grouped.tasks.facets(narrow).near == {Near.WITH: 2, Near.WITHOUT: 2, Near.BEST: 3}
    best = TaskFilter(outcomes=(Outcome.OK,), near=Near.BEST)
    assert sum(grouped.tasks.facets(best).task_types.values()) == 3


@pytest.mark.parametrize(
    ("decision", "best"),
    [
        (Decision(5, Verdict.ACCEPT), 5),
        (Decision(3, Verdict.REJECT), 5),
        (Decision(5, Verdict.FLAG), 3),
    ],
)
def test_the_best_of_a_group_is_what_a_person_prefers(grouped, decision, best):
    grouped.decisions.add([decision], "ilse")
    assert grouped.tasks.near.groups()[0][0] == best
    narrow = TaskFilter(near=Near.BEST, near_task=3)
    assert grouped.tasks.ids(narrow) == [best]


def test_a_task_saved_as_near_another_joins_its_group(project, plan, tasks):
    run = plan(("qa",), samples=2)
    one, two, *_ = project.runs.open_units(run.id, 9)
    first = project.tasks.add(TaskDraft(one.id, Outcome.OK, "", "A?", "b", near_task=3))
    second = project.tasks.add(TaskDraft(two.id, Outcome.OK, "", "B?", "c", near_task=first.id))
    assert project.tasks.near.groups() == [[3, first.id, second.id]]
    assert (first.near, second.near) == (1, 2)


def test_a_duplicate_joins_no_group(project, plan, tasks):
    shown = project.tasks.get(3)
    run = plan((shown.task_type,))
    unit = next(
        one for one in project.runs.open_units(run.id, 9) if one.passage_id == shown.passage_id
    )
    draft = TaskDraft(unit.id, Outcome.OK, "", shown.input, shown.output, near_task=3)
    assert project.tasks.add(draft).outcome is Outcome.DUPLICATE
    assert project.tasks.near.groups() == []


def test_saving_again_keeps_marks_of_tasks_that_came_meanwhile(grouped, plan):
    before = Seen(4, 6, 0)
    run = plan(("qa",), samples=2)
    one, *_ = grouped.runs.open_units(run.id, 9)
    new = grouped.tasks.add(TaskDraft(one.id, Outcome.OK, "", "A?", "b", near_task=4))
    grouped.tasks.near.save([(3, 3), (6, 3)], before, version=1)
    assert grouped.tasks.get(5).near == 0
    assert grouped.tasks.get(new.id).near == 0  # 4 was compared, and is in no group
    assert not grouped.tasks.near.is_current(1)


def test_all_tasks_are_read_in_slices(project, tasks, monkeypatch):
    monkeypatch.setattr("engine.store.near._SLICE", 3)
    slices = list(project.tasks.near.all())
    assert [[task.id for task in part] for part in slices] == [[3, 4, 5], [6]]
    assert slices[0][0].input == project.tasks.get(3).input
