from engine.records import ComparedTask, Unit
from engine.runs import neighbours
from engine.runs.neighbours import Neighbours


class Store:
    """Tasks by passage, and what was read of them."""

    def __init__(self, tasks: dict[int, list[ComparedTask]]) -> None:
        self.tasks, self.read = tasks, list[int]()

    def of(self, passage_id: int) -> list[ComparedTask]:
        self.read.append(passage_id)
        return list(self.tasks[passage_id])


def task(number: int, passage_id: int) -> ComparedTask:
    return ComparedTask(number, passage_id, f"Question {number}?", "nine")


def unit(passage_id: int, *, has_neighbours: bool = False) -> Unit:
    return Unit(1, 1, passage_id, "qa", 0, 5, has_neighbours)


def test_a_passage_without_tasks_is_not_read():
    store = Store({})
    assert Neighbours(store.of).of(unit(7)) == []
    assert store.read == []


def test_a_passage_is_read_once_and_what_the_run_saves_is_added():
    store = Store({7: [task(1, 7)]})
    known, here = Neighbours(store.of), unit(7, has_neighbours=True)
    known.of(here)
    known.add(task(2, 7), here)
    assert known.of(here) == [task(1, 7), task(2, 7)]
    assert store.read == [7]


def test_what_is_not_kept_any_more_is_read_again_with_what_was_saved(monkeypatch):
    monkeypatch.setattr(neighbours, "MOST_KEPT", 1)
    store = Store({})
    known = Neighbours(store.of)
    known.of(unit(7))
    known.add(task(1, 7), unit(7))
    store.tasks[7] = [task(1, 7)]  # it was saved
    known.of(unit(8))
    assert known.of(unit(7)) == [task(1, 7)]
    assert store.read == [7]
