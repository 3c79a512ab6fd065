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
from statistics import median

from engine.documents.layout import Line

Keys = Callable[[int, Line], set[Hashable]]
"""What a line of a page shares with its like on other pages, its place aside."""

_MOST_ROWS = 3
_MOST_LINES = 20  # looked at, on a page
_SAME_ROW = 2.0  # points
_APART = 1.8  # times the size of the letters, from the text
_LARGER = 1.12  # times the usual size: a title
_LONGEST = 160  # characters
_MOST_PAGES = 0.6
_HALF = 0.5
_ENOUGH_PAGES = 3
_NEAR = 2  # pages; the other side of a sheet lies between


@dataclass(frozen=True, slots=True)
class _Margin:
    """The lines above or below the text of one page, and the height of the outermost."""

    page: int
    height: float
    lines: list[Line]


def in_margins(pages: Sequence[Sequence[Line]], keys: Keys) -> set[tuple[int, int]]:
    """The (page, id of the line) of what furnishes the margins; heights are in points."""
    sizes = [line.size for lines in pages for line in lines]
    if not sizes:
        return set()
    largest = _LARGER * median(sizes)
    filled = sum(1 for lines in pages if lines)
    gone: set[tuple[int, int]] = set()
    for sign in (1, -1):  # from the top, and from the bottom
        margins = [
            margin
            for number, lines in enumerate(pages)
            if (margin := _margin(number, lines, sign, largest))
        ]
        band = _band(margins)
        if len(band) >= max(_ENOUGH_PAGES, _MOST_PAGES * filled) and _is_furniture(band, keys):
            gone |= {(each.page, id(line)) for each in band for line in each.lines}
    return gone


def _margin(page: int, lines: Sequence[Line], sign: int, largest: float) -> _Margin | None:
    """The outermost rows of a page, if there is a gap between them and the text."""
    found: list[Line] = []
    rows = 0
    for line in nlargest(_MOST_LINES, lines, key=lambda each: sign * each.bottom):
        distance = abs(found[-1].bottom - line.bottom) if found else 0.0
        if found and distance >= _APART * max(found[-1].size, line.size):
            length = sum(len(each.text) for each in found)
            return _Margin(page, found[0].bottom, found) if length <= _LONGEST else None
        rows += distance > _SAME_ROW
        if line.size > largest or rows >= _MOST_ROWS:
            return None
        found.append(line)
    return None


def _band(margins: Sequence[_Margin]) -> list[_Margin]:
    """The margins that stand at one height: the commonest."""
    heights = Counter(round(margin.height) for margin in margins)
    height, _ = heights.most_common(1)[0] if heights else (0, 0)
    return [margin for margin in margins if abs(margin.height - height) <= _SAME_ROW]


def _is_furniture(band: Sequence[_Margin], keys: Keys) -> bool:
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
