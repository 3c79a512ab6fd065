"""What an edit changed, word by word, as one text: what went stands before what came; pure."""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

from desktop.language import tr

_WORD = re.compile(r"\S+")
_MOST_WORDS = 2_000  # comparing takes the square of it in the worst case; longer texts get no marks
_MOST_PAIRS = 20_000  # of equal words; prose of 1,000 words a side has some 10,000
Place = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Diff:
    """A text that holds both, with the places `[start, end)` of what went and of what came."""

    text: str
    gone: tuple[Place, ...] = ()
    come: tuple[Place, ...] = ()
    kept: tuple[tuple[int, int, int], ...] = ()  # of the newer: start in it, start here, length

    def here(self, place: Place) -> Place | None:
        """Where a place of the newer text stands in this one; None if it is torn apart here."""
        start, end = place
        for there, here, length in self.kept:
            if there <= start and end <= there + length:
                return start - there + here, end - there + here
        return None


def diff(before: str, after: str) -> Diff:
    """The two as one; of very long texts, what came of them without marks."""
    old, new = list(_WORD.finditer(before)), list(_WORD.finditer(after))
    if len(old) + len(new) > _MOST_WORDS:
        return Diff(after)
    words = [[word.group() for word in each] for each in (old, new)]
    matcher = SequenceMatcher(set(_repeated(*words)).__contains__, *words, autojunk=False)
    text, gone, come, kept = "", list[Place](), list[Place](), list[tuple[int, int, int]]()
    for kind, first, last, begin, end in matcher.get_opcodes():
        if last > first and kind != "equal":
            text, place = _joined(text, before[old[first].start() : old[last - 1].end()], " ")
            gone.append(place)
        if end > begin:
            space = after[new[begin - 1].end() : new[begin].start()] if begin else " "
            text, place = _joined(text, after[new[begin].start() : new[end - 1].end()], space)
            come += [place] if kind != "equal" else []
            kept.append((new[begin].start(), place[0], place[1] - place[0]))
    return Diff(text, tuple(gone), tuple(come), tuple(kept))


def _repeated(old: Sequence[str], new: Sequence[str]) -> Iterator[str]:
    """The words that are repeated most, which are matched only beside others.

    All pairs of equal words are gone through once for each stretch that is found: where every other
    of 1,000 words was the same, that took 7 seconds and more.
    """
    here, there = Counter(old), Counter(new)
    pairs = Counter({word: here[word] * count for word, count in there.items()})
    left = pairs.total()
    for word, count in pairs.most_common():
        if left <= _MOST_PAIRS:
            return
        left -= count
        yield word


def went_and_came(found: Diff) -> str:
    """What the looks of a comparison say, for who can't see them."""
    gone = ", ".join(found.text[start:end] for start, end in found.gone)
    came = ", ".join(found.text[start:end] for start, end in found.come)
    return tr("Went: {gone}. Came: {came}.", gone=gone or tr("nothing"), came=came or tr("nothing"))


def _joined(text: str, more: str, space: str) -> tuple[str, Place]:
    """More text behind a space, none at the beginning, and where it stands."""
    start = len(text) + (len(space) if text else 0)
    whole = f"{text}{space if text else ''}{more}"
    return whole, (start, len(whole))
