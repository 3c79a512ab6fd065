from engine.records import ComparedTask
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


def made(store: Store) -> Neighbours:
    return Neighbours(lambda: store.tasks, store.of)


def test_a_passage_without_tasks_is_not_read():
    store = Store({})
    assert made(store).of(7) == []
    assert store.read == []


def test_a_passage_is_read_once_and_what_the_run_saves_is_added():
    store = Store({7: [task(1, 7)]})
    known = made(store)
    known.of(7)
    known.add(task(2, 7))
    assert known.of(7) == [task(1, 7), task(2, 7)]
    assert store.read == [7]


def test_what_is_not_kept_any_more_is_read_again_with_what_was_saved(monkeypatch):
    monkeypatch.setattr(neighbours, "MOST_KEPT", 1)
    store = Store({})
    known = made(store)
    known.of(7)
    known.add(task(1, 7))
    store.tasks[7] = [task(1, 7)]  # it was saved
    known.of(8)
    assert known.of(7) == [task(1, 7)]
    assert store.read == [7]
