"""Read the lines of one PDF page from pdfium, in few calls: each crossing into it costs."""

import ctypes
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import pairwise
from typing import Any, cast

from pypdfium2 import raw as pypdfium2_raw  # pyright: ignore[reportMissingTypeStubs]

from engine.documents.layout import Line
from engine.documents.signs import CLOSE, LOWERED, RAISED

# The bindings are generated and carry no types that a checker could use.
_pdfium = cast("Any", pypdfium2_raw)

_HYPHENS = "\ufffe\x02"  # pdfium's signs for a hyphen at a line end
_LINE_END = re.compile(r"\r\n|[\r\n\ufffe\x02]")
_SPACE = re.compile(r"\S(\s+)(?=\S)")
_SCRIPT = re.compile(r"[\w+−–-]")  # what can be an exponent or an index
_SMALLER = 0.85  # times the size of the line, for one
_RAISED = 0.15  # times the size of the line, from its base line
_LOWERED = 0.06
_OTHER_BOTTOM = 0.12  # times the height of the tallest run: one that may be raised or lowered
_WIDE = 1.0  # times the size of the letters: a gap that can part columns or cells


Edges = tuple[float, float, float, float]
"""The left, lower, right and upper edge of what a page shows, in points."""


@dataclass(frozen=True, slots=True)
class PageText:
    """The lines of a page, and how many more stand outside of what it shows."""

    lines: list[Line]
    outside: int = 0


def lines(text_page: Any, edges: Edges | None = None) -> PageText:  # noqa: ANN401 see _pdfium
    """The lines in pdfium's order; what a wide gap parts comes as several on one base line.

    Lines beyond the `edges` of the page are counted only: nobody who looks at it sees them.
    """
    raw = text_page.raw
    count = _pdfium.FPDFText_CountChars(raw)
    if count <= 0:
        return PageText([])
    buffer = (ctypes.c_ushort * (count * 2 + 1))()
    written = _pdfium.FPDFText_GetText(raw, 0, count, buffer)
    units = bytes(memoryview(buffer).cast("B")[: max(0, written - 1) * 2])
    page = _TextPage(raw, _one_a_unit(units), is_direct=written - 1 == count)
    found = list(page.lines())
    shown = [line for line in found if edges is None or _is_inside(line, edges)]
    return PageText(shown, len(found) - len(shown))


def _is_inside(line: Line, edges: Edges) -> bool:
    left, bottom, right, top = edges
    is_beside = line.right <= left or line.left >= right
    return not (is_beside or line.bottom >= top or line.bottom + line.size <= bottom)


def _one_a_unit(units: bytes) -> str:
    """A string with one character a UTF-16 unit, so that places in it are pdfium's."""
    text = units.decode("utf-16-le", "surrogatepass")
    if len(text) * 2 == len(units):
        return text
    return "".join(map(chr, memoryview(units).cast("H")))


class _TextPage:
    """A page's text and where its characters stand. Places are places in the text."""

    def __init__(self, raw: Any, text: str, *, is_direct: bool) -> None:  # noqa: ANN401 see _pdfium
        self._raw = raw
        self._text = text
        self._is_direct = is_direct  # a place in the text is the character's index
        self._box = _pdfium.FS_RECTF()
        self._box_at = ctypes.byref(self._box)
        self._numbers = [ctypes.c_double() for _ in range(4)]
        self._numbers_at = [ctypes.byref(number) for number in self._numbers]

    def lines(self) -> Iterator[Line]:
        """Every line that shows anything."""
        start = 0
        for match in _LINE_END.finditer(self._text):
            is_hyphenated = match[0] in _HYPHENS
            yield from self._line(start, match.start(), is_hyphenated=is_hyphenated)
            start = match.end()
        yield from self._line(start, len(self._text), is_hyphenated=False)

    def _line(self, start: int, end: int, *, is_hyphenated: bool) -> Iterator[Line]:
        text = self._text[start:end]
        shown = text.strip()
        if not shown:
            return
        first = start + len(text) - len(text.lstrip())
        last = start + len(text.rstrip()) - 1
        has_gap, is_level = self._runs(first, last)
        scripts = {} if is_level else self._scripts(first, last)
        gaps = self._gaps(first, last, is_drawn_apart=has_gap)
        if not gaps and not scripts:  # most lines
            yield self._piece(first, last, text, is_hyphenated=is_hyphenated)
            return
        edges = [first, *gaps, end]
        for number, (begin, finish) in enumerate(pairwise(edges), start=1):
            is_last = number == len(edges) - 1
            until = last if is_last else begin + len(self._text[begin:finish].rstrip()) - 1
            text = self._marked(begin, finish, scripts)
            yield self._piece(begin, until, text, is_hyphenated=is_hyphenated and is_last)

    def _marked(self, start: int, end: int, scripts: Mapping[int, str]) -> str:
        text = self._text[start:end]
        if not scripts:
            return text
        marked = "".join(scripts.get(place, "") + self._text[place] for place in range(start, end))
        is_open = max(map(marked.rfind, (RAISED, LOWERED))) > marked.rfind(CLOSE)
        return marked + CLOSE if is_open else marked

    def _piece(self, start: int, last: int, text: str, *, is_hyphenated: bool) -> Line:
        if not text.isascii():
            halves = text.encode("utf-16-le", "surrogatepass")
            text = halves.decode("utf-16-le", "replace")
        left, begin, size = self._loose_box(start)
        finish, right, other_size = self._loose_box(last)
        left, right = min(left, finish), max(begin, right)  # Arabic runs from right to left
        return Line(
            text.lstrip(), left, right, self._baseline(start), max(size, other_size), is_hyphenated
        )

    def _gaps(self, first: int, last: int, *, is_drawn_apart: bool) -> list[int]:
        """The places after a wide gap.

        Within one run only spaces that pdfium made up can be wide: it makes one of any gap.
        """
        spaces = _SPACE.finditer(self._text, first, last + 1)
        made_up = spaces if is_drawn_apart else self._made_up(first, last)
        return [match.end() for match in made_up if self._is_wide(match)]

    def _is_wide(self, space: re.Match[str]) -> bool:
        _, before, size = self._loose_box(space.start())
        after, _, _ = self._loose_box(space.end())
        return after - before > _WIDE * size

    def _made_up(self, first: int, last: int) -> list[re.Match[str]]:
        """The spaces of pdfium's own making; there is a call for every space of a page."""
        text, raw, is_generated = self._text, self._raw, _pdfium.FPDFText_IsGenerated
        index = None if self._is_direct else self._index
        found: list[re.Match[str]] = []
        place = text.find(" ", first, last)
        while place >= 0:
            if is_generated(raw, index(place) if index else place) == 1:
                space = _SPACE.match(text, place - 1, last + 1)
                if space is not None:
                    found.append(space)
            place = text.find(" ", place + 1, last)
        return found

    def _scripts(self, first: int, last: int) -> dict[int, str]:
        """The signs to put before places where raised or lowered small letters begin or end."""
        heights = {
            place: (self._baseline(place), self._size(place))
            for place in range(first, last + 1)
            if _SCRIPT.match(self._text[place])
        }
        size = max((size for _, size in heights.values()), default=0.0)
        usual = [base for base, each in heights.values() if each > _SMALLER * size]
        marks: dict[int, str] = {}
        now = ""
        for place in range(first, last + 1):
            base, each = heights.get(place, (usual[0] if usual else 0.0, size))
            kind = _kind(base - usual[0], each, size) if usual else ""
            if kind != now:
                marks[place] = (CLOSE if now else "") + kind
                now = kind
        return marks

    def _size(self, place: int) -> float:
        return _pdfium.FPDFText_GetFontSize(self._raw, self._index(place))

    def _runs(self, first: int, last: int) -> tuple[bool, bool]:
        """Whether a wide gap is between the runs of a line, and whether all stand on one level."""
        start = self._index(first)
        count = _pdfium.FPDFText_CountRects(self._raw, start, self._index(last) - start + 1)
        if count == 1:
            return False, True
        before = height = lowest = highest = 0.0
        has_gap = False
        for number in range(count):
            _pdfium.FPDFText_GetRect(self._raw, number, *self._numbers_at)
            left, top, right, bottom = (number.value for number in self._numbers)
            height = max(height, top - bottom)
            lowest, highest = (
                (min(lowest, bottom), max(highest, bottom)) if number else (bottom,) * 2
            )
            has_gap |= number > 0 and left - before > _WIDE * height
            before = right
        return has_gap, highest - lowest <= _OTHER_BOTTOM * height

    def _loose_box(self, place: int) -> tuple[float, float, float]:
        box = self._box
        _pdfium.FPDFText_GetLooseCharBox(self._raw, self._index(place), self._box_at)
        return box.left, box.right, box.top - box.bottom

    def _baseline(self, place: int) -> float:
        x, y = self._numbers_at[:2]
        _pdfium.FPDFText_GetCharOrigin(self._raw, self._index(place), x, y)
        return self._numbers[1].value

    def _index(self, place: int) -> int:
        if self._is_direct:
            return place
        return _pdfium.FPDFText_GetCharIndexFromTextIndex(self._raw, place)


def _kind(above: float, size: float, usual: float) -> str:
    """The sign of a letter of a size, so far above the base line; empty if it is an usual one."""
    if size > _SMALLER * usual:
        return ""
    if above >= _RAISED * usual:
        return RAISED
    return LOWERED if above <= -_LOWERED * usual else ""
