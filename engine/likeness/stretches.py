"""Texts that share a stretch: marks in the order of a text, so that a part is found anywhere; pure.

Of the shingles of four words each, every window of twelve neighbours keeps its smallest (winnowing,
Schleimer, Wilkerson and Aiken, SIGMOD 2003), in the order of the text and each once: about one in
seven words. Two texts share a stretch if, of some eight marks of one that follow each other (about
50 words), five stand in the other. A text of fewer words than `LEAST_WORDS` is compared with none.

What is remembered of a text are its marks alone: eight bytes each.
"""

import re
from array import array
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import TypeAlias

from engine.likeness.groups import Groups
from engine.likeness.shingles import plain_words, word_shingles

VERSION = 1  # another one means that remembered marks are of no use
WORDS = 4  # of a shingle
WINDOW = 12  # shingles of which one is kept
RUN = 8  # marks that are looked at together
SHARE = 0.6  # of a run, that has to stand in the other text
LEAST_WORDS = 24
# Thai to Myanmar, Khmer, Chinese and Japanese.
_SPACELESS = re.compile(
    "[\u0e00-\u109f\u1780-\u17ff\u2e80-\ua4cf\uf900-\ufaff\U00020000-\U0003ffff]"
)
_NEIGHBOURS = 8  # texts before it with the same mark, with which a text is compared
_PARTS = 16  # in which pairs are sorted, so that memory holds one of them
_TEXT_BITS = 24
_TEXT = (1 << _TEXT_BITS) - 1

Marks: TypeAlias = "array[int]"


@dataclass(frozen=True, slots=True)
class Pair:
    """Two texts that share a stretch, by their places, and how much of the smaller is shared."""

    one: int
    other: int
    share: float  # of all marks of the text that has fewer


def ordered_marks(pieces: Iterable[str]) -> Marks:
    """The marks of a text that comes in pieces, each of which ends at the end of a word.

    Empty for a text of fewer than `LEAST_WORDS` words. 1.2 microseconds a word.
    """
    found, left, count = array("Q"), list[str](), 0
    for piece in pieces:
        words = _single(plain_words(piece))
        count += len(words)
        left += words
        if len(left) >= WORDS + WINDOW - 1:
            _winnow(word_shingles(left, WORDS), found)
            left = left[-(WORDS + WINDOW - 2) :]  # of which no whole window was seen
    return array("Q", dict.fromkeys(found)) if count >= LEAST_WORDS else array("Q")


def _single(words: Sequence[str]) -> list[str]:
    """The words, each sign by itself in scripts that put no space between words."""
    found = list[str]()
    for word in words:
        if not word.isascii() and _SPACELESS.search(word):
            found += word
        else:
            found.append(word)
    return found


def _winnow(shingles: Sequence[int], found: Marks) -> None:
    """Append the smallest shingle of each window, the last of equals, unless it is the same one."""
    last = -1
    newest = found[-1] if found else -1
    for start in range(len(shingles) - WINDOW + 1):
        if last < start:
            last = min(range(start, start + WINDOW), key=lambda at: (shingles[at], -at))
        elif shingles[start + WINDOW - 1] <= shingles[last]:
            last = start + WINDOW - 1
        else:
            continue
        if shingles[last] != newest:
            newest = shingles[last]
            found.append(newest)


def shared_stretches(texts: Sequence[Marks], apart: Sequence[str] = ()) -> list[Pair]:
    """Pairs that put together all texts which share a stretch with one another.

    Two that others have put together already are not compared, unless `apart` has different words
    for them. Where a mark stands in many texts, each is compared with the eight before it.
    """
    groups, found = Groups(len(texts)), list[Pair]()
    for (one, other), _count in _candidates(texts).most_common():
        is_apart = bool(apart) and "" not in {apart[one], apart[other]} and (
            apart[one] != apart[other]
        )  # fmt: skip
        if groups.first(one) == groups.first(other) and not is_apart:
            continue
        share = _shared(texts[one], texts[other])
        if share:
            groups.join(one, other)
            found.append(Pair(one, other, share))
    return found


def families(count: int, pairs: Iterable[Pair]) -> list[list[int]]:
    """The texts that pairs put together, each family of two and more in its order."""
    groups = Groups(count)
    for pair in pairs:
        groups.join(pair.one, pair.other)
    return groups.all()


def _candidates(texts: Sequence[Marks]) -> Counter[tuple[int, int]]:
    """How many marks two texts share, of those that share enough to be compared."""
    counts = Counter[tuple[int, int]]()
    for holders in _holders(texts):
        for place, one in enumerate(holders):
            for other in holders[max(0, place - _NEIGHBOURS) : place]:
                counts[other, one] += 1
    least = {place: _least(min(RUN, len(marks))) for place, marks in enumerate(texts)}
    for pair in [p for p, n in counts.items() if n < min(least[p[0]], least[p[1]])]:
        del counts[pair]
    return counts


def _holders(texts: Sequence[Marks]) -> Iterator[list[int]]:
    """The texts of each mark that stands in several, in their order; sorted part by part."""
    for part in range(_PARTS):
        keys = array("Q")
        for place, marks in enumerate(texts):
            own = {mark >> _TEXT_BITS for mark in marks if mark % _PARTS == part}
            keys.extend((mark << _TEXT_BITS) | place for mark in own)
        for _mark, same in groupby(sorted(keys), key=lambda key: key >> _TEXT_BITS):
            holders = [key & _TEXT for key in same]
            if len(holders) > 1:
                yield holders


def _least(run: int) -> int:
    """How many marks of a run have to stand in the other text."""
    return max(1, -int(-SHARE * run // 1))


def _shared(one: Marks, other: Marks) -> float:
    """The share of the smaller text's marks that stands in the other; 0 without a shared run."""
    of_one, of_other = set(one), set(other)
    if not (_has_run(one, of_other) or _has_run(other, of_one)):
        return 0.0
    return len(of_one & of_other) / min(len(of_one), len(of_other))


def _has_run(marks: Marks, other: set[int]) -> bool:
    """Of some run of neighbouring marks, enough stand in the other text."""
    run = min(RUN, len(marks))
    least, inside = _least(run), 0
    for place, mark in enumerate(marks):
        inside += mark in other
        if place >= run:
            inside -= marks[place - run] in other
        if inside >= least:
            return True
    return False
