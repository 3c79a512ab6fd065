"""Find what stands in the margins of a paged document, by its place; pure.

A running header that names the chapter repeats on a few pages only, and front matter counts in
Roman numbers, but all of them stand at one height, apart from the text. Where most pages have rows
at such a height, and half of these repeat or count as headers do, all of them are furniture. Titles
of slides stand at one height too: they are larger than the text, and stay.
"""

from collections import Counter
from collections.abc import Callable, Hashable, Sequence
from dataclasses import dataclass
from heapq import nlargest

from engine.documents.layout import Line

Keys = Callable[[int, Line], set[Hashable]]
"""What a line of a page shares with its like on other pages, its place aside."""

MOST_ROWS = 2  # of a page
SAME_ROW = 2.0  # points
_MOST_LINES = 20  # looked at, on a page
_APART = 1.8  # times the size of the letters, from the text
_LONGEST = 160  # characters
_ZONE = 0.15  # of the page's height, from its edge
_MOST_PAGES = 0.6
_HALF = 0.5
_ENOUGH_PAGES = 3
_NEAR = 2  # pages; the other side of a sheet lies between

Box = tuple[float, float]
"""The lower and the upper edge of a page, in points."""


@dataclass(frozen=True, slots=True)
class Margin:
    """The lines above (`sign` 1) or below (-1) the text of a page, and the height of the outermost.

    At most two rows, parted from the text by a gap, near the page's edge, no larger than the text.
    """

    page: int
    sign: int
    height: float
    lines: tuple[Line, ...]


def margins(pages: Sequence[Sequence[Line]], boxes: Sequence[Box], largest: float) -> list[Margin]:
    """The margins of all pages that have any; lines larger than `largest` points are titles."""
    found = (
        _margin(number, lines, box, sign, largest)
        for number, (lines, box) in enumerate(zip(pages, boxes, strict=True))
        for sign in (1, -1)
    )
    return [margin for margin in found if margin is not None]


def in_margins(found: Sequence[Margin], filled: int, keys: Keys) -> set[tuple[int, int]]:
    """The (page, id of the line) of what furnishes the margins of `filled` pages with text."""
    gone: set[tuple[int, int]] = set()
    for sign in (1, -1):
        band = _band([margin for margin in found if margin.sign == sign])
        if len(band) >= max(_ENOUGH_PAGES, _MOST_PAGES * filled) and _is_furniture(band, keys):
            gone |= {(each.page, id(line)) for each in band for line in each.lines}
    return gone


def _margin(page: int, lines: Sequence[Line], box: Box, sign: int, largest: float) -> Margin | None:
    found: list[Line] = []
    rows = 0
    for line in nlargest(_MOST_LINES, lines, key=lambda each: sign * each.bottom):
        distance = abs(found[-1].bottom - line.bottom) if found else 0.0
        if found and distance >= _APART * max(found[-1].size, line.size):
            length = sum(len(each.text) for each in found)
            is_short = length <= _LONGEST
            return Margin(page, sign, found[0].bottom, tuple(found)) if is_short else None
        rows += distance > SAME_ROW
        if line.size > largest or rows >= MOST_ROWS or not _is_in_zone(line, box, sign):
            return None
        found.append(line)
    return None


def _is_in_zone(line: Line, box: Box, sign: int) -> bool:
    bottom, top = box
    distance = top - line.bottom if sign > 0 else line.bottom - bottom
    return distance <= _ZONE * (top - bottom)


def _band(found: Sequence[Margin]) -> list[Margin]:
    """The margins that stand at one height: the commonest."""
    heights = Counter(round(margin.height) for margin in found)
    height, _ = heights.most_common(1)[0] if heights else (0, 0)
    return [margin for margin in found if abs(margin.height - height) <= SAME_ROW]


def _is_furniture(band: Sequence[Margin], keys: Keys) -> bool:
    """Half of them have a line that is like one on a page nearby."""
    places: dict[Hashable, set[int]] = {}
    by_page: dict[int, set[Hashable]] = {}
    for margin in band:
        found = set[Hashable]().union(*(keys(margin.page, line) for line in margin.lines))
        by_page[margin.page] = found
        for key in found:
            places.setdefault(key, set()).add(margin.page)
    near = [step for step in range(-_NEAR, _NEAR + 1) if step]
    told = sum(
        any(page + step in places[key] for key in found for step in near)
        for page, found in by_page.items()
    )
    return told >= _HALF * len(band)
