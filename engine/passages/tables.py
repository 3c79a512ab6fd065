"""Find the rows of tables in a text, and the header row that each passage of a table needs; pure.

A row is a line with a tab, as the readers write tables, or a Markdown row between bars.
"""

from collections.abc import Iterator, Sequence
from dataclasses import replace

from engine.records import Header, Span, TokenCounter

_SHARE = 4  # a header row takes at most a quarter of a passage's tokens
_MOST_CHARACTERS = 2_000  # of a header row that is looked at
_FEWEST_ROWS = 3


def stretches(text: str, start: int, end: int) -> Iterator[tuple[int, int, bool]]:
    """The slice in parts, in order: each row of a table, and what stands between rows as one.

    The third says whether a part is a row.
    """
    prose = line = start
    while line < end:
        after = min(_line_end(text, line), end)
        if _is_row(text, line, after):
            if prose < line:
                yield prose, line, False
            yield line, after, True
            prose = after
        line = after + 1
    if prose < end:
        yield prose, end, False


def with_headers(text: str, spans: Sequence[Span], limit: int, count: TokenCounter) -> list[Span]:
    """The spans, each that begins inside a table with the header row of that table.

    The first row of a table is its header if it has as many cells as the next, none of them
    empty or a number, and at least two rows follow. One over a quarter of `limit` is left out. A
    span that is excluded has it too, for the day that it is taken in again.
    """
    table = _Table(text)
    found = [table.header_of(span.start) for span in spans]
    wanted = sorted({place for place in found if place})
    sizes = dict(zip(wanted, count([text[a:b] for a, b in wanted]), strict=True)) if wanted else {}
    return [
        replace(
            span,
            header=Header(*place, sizes[place])
            if place and sizes[place] * _SHARE <= limit
            else None,
        )
        for span, place in zip(spans, found, strict=True)
    ]


class _Table:
    """Walks through a text once, from table to table."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._end = -1  # of the rows looked at: a line start after the last one
        self._header: tuple[int, int] | None = None

    def header_of(self, offset: int) -> tuple[int, int] | None:
        """The header row of the table that `offset`, not before the last one, lies in.

        None for the first row itself, and outside of tables.
        """
        if offset >= self._end:
            first = self._first_row(offset)
            self._end = self._last_end(first)
            self._header = _header(self._text, first, self._end)
        header = self._header
        return header if header and header[1] < offset < self._end else None

    def _first_row(self, offset: int) -> int:
        """The start of the first of the rows that go up to `offset`."""
        start = _line_start(self._text, offset)
        floor = max(0, self._end)
        while start > floor:
            before = _line_start(self._text, start - 1)
            if before < floor or not _is_row(self._text, before, start - 1):
                break
            start = before
        return start

    def _last_end(self, start: int) -> int:
        """The offset after the last of the rows that begin at `start`, or after that line."""
        end = _line_end(self._text, start)
        if not _is_row(self._text, start, end):
            return end + 1
        while end < len(self._text):
            after = _line_end(self._text, end + 1)
            if not _is_row(self._text, end + 1, after):
                break
            end = after
        return end + 1


def _header(text: str, start: int, end: int) -> tuple[int, int] | None:
    """The header row of the rows from `start` to `end`: a Markdown one with the rule under it."""
    first = _line_end(text, start)
    if first - start > _MOST_CHARACTERS or text.count("\n", start, end - 1) < _FEWEST_ROWS - 1:
        return None
    second = _line_end(text, first + 1)
    cells = _cells(text[start:first])
    is_markdown = text[start] == "|" and not text[first + 1 : second].strip("|-: \t")
    if not is_markdown and len(_cells(text[first + 1 : second])) != len(cells):
        return None
    if any(not cell or _is_number(cell) for cell in cells):
        return None
    return (start, second if is_markdown else first)


def _cells(row: str) -> list[str]:
    if row.startswith("|"):
        return [cell.strip() for cell in row.strip().strip("|").split("|")]
    return [cell.strip() for cell in row.split("\t")]


def _is_number(cell: str) -> bool:
    return any(mark.isdigit() for mark in cell) and not any(mark.isalpha() for mark in cell)


def _is_row(text: str, start: int, end: int) -> bool:
    return text.find("\t", start, end) >= 0 or (
        text.startswith("|", start, end) and text.find("|", start + 1, end) >= 0
    )


def _line_start(text: str, offset: int) -> int:
    return text.rfind("\n", 0, offset) + 1


def _line_end(text: str, offset: int) -> int:
    end = text.find("\n", offset)
    return len(text) if end < 0 else end
