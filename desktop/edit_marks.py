"""What an edit changed, word by word, as one text: what went stands before what came; pure."""

import re
from dataclasses import dataclass
from difflib import SequenceMatcher

from desktop.language import tr

_WORD = re.compile(r"\S+")
_MOST_WORDS = 2_000  # comparing takes the square of it in the worst case; longer texts get no marks
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
    matcher = SequenceMatcher(None, *words, autojunk=False)
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
