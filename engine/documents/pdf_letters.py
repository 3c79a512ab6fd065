"""Where the letters of a PDF page stand, asked of pdfium one by one at little cost.

A page has thousands of letters, and ctypes takes longer to convert and check the arguments of a
call than pdfium takes to answer. So the few functions asked for each letter are called by
prototypes without declared arguments: what they are given is made here, once for a page, and fits.
"""

import ctypes
from bisect import bisect_left
from typing import Any, cast

from pypdfium2 import raw as pypdfium2_raw  # pyright: ignore[reportMissingTypeStubs]

# The bindings are generated and carry no types that a checker could use.
_pdfium = cast("Any", pypdfium2_raw)


def _quick(function: Any, result: Any = ctypes.c_int) -> Any:  # noqa: ANN401 see _pdfium
    address = ctypes.cast(function, ctypes.c_void_p).value
    return ctypes.PYFUNCTYPE(result)(cast("Any", address))


_is_generated = _quick(_pdfium.FPDFText_IsGenerated)
_loose_box = _quick(_pdfium.FPDFText_GetLooseCharBox)
_origin = _quick(_pdfium.FPDFText_GetCharOrigin)
_font_size = _quick(_pdfium.FPDFText_GetFontSize, ctypes.c_double)
_text_object = _quick(_pdfium.FPDFText_GetTextObject, ctypes.c_void_p)
_count_rects = _quick(_pdfium.FPDFText_CountRects)
_rect = _quick(_pdfium.FPDFText_GetRect)
_index_of = _quick(_pdfium.FPDFText_GetCharIndexFromTextIndex)

_DOUBLE = ctypes.sizeof(ctypes.c_double)


class Letters:
    """The letters of a page, by their place in its text, which must be one of a letter there."""

    def __init__(self, raw: Any, text: str, *, is_direct: bool) -> None:  # noqa: ANN401 see _pdfium
        self._page = ctypes.cast(raw, ctypes.c_void_p)
        self._is_direct = is_direct  # a place in the text is pdfium's number of the letter
        box = _pdfium.FS_RECTF()
        self._box, self._box_at = memoryview(box).cast("B").cast("f"), ctypes.byref(box)
        numbers = (ctypes.c_double * 4)()
        self._numbers = memoryview(numbers).cast("B").cast("d")
        self._numbers_at = [ctypes.byref(numbers, _DOUBLE * place) for place in range(4)]
        self._origin_at = self._numbers_at[:2]
        self._spaces = self._possible_spaces(text)

    def box(self, place: int) -> tuple[float, float, float]:
        """The left and right edge of a letter with its usual space, and its height, in points."""
        _loose_box(self._page, place if self._is_direct else self._number(place), self._box_at)
        left, top, right, bottom = self._box
        return left, right, top - bottom

    def baseline(self, place: int) -> float:
        """The height of a letter's base line."""
        _origin(self._page, place if self._is_direct else self._number(place), *self._origin_at)
        return self._numbers[1]

    def size(self, place: int) -> float:
        """The size of a letter's font."""
        return _font_size(self._page, self._number(place))

    def run(self, place: int) -> int:
        """What tells letters that were drawn together from others: they share font and level."""
        return _text_object(self._page, self._number(place)) or 0

    def gap(self, before: int, after: int) -> float:
        """How far two letters of a line stand apart, in times the height of the first."""
        box, page, at = self._box, self._page, self._box_at
        if not self._is_direct:
            before, after = self._number(before), self._number(after)
        _loose_box(page, before, at)
        start, height = box[2], box[1] - box[3]
        _loose_box(page, after, at)
        return (box[0] - start) / height if height > 0 else 0.0

    def after_made_up(self, first: int, last: int, gap: float) -> list[int]:
        """The places after spaces of pdfium's own making, between letters so far apart.

        It makes one of any gap within a run.
        """
        spaces = self._spaces
        start, end = bisect_left(spaces, first), bisect_left(spaces, last)
        if start == end:
            return []
        wide = [each for each in spaces[start:end] if self.gap(each - 1, each + 1) > gap]
        return [place + 1 for place in wide if self._is_made_up(place)]

    def _possible_spaces(self, text: str) -> list[int]:
        """Where spaces can be pdfium's own. A page has hundreds, and mostly all or none are.

        Where the first one is, all are measured later on, and else only those that are.
        """
        places = [place for place, letter in enumerate(text) if letter == " "]
        if not places or self._is_made_up(places[0]):
            return places
        if not self._is_direct:
            return [place for place in places if self._is_made_up(place)]
        page = self._page
        return [place for place in places if _is_generated(page, place) == 1]

    def _is_made_up(self, place: int) -> bool:
        return _is_generated(self._page, self._number(place)) == 1

    def rects(self, first: int, last: int) -> list[tuple[float, float, float, float]]:
        """The left, top, right and lower edges of the runs between two places, close around them.

        Empty if there is one run only, as in most lines.
        """
        start = self._number(first)
        count = _count_rects(self._page, start, self._number(last) - start + 1)
        found: list[tuple[float, float, float, float]] = []
        for number in range(count if count > 1 else 0):
            _rect(self._page, number, *self._numbers_at)
            left, top, right, bottom = self._numbers
            found.append((left, top, right, bottom))
        return found

    def _number(self, place: int) -> int:
        return place if self._is_direct else _index_of(self._page, place)
