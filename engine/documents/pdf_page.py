"""Read the lines of one PDF page from pdfium, in few calls: each crossing into it costs."""

import ctypes
import re
from collections.abc import Iterator
from itertools import pairwise
from typing import Any, cast

from pypdfium2 import raw as pypdfium2_raw  # pyright: ignore[reportMissingTypeStubs]

from engine.documents.layout import Line

# The bindings are generated and carry no types that a checker could use.
_pdfium = cast("Any", pypdfium2_raw)

_HYPHENS = "\ufffe\x02"  # pdfium's signs for a hyphen at a line end
_LINE_END = re.compile(r"\r\n|[\r\n\ufffe\x02]")
_SPACE = re.compile(r"\S(\s+)(?=\S)")
_WIDE = 1.0  # times the size of the letters: a gap that can part columns or cells


def lines(text_page: Any) -> list[Line]:  # noqa: ANN401 see _pdfium
    """The lines in pdfium's order; what a wide gap parts comes as several on one base line."""
    raw = text_page.raw
    count = _pdfium.FPDFText_CountChars(raw)
    if count <= 0:
        return []
    buffer = (ctypes.c_ushort * (count * 2 + 1))()
    written = _pdfium.FPDFText_GetText(raw, 0, count, buffer)
    units = bytes(memoryview(buffer).cast("B")[: max(0, written - 1) * 2])
    page = _TextPage(raw, _one_a_unit(units), is_direct=written - 1 == count)
    return list(page.lines())


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
        edges = [first, *self._gaps(first, last), end]
        for number, (begin, finish) in enumerate(pairwise(edges), start=1):
            is_last = number == len(edges) - 1
            until = last if is_last else begin + len(self._text[begin:finish].rstrip()) - 1
            yield self._piece(begin, finish, until, is_hyphenated=is_hyphenated and is_last)

    def _piece(self, start: int, end: int, last: int, *, is_hyphenated: bool) -> Line:
        text = self._text[start:end]
        if not text.isascii():
            halves = text.encode("utf-16-le", "surrogatepass")
            text = halves.decode("utf-16-le", "replace")
        left, begin, size = self._loose_box(start)
        finish, right, other_size = self._loose_box(last)
        left, right = min(left, finish), max(begin, right)  # Arabic runs from right to left
        return Line(
            text.lstrip(), left, right, self._baseline(start), max(size, other_size), is_hyphenated
        )

    def _gaps(self, first: int, last: int) -> list[int]:
        """The places after a wide gap. Only runs drawn apart are looked at more closely."""
        if not self._has_gap(first, last):
            return []
        places: list[int] = []
        for match in _SPACE.finditer(self._text, first, last + 1):
            _, before, size = self._loose_box(match.start())
            after, _, _ = self._loose_box(match.end())
            if after - before > _WIDE * size:
                places.append(match.end())
        return places

    def _has_gap(self, first: int, last: int) -> bool:
        start = self._index(first)
        count = _pdfium.FPDFText_CountRects(self._raw, start, self._index(last) - start + 1)
        before = height = 0.0
        for number in range(count):
            _pdfium.FPDFText_GetRect(self._raw, number, *self._numbers_at)
            left, top, right, bottom = (number.value for number in self._numbers)
            height = max(height, top - bottom)
            if number and left - before > _WIDE * height:
                return True
            before = right
        return False

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
