"""Find where a new section starts: Markdown headings, lines like titles, and what the file says."""

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from itertools import pairwise

from engine.records import PageMark

_TITLE_CHARACTERS = 80
_TITLE_WORDS = 12
_HEADING_CHARACTERS = 200
_TOGETHER = 3  # headings, one under the other, that go with a text
# Up to a blank line. Lazy: no line takes memory. Possessive groups fail before Python 3.11.5.
_BLOCK = re.compile(r"\S(?s:.*?)(?=\n[^\S\n]*(?:\n|\Z)|\Z)")
_HASHES = re.compile(r"^#{1,6}[^\S\n]+\S", re.MULTILINE)
_UNDERLINED = re.compile(r"^\S[^\n]{0,79}\n(?:={3,}|-{3,})[^\S\n]*$", re.MULTILINE)
_PAPER = "page "  # how a page map calls a sheet of paper: text flows over its edges
_FENCE = re.compile(r"^(?:```|~~~)", re.MULTILINE)


def section_starts(text: str) -> list[int]:
    """The offsets at which sections start, in order; what stands before the first is none of them.

    A line counts as a title when it stands alone between blank lines, is short, does not end like
    a sentence and is not one of a row of such lines: a list is not a row of sections.
    """
    starts: list[int] = []
    is_fenced = was_title = False
    for block in _BLOCK.finditer(text):
        fences = len(_FENCE.findall(text, *block.span()))
        if is_fenced or fences:
            is_fenced ^= fences % 2 == 1
            was_title = False
            continue
        is_short = block.end() - block.start() <= _TITLE_CHARACTERS
        is_title = is_short and _is_title(block[0])
        if is_title and not was_title:
            starts.append(block.start())
        else:
            starts.extend(_marked(text, *block.span()))
        was_title = is_title
    return starts


def marked_starts(text: str, pages: Sequence[PageMark]) -> list[int]:
    """The offsets at which the file itself starts a section, slide, sheet, row or message.

    Pages of paper are none. A title with nothing under it stays with what follows.
    """
    places = sorted({mark.start for mark in pages if not mark.label.startswith(_PAPER)})
    followed = [
        start
        for before, start in pairwise(places)
        if not (between := text[before:start].strip())
        or not _is_heading(between, 0, len(between), with_titles=True)
    ]
    return [*places[:1], *followed]


def joined(
    text: str,
    places: Sequence[tuple[int, int]],
    barriers: Sequence[int] | None = None,
) -> list[tuple[int, int]]:
    """The slices, a heading as one with what follows it.

    `barriers` are sorted offsets at which something new starts whatever stands before; where they
    are given, lines like titles count as headings too. Of a row of headings the last three go.
    """
    found: list[tuple[int, int]] = []
    waiting: list[tuple[int, int]] = []  # headings with nothing under them yet
    for start, end in places:
        if waiting and barriers and _is_between(barriers, waiting[-1][0], start):
            found += waiting
            waiting = []
        if _is_heading(text, start, end, with_titles=barriers is not None):
            waiting.append((start, end))
            continue
        found += waiting[:-_TOGETHER]
        found.append((waiting[-_TOGETHER:][0][0] if waiting else start, end))
        waiting = []
    return found + waiting


def _is_between(barriers: Sequence[int], low: int, high: int) -> bool:
    """One of the sorted barriers is above `low` and not above `high`."""
    return bisect_right(barriers, low) < bisect_right(barriers, high)


def _is_heading(text: str, start: int, end: int, *, with_titles: bool) -> bool:
    if end - start > _HEADING_CHARACTERS:
        return False
    block = text[start:end]
    if _UNDERLINED.fullmatch(block):
        return True
    return "\n" not in block and bool(_HASHES.match(block) or (with_titles and _is_title(block)))


def _marked(text: str, start: int, end: int) -> Iterator[int]:
    hashes = (match.start() for match in _HASHES.finditer(text, start, end))
    underlined = (match.start() for match in _UNDERLINED.finditer(text, start, end))
    yield from sorted({*hashes, *underlined})


def _is_title(block: str) -> bool:
    return (
        len(block) <= _TITLE_CHARACTERS
        and "\n" not in block
        and "\t" not in block
        and not block.startswith("#")
        and len(block.split()) <= _TITLE_WORDS
        and block.rstrip()[-1] not in ".!?…,;:。！？"
        and any(character.isalpha() for character in block)
    )
