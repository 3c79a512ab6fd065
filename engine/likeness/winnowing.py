"""Winnowing: texts of which one holds most of the other, whichever is the larger, also as a part.

Of the shingles of some words each, every window of neighbours keeps its smallest (Schleimer,
Wilkerson and Aiken, SIGMOD 2003): a stretch of `WORDS + WINDOW - 1` words that two texts share
gives both at least one of the same marks, wherever it stands. So a part of a text is found in the
whole, which MinHash can't do.
"""

from array import array
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence

from engine.likeness.shingles import plain_words, word_shingles

WORDS = 3  # of a shingle
WINDOW = 4  # shingles of which one is kept
_MOST_HOLDERS = 30  # of one mark; a phrase that stands everywhere tells nothing
_LOOKED_AT = 3  # texts that share most
_LEAST_RARE = 0.3  # of the marks that don't stand everywhere; below, a text isn't looked at


def marks(text: str) -> frozenset[int]:
    """The marks of a text; empty if it has no word."""
    words = plain_words(text)
    if not words:
        return frozenset()
    shingles = word_shingles(words, WORDS)
    last = max(1, len(shingles) - WINDOW + 1)
    return frozenset(min(shingles[start : start + WINDOW]) for start in range(last))


def held(one: frozenset[int], other: frozenset[int]) -> float:
    """The share of the smaller text that stands in the other."""
    smaller = min(len(one), len(other))
    return len(one & other) / smaller if smaller else 0.0


class Families:
    """Texts put together as they come: each goes to the family of one that holds it, or is held."""

    def __init__(self, share: float) -> None:
        """`share` of the smaller text's marks have to stand in the larger one."""
        self._share = share
        self._kept: list[array[int]] = []  # the marks of texts that stand for others
        self._families: list[int] = []  # and their families
        self._holder = dict[int, int]()  # the first text of each mark
        self._others = defaultdict[int, list[int]](list)  # and, of few marks, the further ones
        self._count = 0

    def add(self, text: str) -> int:
        """The family of a text, a new one if it is like none; without words always a new one."""
        found = marks(text)
        like = self._like(found)
        if like is None:
            self._count += 1
            self._keep(found, self._count - 1)
            return self._count - 1
        family = self._families[like]
        if len(found) > len(self._kept[like]):
            self._keep(found, family)  # else the one that holds it stands for it too
        return family

    def _like(self, found: frozenset[int]) -> int | None:
        """A text that is like it, among those that share most of the marks that few texts have."""
        known = [mark for mark in found if mark in self._holder]
        everywhere = [mark for mark in known if self._is_everywhere(mark)]
        rare = self._shared(set(known).difference(everywhere))
        least = _LEAST_RARE * (len(found) - len(everywhere)) if rare else 0
        for place, count in (rare or self._shared(everywhere)).most_common(_LOOKED_AT):
            if count >= least and self._holds(place, found):
                return place
        return None

    def _is_everywhere(self, mark: int) -> bool:
        return len(self._others.get(mark, ())) == _MOST_HOLDERS

    def _shared(self, known: Iterable[int]) -> Counter[int]:
        """How many of these marks each text has, of those that are known to have them."""
        shared = Counter[int]()
        for mark in known:
            shared[self._holder[mark]] += 1
            shared.update(self._others.get(mark, ()))
        return shared

    def _holds(self, place: int, found: frozenset[int]) -> bool:
        smaller = min(len(found), len(self._kept[place]))
        return len(found.intersection(self._kept[place])) >= self._share * smaller

    def _keep(self, found: frozenset[int], family: int) -> None:
        place = len(self._kept)
        self._kept.append(array("Q", found))
        self._families.append(family)
        for mark in found:
            if self._holder.setdefault(mark, place) != place:
                others = self._others[mark]
                if len(others) < _MOST_HOLDERS:
                    others.append(place)


def families(texts: Sequence[str], share: float) -> list[int]:
    """The family of each text, the largest texts first, so that parts find their whole."""
    grown, found = Families(share), [0] * len(texts)
    for place in sorted(range(len(texts)), key=lambda place: (-len(texts[place]), place)):
        found[place] = grown.add(texts[place])
    return found
