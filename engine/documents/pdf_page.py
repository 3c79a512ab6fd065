"""Read the lines of one PDF page from pdfium, in few calls: each crossing into it costs."""

import ctypes
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import pairwise
from typing import Any, cast

from pypdfium2 import raw as pypdfium2_raw  # pyright: ignore[reportMissingTypeStubs]

from engine.documents.layout import Line
from engine.documents.pdf_letters import Letters
from engine.documents.signs import CLOSE, LOWERED, RAISED

# The bindings are generated and carry no types that a checker could use.
_pdfium = cast("Any", pypdfium2_raw)

_HYPHENS = "\ufffe\x02"  # pdfium's signs for a hyphen at a line end
_LINE_END = re.compile(r"\r\n|[\r\n\ufffe\x02]")
_SPACE = re.compile(r"\S(\s+)(?=\S)")
_SCRIPT = re.compile(r"[\w+−–-]+")  # what can be an exponent or an index
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
    text = _one_a_unit(units)
    page = _TextPage(text, Letters(raw, text, is_direct=written - 1 == count))
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

    def __init__(self, text: str, letters: Letters) -> None:
        self._text = text
        self._letters = letters

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
        left, begin, size = self._letters.box(start)
        finish, right, other_size = self._letters.box(last)
        left, right = min(left, finish), max(begin, right)  # Arabic runs from right to left
        return Line(
            text.lstrip(),
            left,
            right,
            self._letters.baseline(start),
            max(size, other_size),
            is_hyphenated,
        )

    def _gaps(self, first: int, last: int, *, is_drawn_apart: bool) -> list[int]:
        """The places after a wide gap.

        Within one run only spaces that pdfium made up can be wide: it makes one of any gap.
        """
        if not is_drawn_apart:
            return self._letters.after_made_up(first, last, _WIDE)
        spaces = _SPACE.finditer(self._text, first, last + 1)
        gap = self._letters.gap
        return [each.end() for each in spaces if gap(each.start(), each.end()) > _WIDE]

    def _scripts(self, first: int, last: int) -> dict[int, str]:
        """The signs to put before places where raised or lowered small letters begin or end."""
        heights = self._heights(first, last)
        if not heights:
            return {}
        size = max(size for _, size in heights.values())
        usual = [base for base, each in heights.values() if each > _SMALLER * size]
        marks: dict[int, str] = {}
        now = ""
        for place in range(first, last + 1):
            base, each = heights.get(place, (usual[0], size))
            kind = _kind(base - usual[0], each, size)
            if kind != now:
                marks[place] = (CLOSE if now else "") + kind
                now = kind
        return marks

    def _heights(self, first: int, last: int) -> dict[int, tuple[float, float]]:
        """The base line and size of each letter that can be raised or lowered, by its place.

        Empty where all are of about one size. Most words are drawn in one run, so that their ends
        tell of all their letters.
        """
        run_of = self._letters.run
        runs: dict[int, int] = {}
        for word in _SCRIPT.finditer(self._text, first, last + 1):
            start, end = word.span()
            runs[start], runs[end - 1] = run_of(start), run_of(end - 1)
            if runs[start] != runs[end - 1]:
                runs |= {place: run_of(place) for place in range(start, end)}
            else:
                runs |= dict.fromkeys(range(start, end), runs[start])
        one_of = {run: place for place, run in runs.items()}
        letters = self._letters
        of_runs = {run: (letters.baseline(at), letters.size(at)) for run, at in one_of.items()}
        sizes = [size for _, size in of_runs.values()]
        if not sizes or min(sizes) > _SMALLER * max(sizes):
            return {}
        return {place: of_runs[run] for place, run in runs.items()}

    def _runs(self, first: int, last: int) -> tuple[bool, bool]:
        """Whether a wide gap is between the runs of a line, and whether all stand on one level."""
        rects = self._letters.rects(first, last)
        if not rects:
            return False, True
        height = 0.0
        has_gap = False
        before = rects[0][0]
        for left, top, right, bottom in rects:
            height = max(height, top - bottom)
            has_gap |= left - before > _WIDE * height
            before = right
        bottoms = [bottom for *_, bottom in rects]
        return has_gap, max(bottoms) - min(bottoms) <= _OTHER_BOTTOM * height


def _kind(above: float, size: float, usual: float) -> str:
    """The sign of a letter of a size, so far above the base line; empty if it is an usual one."""
    if size > _SMALLER * usual:
        return ""
    if above >= _RAISED * usual:
        return RAISED
    return LOWERED if above <= -_LOWERED * usual else ""
