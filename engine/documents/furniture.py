"""Find the running headers, footers and page numbers of a paged document; pure.

A line at the top or bottom of a page is furniture if it stands there on most pages, or on most odd
or even ones. Its numbers may differ, but then one of them has to count the pages: the first line
of a table that goes on over pages repeats in shape as well. What names the chapter repeats on a few
pages only; it is known by where it stands (margins.py).
"""

import re
from collections.abc import Hashable, Iterator, Sequence
from dataclasses import dataclass

from engine.documents.layout import Line
from engine.documents.margins import in_margins

_EDGE_ROWS = 3  # how many rows from the top and from the bottom can be furniture
_MOST = 0.6
_ENOUGH_PAGES = 3
_LONGEST = 160  # characters; a paragraph is no header
_NUMBER = re.compile(r"[0-9]+")
_ROMAN = re.compile(r"[^\w]*([ivxlc]{1,7}|[IVXLC]{1,7})[^\w]*\Z")
_ROMAN_VALUES = {"i": 1, "v": 5, "x": 10, "l": 50, "c": 100}
_PAGE_NUMBER = re.compile(
    r"\W*(?:page|p\.|pg\.?|seite|página|pagina|стр\.?)?\W*#(?:\s*(?:of|/|von|de|di|sur|из)\s*#)?\W*",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class _Candidate:
    page: int
    line: Line
    numbers: tuple[int, ...]


def without_furniture(pages: Sequence[Sequence[Line]]) -> list[list[Line]]:
    """The pages' lines without those that only furnish the page."""
    groups: dict[tuple[str, str], list[_Candidate]] = {}
    for number, lines in enumerate(pages):
        for edge, line in _edge_lines(lines):
            shape, numbers = _shape(line.text)
            groups.setdefault((edge, shape), []).append(_Candidate(number, line, numbers))
    filled = [number for number, lines in enumerate(pages) if lines]
    gone = {
        (each.page, id(each.line))
        for (_, shape), group in groups.items()
        for each in _furniture(shape, group, filled)
    }
    gone |= in_margins(pages, _keys)
    return [
        [line for line in lines if (number, id(line)) not in gone]
        for number, lines in enumerate(pages)
    ]


def _keys(page: int, line: Line) -> set[Hashable]:
    """The shape of a line with its numbers as they are, and with each as it counts the pages."""
    shape, numbers = _shape(line.text)
    return {(shape, numbers), *((shape, place, n - page) for place, n in enumerate(numbers))}


def _edge_lines(lines: Sequence[Line]) -> Iterator[tuple[str, Line]]:
    heights = sorted({round(line.bottom) for line in lines})
    bottom, top = heights[:_EDGE_ROWS], heights[-_EDGE_ROWS:]
    for line in lines:
        if len(line.text) > _LONGEST:
            continue
        if round(line.bottom) in top:
            yield "top", line
        if round(line.bottom) in bottom:
            yield "bottom", line


def _shape(text: str) -> tuple[str, tuple[int, ...]]:
    """The text with every number as #, and the numbers."""
    roman = _ROMAN.match(text.strip())
    if roman:
        return "#", (_roman_value(roman[1].lower()),)
    numbers = tuple(int(found[-9:]) for found in _NUMBER.findall(text))
    return " ".join(_NUMBER.sub("#", text).split()).casefold(), numbers


def _roman_value(letters: str) -> int:
    values = [_ROMAN_VALUES[letter] for letter in letters]
    following = [*values[1:], 0]
    return sum(
        -value if value < after else value for value, after in zip(values, following, strict=True)
    )


def _furniture(shape: str, group: Sequence[_Candidate], filled: Sequence[int]) -> list[_Candidate]:
    """The members of a group of lines of one shape that are furniture: those of the right pages."""
    if "#" in shape:
        group = _in_step(group)
    if len(filled) > 1 and _PAGE_NUMBER.fullmatch(shape) and _covers(group, filled):
        return list(group)
    for pages in (filled, filled[::2], filled[1::2]):
        members = [each for each in group if each.page in set(pages)]
        if len({each.page for each in members}) >= _ENOUGH_PAGES and _covers(members, pages):
            return list(group)
    return []


def _covers(members: Sequence[_Candidate], pages: Sequence[int]) -> bool:
    return len({each.page for each in members}) >= _MOST * len(pages)


def _in_step(group: Sequence[_Candidate]) -> list[_Candidate]:
    """Those that carry the same numbers throughout, or a number that counts with the pages."""
    best: list[_Candidate] = []
    for place in range(len(group[0].numbers)):
        for key in (_offset, _constant):
            by_key: dict[int | tuple[int, ...], list[_Candidate]] = {}
            for each in group:
                by_key.setdefault(key(each, place), []).append(each)
            best = max(best, *by_key.values(), key=len)
    return best


def _offset(candidate: _Candidate, place: int) -> int:
    return candidate.numbers[place] - candidate.page


def _constant(candidate: _Candidate, _place: int) -> tuple[int, ...]:
    return candidate.numbers
