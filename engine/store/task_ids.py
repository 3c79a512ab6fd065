"""The ids of the tasks that a filter means, read in slices.

Between two slices the connection is free for others, and each slice looks at `SLICE` ids at most,
whatever the filter leaves of them: who reads 100,000 ids in the background holds nobody up. With
the most doubtful first, all are read before the first is told.
"""

# ruff: noqa: S608 only constants of ours are put together; every value is bound

from collections.abc import Callable, Iterator
from functools import partial
from typing import TypeVar

from engine.errors import ProjectDamaged
from engine.records import TaskFilter
from engine.store.connection import Connection
from engine.store.filters import Where, where
from engine.store.full_text import repair
from engine.store.task_search import Vocabulary, narrowed

Read = TypeVar("Read")

# Doubt in millionths, and below it the task, so that what is sorted are numbers.
_PLACE = "(CAST(doubt_place * 1000000 AS INTEGER) << 40) | task_id"
_TASK = (1 << 40) - 1
SLICE = 5_000  # ids looked at; some milliseconds


class TaskIds:
    """What a filter means, in its order; up to the newest task there is now."""

    def __init__(
        self, connection: Connection, vocabulary: Vocabulary, narrow: TaskFilter, after: int = 0
    ) -> None:
        self._connection, self._vocabulary, self._narrow = connection, vocabulary, narrow
        self.after = after
        self.newest = connection.number("SELECT max(task_id) FROM reviews") or 0

    def __iter__(self) -> Iterator[list[int]]:
        """One list a slice; `after` tells how far it has come."""
        if not self._narrow.doubtful_first:
            yield from self._slices("task_id")
            return
        places = sorted(place for part in self._slices(_PLACE) for place in part)
        for start in range(0, len(places), SLICE):
            yield [place & _TASK for place in places[start : start + SLICE]]

    def _slices(self, wanted: str) -> Iterator[list[int]]:
        condition = self._mending(self._condition)
        while self.after < self.newest:
            until = min(self.after + SLICE, self.newest)
            ids = self._mending(partial(self._read, wanted, condition, until))
            self.after = until
            yield ids

    def _condition(self) -> Where:
        wanted = where(self._narrow)
        searched = narrowed(self._narrow.search, self._vocabulary)
        return wanted & searched if searched else wanted

    def _read(self, wanted: str, condition: Where, until: int) -> list[int]:
        return self._connection.numbers(
            f"SELECT {wanted} FROM reviews r WHERE {condition.condition}"
            " AND task_id > :after AND task_id <= :until ORDER BY task_id",
            **condition.values, after=self.after, until=until,
        )  # fmt: skip

    def _mending(self, read: Callable[[], Read]) -> Read:
        """Read; if the index of words is broken, build it again and read once more."""
        try:
            return read()
        except ProjectDamaged:
            if not self._narrow.search:
                raise
            repair(self._connection)  # raises it again if more than an index is damaged
            return read()

    @property
    def is_short(self) -> bool:
        """It is one slice, and so read at once."""
        return self.newest - self.after <= SLICE
