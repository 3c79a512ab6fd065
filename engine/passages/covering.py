"""Stretches of a text put together: how much of it they cover, and what they leave out; pure."""

from bisect import bisect_right
from collections.abc import Iterable, Sequence

Stretch = tuple[int, int]
"""`[start, end)` in code points."""

JOINT = 4  # characters between two passages, blank lines mostly, that count as covered with them


def merged(stretches: Iterable[Stretch], joint: int = JOINT) -> list[Stretch]:
    """The same characters as few stretches, in their order; up to `joint` between two are taken."""
    found = list[Stretch]()
    for start, end in sorted(stretches):
        if found and start <= found[-1][1] + joint:
            found[-1] = (found[-1][0], max(found[-1][1], end))
        else:
            found.append((start, end))
    return found


def length(stretches: Iterable[Stretch]) -> int:
    """How many characters they have; they must not overlap."""
    return sum(end - start for start, end in stretches)


def shared(start: int, end: int, stretches: Sequence[Stretch]) -> int:
    """How many characters of `[start, end)` lie in these stretches: in order, without overlap."""
    total, place = 0, bisect_right(stretches, start, key=lambda stretch: stretch[1])
    while place < len(stretches) and stretches[place][0] < end:
        first, last = stretches[place]
        total += min(end, last) - max(start, first)
        place += 1
    return total


def gaps(stretches: Sequence[Stretch], size: int, joint: int = JOINT) -> list[Stretch]:
    """What of a text of `size` characters the merged stretches leave out, but for up to `joint`."""
    found, place = list[Stretch](), 0
    for start, end in [*stretches, (size, size)]:
        if start - place > joint:
            found.append((place, start))
        place = max(place, end)
    return found
