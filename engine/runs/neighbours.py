"""The well-formed tasks of a passage that a new task may say nearly the same as.

A run is the only one that adds tasks, so what was read of a passage once and what the run saved
since is all there is: a passage costs a statement at most, and none if it had no task before. An
edit made meanwhile is seen when all tasks are compared, before an export.
"""

from collections import OrderedDict
from collections.abc import Callable

from engine.records import ComparedTask, Unit

MOST_KEPT = 500  # passages; those of a few documents, whose units follow each other


class Neighbours:
    """Keeps the tasks of the passages that were asked for last."""

    def __init__(self, read: Callable[[int], list[ComparedTask]]) -> None:
        """`read` gives the tasks of a passage as they are stored."""
        self._read = read
        self._saved: set[int] = set()  # passages to which the run has added a task
        self._kept: OrderedDict[int, list[ComparedTask]] = OrderedDict()

    def of(self, unit: Unit) -> list[ComparedTask]:
        """The tasks of a unit's passage, the oldest first."""
        passage_id = unit.passage_id
        if passage_id not in self._kept:
            has_any = unit.has_neighbours or passage_id in self._saved
            self._kept[passage_id] = self._read(passage_id) if has_any else []
            if len(self._kept) > MOST_KEPT:
                self._kept.popitem(last=False)
        self._kept.move_to_end(passage_id)
        return self._kept[passage_id]

    def add(self, task: ComparedTask, unit: Unit) -> None:
        """The run has saved the task of a unit whose neighbours were asked for just before."""
        self.of(unit).append(task)
        self._saved.add(unit.passage_id)
