"""Find the running headers, footers and page numbers of a paged document; pure.

A line is furniture only if it stands apart from the text, near the edge of the page, and at one
height and edge on most pages, or on most odd or even ones, with the same words. Its numbers may
differ, but then one of them has to count the pages. What names the chapter repeats on a few pages
only; it is known by where it stands (margins.py). Titles, forms and letters repeat too, so never
more than two rows or 15 % of a page are taken, never all of a page, and what was taken is told.
"""

import re
from collections import Counter
from collections.abc import Hashable, Sequence
from dataclasses import dataclass
from statistics import median

from engine.documents.layout import Line
from engine.documents.margins import MOST_ROWS, SAME_ROW, Box, Margin, in_margins, margins
from engine.documents.notes import counted, listed

_MOST = 0.6
_ENOUGH_PAGES = 3
_LARGER = 1.12  # times the usual size: a title
_MOST_OF_A_PAGE = 0.15  # of its characters
_ENOUGH_ROWS = 8  # a page of fewer is a form, a slide or a certificate: only its number goes
_SAME_EDGE = 4.0  # points
_MOST_WORDINGS = 3  # told in the note
_LONGEST_WORDING = 60
_NUMBER = re.compile(r"[0-9]+")
# What stands before the number of a paper rather than of a page.
_OF_A_PAPER = re.compile(
    r"(?:\b(?:no|nos|nr|num|number|id|ref|reference|invoice|order|case|file|letter|visit|form|receipt"
    r"|ticket|contract|customer|client|patient|rechnung|rechnungsnr|auftrag|vertrag|kunde|beleg"
    r"|facture|commande|factura|fattura|faktura)\b|№|n[°º])[\s.:-]*#"
)
_ROMAN = re.compile(r"[^\w]*([ivxlc]{1,7}|[IVXLC]{1,7})[^\w]*\Z")
_ROMAN_VALUES = {"i": 1, "v": 5, "x": 10, "l": 50, "c": 100}
_PAGE_NUMBER = re.compile(
    r"\W*(?:page|p\.|pg\.?|seite|página|pagina|стр\.?)?\W*#(?:\s*(?:of|/|von|de|di|sur|из)\s*#)?\W*",
    re.IGNORECASE,
)

_Gone = set[tuple[int, int]]  # (page, id of the line)


@dataclass(frozen=True, slots=True)
class Kept:
    """The lines that are left of each page, and a sentence on those that went."""

    pages: list[list[Line]]
    note: str = ""


@dataclass(frozen=True, slots=True)
class _Candidate:
    page: int
    line: Line
    numbers: tuple[int, ...]


def without_furniture(pages: Sequence[Sequence[Line]], boxes: Sequence[Box]) -> Kept:
    """The pages' lines without those that only furnish the page; `boxes` are the pages' edges."""
    sizes = [line.size for lines in pages for line in lines]
    if not sizes:
        return Kept([list(lines) for lines in pages])
    found = margins(pages, boxes, _LARGER * median(sizes))
    filled = [number for number, lines in enumerate(pages) if lines]
    gone = _repeating(found, filled) | in_margins(found, len(filled), _keys)
    gone = _bounded(gone - _numbered_papers(found), found, pages)
    kept = [
        [line for line in lines if (number, id(line)) not in gone]
        for number, lines in enumerate(pages)
    ]
    return Kept(kept, _note([line.text for margin in found for line in _taken(margin, gone)]))


def _repeating(found: Sequence[Margin], filled: Sequence[int]) -> _Gone:
    groups: dict[tuple[int, str], list[_Candidate]] = {}
    for margin in found:
        for line in margin.lines:
            shape, numbers = _shape(line.text)
            candidate = _Candidate(margin.page, line, numbers)
            groups.setdefault((margin.sign, shape), []).append(candidate)
    return {
        (each.page, id(each.line))
        for (_, shape), group in groups.items()
        for each in _furniture(shape, _in_place(group), filled)
    }


def _numbered_papers(found: Sequence[Margin]) -> _Gone:
    """The lines that number the papers, one a page: invoices, letters, cases."""
    numbers: dict[str, set[tuple[int, ...]]] = {}
    lines = [(margin.page, line, _shape(line.text)) for margin in found for line in margin.lines]
    for _, _, (shape, own) in lines:
        numbers.setdefault(shape, set()).add(own)
    return {
        (page, id(line))
        for page, line, (shape, _) in lines
        if len(numbers[shape]) > 1 and _OF_A_PAPER.search(shape)
    }


def _taken(margin: Margin, gone: _Gone) -> list[Line]:
    return [line for line in margin.lines if (margin.page, id(line)) in gone]


def _bounded(gone: _Gone, found: Sequence[Margin], pages: Sequence[Sequence[Line]]) -> _Gone:
    """What may go of each page: the shorter of its margins first, each as a whole or not at all."""
    by_page: dict[int, list[list[Line]]] = {}
    for margin in found:
        by_page.setdefault(margin.page, []).append(_taken(margin, gone))
    allowed: _Gone = set()
    for page, groups in by_page.items():
        left = _MOST_OF_A_PAGE * sum(len(line.text) for line in pages[page])
        rows = MOST_ROWS
        if _rows(pages[page]) < _ENOUGH_ROWS:
            taken = [[line for line in each if _is_page_number(line)] for each in groups]
        else:
            taken = groups
        for lines in sorted(taken, key=lambda each: sum(len(line.text) for line in each)):
            left -= sum(len(line.text) for line in lines)
            rows -= _rows(lines)
            if left >= 0 and rows >= 0:
                allowed |= {(page, id(line)) for line in lines}
    return allowed


def _is_page_number(line: Line) -> bool:
    return _PAGE_NUMBER.fullmatch(_shape(line.text)[0]) is not None


def _rows(lines: Sequence[Line]) -> int:
    heights = sorted(line.bottom for line in lines)
    return sum(
        number == 0 or height - heights[number - 1] > SAME_ROW
        for number, height in enumerate(heights)
    )


def _note(texts: Sequence[str]) -> str:
    if not texts:
        return ""
    wordings: dict[str, list[str]] = {}
    for text in texts:
        wordings.setdefault(_shape(text)[0], []).append(" ".join(text.split()))
    commonest = Counter({shape: len(same) for shape, same in wordings.items()}).most_common()
    shown = [
        f"{times:,} times “{wordings[shape][0][:_LONGEST_WORDING]}”"
        if times > 1
        else f"“{wordings[shape][0][:_LONGEST_WORDING]}”"
        for shape, times in commonest[:_MOST_WORDINGS]
    ]
    others = len(commonest) - _MOST_WORDINGS
    more = [counted(others, "other wording")] if others > 0 else []
    lines = counted(len(texts), "line")
    return f"{lines} of running headers and footers left out: {listed([*shown, *more])}."


def _in_place(group: Sequence[_Candidate]) -> list[_Candidate]:
    """Those at the commonest height and at a common edge or middle; sheets have two sides."""
    height, _ = Counter(round(each.line.bottom) for each in group).most_common(1)[0]
    level = [each for each in group if abs(each.line.bottom - height) <= SAME_ROW]
    return [each for side in (0, 1) for each in _aligned([m for m in level if m.page % 2 == side])]


def _aligned(group: Sequence[_Candidate]) -> list[_Candidate]:
    best: list[_Candidate] = []
    for edge in (_left, _right, _middle):
        for at in {round(edge(each.line)) for each in group}:
            same = [each for each in group if abs(edge(each.line) - at) <= _SAME_EDGE]
            best = max(best, same, key=len)
    return best


def _left(line: Line) -> float:
    return line.left


def _right(line: Line) -> float:
    return line.right


def _middle(line: Line) -> float:
    return (line.left + line.right) / 2


def _keys(page: int, line: Line) -> set[Hashable]:
    """The shape of a line with its numbers as they are, and with each as it counts the pages.

    Each at its edges and its middle: what stands elsewhere each time is no header.
    """
    shape, numbers = _shape(line.text)
    told = [(shape, numbers), *((shape, place, n - page) for place, n in enumerate(numbers))]
    edges = [(edge.__name__, round(edge(line) / _SAME_EDGE)) for edge in (_left, _right, _middle)]
    return {(each, at) for each in told for at in edges}


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
    if group and "#" in shape:
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
