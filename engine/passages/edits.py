"""Change passages by hand: merge, split, leave out; and say how much of a text they cover; pure.

Every edit keeps the law of `cut.py`: the spans are disjoint, in order, start and end on a
character that is no white space, and cover all others. What is left out stays in its place, and a
passage that begins inside a table has the header row of that table.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from engine.errors import BadSetting, NothingToDo
from engine.passages.tables import with_headers
from engine.records import Span, TokenCounter


def merge(
    text: str, spans: Sequence[Span], place: int, limit: int, count: TokenCounter
) -> list[Span]:
    """Make the span at `place` and the next one into one.

    Raises `NothingToDo` where there is no next, `BadSetting` where both are over `limit` tokens.
    """
    if not 0 <= place < len(spans) - 1:
        raise NothingToDo("This is the last passage; go to one that has another after it.")
    first, second = spans[place : place + 2]
    tokens = count([text[first.start : second.end]])[0]
    if tokens > limit:
        raise BadSetting(
            f"Together they have {tokens:,} tokens, and the largest size is {limit:,}; "
            "choose a larger size first."
        )
    merged = Span(first.start, second.end, tokens, first.is_excluded and second.is_excluded)
    return with_headers(text, [*spans[:place], merged, *spans[place + 2 :]], limit, count)


def split(
    text: str, spans: Sequence[Span], offset: int, limit: int, count: TokenCounter
) -> list[Span]:
    """Cut the span that holds `offset` in two there; white space at the cut belongs to none.

    `limit` is the size of passages, as it is for `merge`. Raises `NothingToDo` where one side would
    be empty.
    """
    place = place_of(spans, offset)
    span = spans[place] if place is not None else None
    before = text[span.start : offset].rstrip() if span else ""
    after = text[offset : span.end].lstrip() if span else ""
    if span is None or place is None or not before or not after:
        raise NothingToDo("There is nothing to split here; put the cursor inside a passage.")
    first, second = count([before, after])
    parts = [
        replace(span, end=span.start + len(before), tokens=first),
        replace(span, start=span.end - len(after), tokens=second),
    ]
    return with_headers(text, [*spans[:place], *parts, *spans[place + 1 :]], limit, count)


def toggle(spans: Sequence[Span], place: int) -> list[Span]:
    """Leave the span at `place` out, or take it in again; raises `NothingToDo` without one."""
    if not 0 <= place < len(spans):
        raise NothingToDo("There is no passage here; go to one first.")
    changed = replace(spans[place], is_excluded=not spans[place].is_excluded)
    return [*spans[:place], changed, *spans[place + 1 :]]


def word_start(text: str, offset: int) -> int:
    """Where the word at `offset` starts, so that a cut there goes through no word."""
    if offset >= len(text) or text[offset].isspace():
        return offset
    while offset > 0 and not text[offset - 1].isspace():
        offset -= 1
    return offset


def place_of(spans: Sequence[Span], offset: int) -> int | None:
    """Which span holds `offset`, or the nearest one before it; None before the first."""
    low, high = 0, len(spans)
    while low < high:
        middle = (low + high) // 2
        if spans[middle].start <= offset:
            low = middle + 1
        else:
            high = middle
    return low - 1 if low else None


@dataclass(frozen=True, slots=True)
class Coverage:
    """Characters of a text that are no white space: all, in a passage, in one that is read."""

    characters: int
    covered: int
    included: int


def coverage(text: str, spans: Sequence[Span]) -> Coverage:
    """Count what the spans cover; from the text and the spans themselves, nothing is assumed."""
    edges = [0, *(edge for span in spans for edge in (span.start, span.end)), len(text)]
    gaps = zip(edges[::2], edges[1::2], strict=True)
    characters = _visible(text)
    covered = characters - sum(_visible(text[start:end]) for start, end in gaps)
    excluded = sum(_visible(text[span.start : span.end]) for span in spans if span.is_excluded)
    return Coverage(characters, covered, covered - excluded)


def _visible(text: str) -> int:
    """Characters that are no white space."""
    return sum(map(len, text.split()))
