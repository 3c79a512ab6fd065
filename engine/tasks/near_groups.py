"""Groups of tasks that say nearly the same, among as many as one likes, in bounded memory; pure.

MinHash finds who is worth comparing, `nearness.py` compares. A task joins a group only if it is
like the group's first, so that a chain of small steps doesn't put strangers together. Signatures
are kept while tasks are added, 64 bytes each; texts are read again for those that are compared.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from itertools import islice
from zlib import crc32

from engine.likeness.bands import Bands
from engine.likeness.groups import Groups
from engine.likeness.minhash import signature
from engine.likeness.shingles import letter_shingles
from engine.tasks.nearness import Likened, are_near

Reads = Callable[[Sequence[int]], Mapping[int, Likened]]  # tasks by their places

_MOST_FIRSTS = 100  # in one bucket: those alike in all but a name, which are strangers
_MOST_STRANGERS = 100_000  # pairs that are remembered; forgotten ones are compared again
_READ_AT_ONCE = 1_000
_MOST_READ = 10_000  # tasks whose texts are held: about 10 MB
_PLACE_BITS = 32


def kind_of(task: Likened) -> int:
    """32 bits that are the same for all tasks that could be near one another."""
    return crc32(task.kept.encode())


class NearGroups:
    """Tasks by their places from 0, put together."""

    def __init__(self, count: int, read: Reads) -> None:
        """`count` tasks in all; `read` gives some of them again."""
        self._groups, self._bands = Groups(count), Bands()
        self._held = _Held(read)
        self._strangers = set[int]()

    def add(self, place: int, task: Likened) -> None:
        """Take up a task, to be compared at the next `join`."""
        signed = signature(letter_shingles(f"{task.asked} {task.answered}"))
        self._bands.add(place, signed, kind_of(task))

    def join(self, is_cancelled: Callable[[], bool]) -> None:
        """Compare the tasks added since the last time with each other."""
        for batch in self._batches():
            if is_cancelled():
                break
            places = (place for bucket in batch for place in bucket)
            self._fetch(islice(places, _READ_AT_ONCE))
            for bucket in batch:
                self._put_together(bucket)
        self._bands = Bands()

    def _batches(self) -> Iterator[list[list[int]]]:
        """Buckets that hold more than one group, so many together as are read at once."""
        batch, count = list[list[int]](), 0
        for bucket in self._bands.buckets():
            own = self._groups.first(bucket[0])
            if all(self._groups.first(place) == own for place in bucket):
                continue
            batch.append(bucket)
            count += len(bucket)
            if count >= _READ_AT_ONCE:
                yield batch
                batch, count = [], 0
        yield batch

    def _fetch(self, places: Iterable[int]) -> None:
        self._held.fetch({self._groups.first(place) for place in places})

    def pairs(self) -> Iterator[tuple[int, int]]:
        """Each task that is in a group, with the first of it, in the order of places."""
        return self._groups.pairs()

    def _put_together(self, places: Sequence[int]) -> None:
        """Join those of one bucket that are near."""
        firsts = dict[int, Likened]()
        for start in range(0, len(places), _READ_AT_ONCE):
            part = places[start : start + _READ_AT_ONCE]
            self._fetch(part)
            for place in part:
                own = self._groups.first(place)
                if own not in firsts and not self._joins(own, firsts) and (
                    len(firsts) < _MOST_FIRSTS
                ):  # fmt: skip
                    firsts[own] = self._held.get(own)

    def _joins(self, own: int, firsts: Mapping[int, Likened]) -> bool:
        """Put a group to the one of these that it is near to, if there is one."""
        for first, task in firsts.items():
            pair = (min(first, own) << _PLACE_BITS) | max(first, own)
            if pair in self._strangers:
                continue
            if are_near(task, self._held.get(own)):
                self._groups.join(first, own)
                return True
            if len(self._strangers) >= _MOST_STRANGERS:
                self._strangers.clear()
            self._strangers.add(pair)
        return False


class _Held:
    """The tasks that were read last."""

    def __init__(self, read: Reads) -> None:
        self._read = read
        self._tasks = dict[int, Likened]()

    def fetch(self, places: Iterable[int]) -> None:
        """Read those of these that are not there, together."""
        missing = sorted(place for place in places if place not in self._tasks)
        if len(self._tasks) + len(missing) > _MOST_READ:
            self._tasks.clear()
        if missing:
            self._tasks.update(self._read(missing))

    def get(self, place: int) -> Likened:
        """One of them."""
        if place not in self._tasks:
            self.fetch([place])
        return self._tasks[place]
