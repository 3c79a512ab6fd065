"""Groups: things put together one pair at a time, each group under its first thing; pure."""

from collections import defaultdict


class Groups:
    """Numbers from 0, each in a group of its own at first."""

    def __init__(self, count: int) -> None:
        self._above = list(range(count))

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
        for one in range(len(self._above)):
            found[self.first(one)].append(one)
        return [group for group in found.values() if len(group) > 1]
