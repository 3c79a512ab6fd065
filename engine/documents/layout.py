"""Put the lines of a page together as paragraphs, from where they stand; pure.

A PDF knows only where characters stand. Lines go on as one paragraph while they keep their
distance, size and left edge; a wider gap, an indent, another size, a list mark or a short line that
ends a sentence starts a new one. Lengths are in points, y grows upwards.
"""

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from statistics import median

from engine.documents.hyphens import LINE_END

_LIST_MARK = re.compile(
    r"(?:[-•‣▪◦–*●○■□▫◆◇❖➢➤►▶▸✓✔✗✘☐☑☒⁃∙·★☆❑❒→➔➜➤⇒\uf000-\uf0ff]|\(?[0-9]{1,3}[.)]|\(?[a-z]\))\s"
)
_SENTENCE_END = re.compile(r"[.!?…:。！？][\"'”’)\]]*\Z")
_CJK = re.compile("[\u2e80-\u9fff\uac00-\ud7af\uf900-\ufaff\uff00-\uffef]")
_HANGUL = re.compile("[\uac00-\ud7a3]")
_LONG_LINE = 12  # characters; a shorter one is a label, which is not broken within words
_NUMBER_AT_END = re.compile(r"[\s.][0-9]{1,4}\Z")
_NUMBER_AT_START = re.compile(r"[0-9]+(?:\.[0-9]+)*\.?\s")
_WIDE_GAP = 1.35  # times the usual distance of lines
_INDENT = 0.9  # times the size of the letters
_OTHER_SIZE = 1.12
_SHORT_LINE = 0.85  # of the column's width, for one that ends a sentence
_COLUMN_GRID = 24.0  # lines that start this near each other are of one column
_EDGE_GRID = 6.0
_STUB = 0.6  # of the column's width, for any other


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a page; `is_hyphenated` if the word at its end goes on in the next line.

    A space at the end of `text` says that the line ends with a word.
    """

    text: str
    left: float
    right: float
    bottom: float
    size: float
    is_hyphenated: bool = False


def is_list_mark(text: str) -> bool:
    """The text is nothing but a bullet or the number of a list item."""
    return _LIST_MARK.fullmatch(text.strip() + " ") is not None


def paragraphs(lines: Sequence[Line]) -> list[str]:
    """The paragraphs of a page, each in one piece, a `LINE_END` where a hyphen ended a line."""
    page = _Page(_usual_distances(lines), _right_edges(lines))
    found: list[list[Line]] = []
    for line in lines:
        if found and _goes_on(found[-1], line, page):
            found[-1].append(line)
        else:
            found.append([line])
    return [_joined(paragraph) for paragraph in found]


@dataclass(frozen=True, slots=True)
class _Page:
    """What is usual on a page: the distance of lines by their size, and where columns end."""

    distances: Mapping[int, float]
    right_edges: Mapping[int, float]

    def is_gap(self, distance: float, line: Line) -> bool:
        usual = self.distances.get(round(line.size), 0.0)
        return distance > _WIDE_GAP * max(usual, 0.8 * line.size)

    def is_short(self, line: Line, share: float) -> bool:
        width = self.right_edges[_column(line)] - line.left
        return line.right - line.left < share * width


def _right_edges(lines: Sequence[Line]) -> dict[int, float]:
    """Where lines end: where many do, if the text is justified, or else where the longest does."""
    columns: dict[int, list[float]] = {}
    for line in lines:
        columns.setdefault(_column(line), []).append(line.right)
    edges: dict[int, float] = {}
    for column, rights in columns.items():
        edge, many = Counter(round(right / _EDGE_GRID) for right in rights).most_common(1)[0]
        is_justified = many >= max(3, len(rights) / 4)
        edges[column] = edge * _EDGE_GRID if is_justified else max(rights)
    return edges


def _column(line: Line) -> int:
    return round(line.left / _COLUMN_GRID)


def _usual_distances(lines: Sequence[Line]) -> dict[int, float]:
    by_size: dict[int, list[float]] = {}
    for above, below in pairwise(lines):
        distance = above.bottom - below.bottom
        if 0.5 * below.size < distance < 3 * below.size:
            by_size.setdefault(round(below.size), []).append(distance)
    return {size: median(distances) for size, distances in by_size.items()}


def _goes_on(paragraph: Sequence[Line], line: Line, page: _Page) -> bool:
    last = paragraph[-1]
    if last.is_hyphenated:
        return True
    if _starts_item(last, line) or _differs(last.size, line.size):
        return False
    distance = last.bottom - line.bottom
    if abs(distance) < 0.4 * line.size:  # the same row: a gap within it, as in a table
        return True
    if distance < 0 or distance > 3 * line.size:  # a new column, or a gap over a figure
        return line.text[:1].islower() and not _SENTENCE_END.search(last.text.rstrip())
    is_indented = len(paragraph) > 1 and line.left > last.left + _INDENT * line.size
    return not (page.is_gap(distance, line) or is_indented or _ends_short(last, line, page))


def _starts_item(last: Line, line: Line) -> bool:
    """A list item, or the next row of a table of contents."""
    if _LIST_MARK.match(line.text):
        return True
    is_row = _NUMBER_AT_END.search(last.text.rstrip()) is not None
    return is_row and _NUMBER_AT_START.match(line.text) is not None


def _ends_short(last: Line, line: Line, page: _Page) -> bool:
    if _SENTENCE_END.search(last.text.rstrip()):
        return page.is_short(last, _SHORT_LINE)
    return page.is_short(last, _STUB) and not line.text[:1].islower()


def _differs(one: float, other: float) -> bool:
    return max(one, other) > _OTHER_SIZE * min(one, other)


def _joined(paragraph: Sequence[Line]) -> str:
    edge = max(line.right for line in paragraph)
    pieces = [paragraph[0].text]
    for last, line in pairwise(paragraph):
        pieces += [_seam(last, line, edge), line.text]
    return "".join(pieces).strip()


def _seam(last: Line, line: Line, edge: float) -> str:
    if last.is_hyphenated:
        return LINE_END
    if last.text.endswith(" "):
        return ""
    if last.text.endswith("-") and line.text[:1].islower():
        return ""
    if _HANGUL.match(last.text[-1:]) and _HANGUL.match(line.text[:1]):
        return "" if _breaks_words(last, edge) else " "
    is_unspaced = _CJK.match(last.text[-1:]) and _CJK.match(line.text[:1])
    return "" if is_unspaced else " "


def _breaks_words(last: Line, edge: float) -> bool:
    """Korean has spaces, but its full lines end anywhere in a word; short ones end with a word."""
    return len(last.text) >= _LONG_LINE and last.right >= edge - _OTHER_SIZE * last.size
