"""Groups: things put together one pair at a time, each group under its first thing; pure."""

from array import array
from collections import defaultdict
from collections.abc import Iterator


class Groups:
    """Numbers from 0, each in a group of its own at first; four bytes each."""

    def __init__(self, count: int) -> None:
        self._above = array("I", range(count))

    def first(self, one: int) -> int:
        """The first of its group: the smallest number in it."""
        while self._above[one] != one:
            self._above[one] = self._above[self._above[one]]
            one = self._above[one]
        return one

    def join(self, one: int, other: int) -> None:
        """Put the groups of both together."""
        first, second = sorted((self.first(one), self.first(other)))
        self._above[second] = first

    def all(self) -> list[list[int]]:
        """The groups of more than one, each in its order."""
        found = defaultdict[int, list[int]](list)
        for one, first in self.pairs():
            found[first].append(one)
        return list(found.values())

    def pairs(self) -> Iterator[tuple[int, int]]:
        """Each that is in a group of more than one, with the first of it, in their order."""
        is_shared = bytearray(len(self._above))
        for one in range(len(self._above)):
            first = self.first(one)
            is_shared[first] |= first != one
        for one in range(len(self._above)):
            first = self.first(one)
            if is_shared[first]:
                yield one, first
