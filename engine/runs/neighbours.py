"""The well-formed tasks of a passage that a new task may say nearly the same as.

A run is the only one that adds tasks, so what was read of a passage once and what the run saved
since is all there is: a passage costs a statement at most, and none if it had no task before. An
edit made meanwhile is seen when all tasks are compared, before an export.
"""

from collections import OrderedDict
from collections.abc import Callable, Collection

from engine.records import ComparedTask

MOST_KEPT = 500  # passages; those of a few documents, whose units follow each other


class Neighbours:
    """Keeps the tasks of the passages that were asked for last."""

    def __init__(
        self,
        with_tasks: Callable[[], Collection[int]],
        read: Callable[[int], list[ComparedTask]],
    ) -> None:
        """`with_tasks` gives the passages that have a task, `read` those of one passage."""
        self._with_tasks, self._read = with_tasks, read
        self._known: set[int] | None = None  # passages that have a task
        self._kept: OrderedDict[int, list[ComparedTask]] = OrderedDict()

    def of(self, passage_id: int) -> list[ComparedTask]:
        """The tasks of a passage, the oldest first."""
        if self._known is None:
            self._known = set(self._with_tasks())
        if passage_id not in self._kept:
            has_any = passage_id in self._known
            self._kept[passage_id] = self._read(passage_id) if has_any else []
            if len(self._kept) > MOST_KEPT:
                self._kept.popitem(last=False)
        self._kept.move_to_end(passage_id)
        return self._kept[passage_id]

    def add(self, task: ComparedTask) -> None:
        """The run has saved a task; it belongs to a passage that was asked for just before."""
        self.of(task.passage_id).append(task)
        if self._known is not None:
            self._known.add(task.passage_id)
