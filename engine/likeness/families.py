"""Families of texts: each text joins the largest one that holds most of it; in bounded memory.

The marks of each text (`winnowing.py`) are kept in four bytes, then only those that stand in two
texts or more, which in prose are few. They make an index, sorted by mark and by the size of their
text. Texts are taken up from the largest to the smallest, so that parts find their whole, and each
is compared with the five that share most of its rare marks. Of more than ten million marks every
n-th is kept (`rate_for`), of more than three million in the index every n-th is looked up.
"""

from array import array
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from heapq import nsmallest

from engine.likeness.winnowing import marks

_MOST_MARKS = 10_000_000  # 40 MB
_MOST_IN_INDEX = 3_000_000  # 24 MB
_LETTERS_A_MARK = 15  # of English
_FEWEST = 3  # marks that are kept of a text
_MOST_HOLDERS = 30  # of one mark; a phrase that stands everywhere tells nothing
_SEEN_THROUGH = 200  # texts with a mark, the largest first, among which holders are looked for
_MOST_EVERYWHERE = 10_000  # marks whose holders are remembered: 3 MB
_LOOKED_AT = 5  # texts that share most
_LEAST_RARE = 0.3  # of the marks that don't stand everywhere; below, a text isn't looked at
_MARK_BITS = 32
_PLACE = (1 << _MARK_BITS) - 1
_SHELVES_BITS = 6  # the highest of a mark choose its shelf, so that little is sorted at once
_FILTER_BITS = 26  # of a mark, at most, choose its bit among those seen once and twice: 8 MB each


def rate_for(letters: int) -> int:
    """Of how many marks one is kept for texts of so many letters together; 1 is all of them."""
    return max(1, -(-letters // (_LETTERS_A_MARK * _MOST_MARKS)))


def families(texts: Iterable[str], share: float, rate: int = 1) -> "array[int]":
    """The family of each text, as a number of its own.

    `share` of the smaller text's marks have to stand in the larger one.
    """
    found = _Families(share)
    for text in texts:
        found.add(len(text), _sample(marks(text), rate))
    return found.all()


def _sample(found: frozenset[int], rate: int) -> list[int]:
    """The marks that are kept, the same of the same marks in any text; 32 bits of each.

    A mark is 32 bits spread over 64: its upper half tells as much.
    """
    kept = [mark for mark in found if not mark % rate] if rate > 1 else found
    if len(kept) < _FEWEST:
        kept = nsmallest(_FEWEST, found, key=lambda mark: (mark % rate, mark))
    return sorted({mark >> _MARK_BITS for mark in kept})


class _Families:
    """The marks of all texts, and then their families."""

    def __init__(self, share: float) -> None:
        self._share = share
        self._marks, self._ends = array("I"), array("I")
        self._sizes, self._counts = array("I"), array("I")  # letters, and marks
        self._everywhere = dict[int, Sequence[int]]()

    def add(self, size: int, found: Sequence[int]) -> None:
        """Take up the next text, by its length and marks."""
        self._marks.extend(found)
        self._ends.append(len(self._marks))
        self._sizes.append(size)
        self._counts.append(len(found))

    def all(self) -> "array[int]":
        """The family of each text, in the order in which they came."""
        by_size = (((_PLACE - size) << _MARK_BITS) | place
                   for place, size in enumerate(self._sizes))  # fmt: skip
        self._order = array("I", (key & _PLACE for key in sorted(by_size)))
        self._forget_single_marks()
        self._index()
        found, count = array("I", bytes(4 * len(self._order))), 0
        self._stands_for_others = bytearray(len(self._order))
        for rank, place in enumerate(self._order):
            like = self._like(rank)
            if like is None:
                found[place] = count
                count += 1
                self._stands_for_others[rank] = True
            else:
                whole = self._order[like]
                found[place] = found[whole]
                self._stands_for_others[rank] = self._counts[place] > self._counts[whole]
        return found

    def _forget_single_marks(self) -> None:
        """Keep marks that may stand in two texts; by bits, so a few others stay too."""
        bits = min(_FILTER_BITS, max(10, len(self._marks).bit_length() + 3))
        once, twice, last = bytearray(1 << bits - 3), bytearray(1 << bits - 3), (1 << bits - 3) - 1
        for mark in self._marks:
            at, bit = (mark >> 3) & last, 1 << (mark & 7)
            if once[at] & bit:
                twice[at] |= bit
            else:
                once[at] |= bit
        start = count = 0
        for place, end in enumerate(self._ends):
            for mark in self._marks[start:end]:
                if twice[(mark >> 3) & last] >> (mark & 7) & 1:
                    self._marks[count] = mark  # in its own place: no second copy of all
                    count += 1
            start, self._ends[place] = end, count
        del self._marks[count:]

    def _index(self) -> None:
        """Each mark with the ranks of its texts, sorted shelf by shelf."""
        self._looked_up = max(1, -(-len(self._marks) // _MOST_IN_INDEX))
        shelves = [array("Q") for _ in range(1 << _SHELVES_BITS)]
        for rank, place in enumerate(self._order):
            for mark in self._own(place):
                if not mark % self._looked_up:
                    shelf = shelves[mark >> (_MARK_BITS - _SHELVES_BITS)]
                    shelf.append((mark << _MARK_BITS) | rank)
        for number, shelf in enumerate(shelves):
            shelves[number] = array("Q", sorted(shelf))
        self._shelves = shelves

    def _own(self, place: int) -> Sequence[int]:
        """The marks of a text that stand in another one too."""
        return self._marks[self._ends[place - 1] if place else 0 : self._ends[place]]

    def _like(self, rank: int) -> int | None:
        """The rank of a larger text that holds it, of those that share most of its rare marks."""
        rare, everywhere, common = Counter[int](), Counter[int](), 0
        place = self._order[rank]
        for mark in self._own(place):
            holders = self._holders(mark, rank)
            if len(holders) < _MOST_HOLDERS:
                rare.update(holders)
            else:
                everywhere.update(holders)
                common += 1
        least = _LEAST_RARE * (self._counts[place] / self._looked_up - common) if rare else 0
        for other, shared in (rare or everywhere).most_common(_LOOKED_AT):
            if shared >= least and self._holds(self._order[other], place):
                return other
        return None

    def _holders(self, mark: int, rank: int) -> Sequence[int]:
        """The ranks of larger texts with this mark that stand for others; 30 at most."""
        if mark in self._everywhere:
            return self._everywhere[mark]
        shelf = self._shelves[mark >> (_MARK_BITS - _SHELVES_BITS)]
        start, end = bisect_left(shelf, mark << _MARK_BITS), (mark << _MARK_BITS) | rank
        if start == len(shelf) or shelf[start] >= end:
            return ()
        found = array("I", self._standing(shelf[start : start + _SEEN_THROUGH], end))
        if len(found) == _MOST_HOLDERS and len(self._everywhere) < _MOST_EVERYWHERE:
            self._everywhere[mark] = found  # the largest there are: they stay so
        return found

    def _standing(self, entries: Iterable[int], end: int) -> Iterator[int]:
        count = 0
        for entry in entries:
            if entry >= end or count == _MOST_HOLDERS:
                break
            if self._stands_for_others[entry & _PLACE]:
                count += 1
                yield entry & _PLACE

    def _holds(self, one: int, other: int) -> bool:
        """Enough of the smaller one's marks stand in the other; single ones stand in none."""
        shared = len(set(self._own(one)).intersection(self._own(other)))
        return 0 < shared >= self._share * min(self._counts[one], self._counts[other])
