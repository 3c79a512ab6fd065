"""Tell what stands side by side on a page: columns of text, read one after the other, or a table.

Pure. Lines come in the order in which the file draws them. Lines on one base line are a row. Where
rows are parted at the same place by a gap and both sides hold running text, they are columns; a run
of rows parted anywhere is a table; a single one is a line with a wide space in it.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from engine.documents.layout import Line, is_list_mark, paragraphs

_SAME_ROW = 0.4  # of the size of the letters
_GUTTER = 1.0  # times the size of the letters, at least
_COLUMN_ROWS = 4
_MOST_COLUMNS = 4
_MANY_COLUMNS_ROWS = 6  # of three columns and more
_COLUMN_CHARACTERS = 18  # on average, on both sides, for running text
_TABLE_ROWS = 2
_BOTH_SIDES = 0.6  # of the rows of two columns

Row = list[Line]


@dataclass(frozen=True, slots=True)
class _Gutter:
    """A strip that no line crosses."""

    left: float
    right: float

    def narrowed(self, row: Row) -> "_Gutter | None":
        """What of it a row leaves free, if that is wide enough."""
        edges = [(line.left, line.right) for line in row]
        left = max([self.left, *(right for _, right in edges if right <= self._middle)])
        right = min([self.right, *(start for start, _ in edges if start >= self._middle)])
        crossed = any(start < right and end > left for start, end in edges)
        is_wide = right - left >= _GUTTER * row[0].size
        return _Gutter(left, right) if is_wide and not crossed else None

    @property
    def _middle(self) -> float:
        return (self.left + self.right) / 2


def blocks(lines: Sequence[Line]) -> list[str]:
    """The paragraphs and tables of a page in reading order; table cells are parted by tabs."""
    found: list[str] = []
    for kind, rows in _runs(_rows(lines)):
        if kind == "table":
            found.append("\n".join("\t".join(cell.text.strip() for cell in row) for row in rows))
        else:
            found += paragraphs([line for row in rows for line in row])
    return found


def _rows(lines: Sequence[Line]) -> list[Row]:
    rows: list[Row] = []
    for line in lines:
        last = rows[-1][-1] if rows else None
        if last is None or not _is_same_row(last, line):
            rows.append([line])
        elif len(rows[-1]) == 1 and is_list_mark(last.text):
            rows[-1] = _merged([last, line])
        else:
            rows[-1].append(line)
    return rows


def _is_same_row(last: Line, line: Line) -> bool:
    return abs(last.bottom - line.bottom) < _SAME_ROW * line.size and line.left >= last.right


def _runs(rows: list[Row]) -> Iterator[tuple[str, list[Row]]]:
    """Stretches of rows by kind; those of columns come as one stretch for each column."""
    flow: list[Row] = []
    start = 0
    while start < len(rows):
        zone, sides = _columns_at(rows, start)
        table = 0 if zone else _table_at(rows, start)
        if zone or table:
            if flow:
                yield "flow", flow
            flow = []
        if zone:
            yield from (("flow", side) for side in sides)
        elif table:
            yield "table", rows[start : start + table]
        else:
            flow.append(_merged(rows[start]))
        start += zone or table or 1
    if flow:
        yield "flow", flow


def _columns_at(rows: list[Row], start: int) -> tuple[int, list[list[Row]]]:
    """How many rows from `start` on are columns, and the rows of each; 0 if they are none."""
    first = rows[start]
    if not 2 <= len(first) <= _MOST_COLUMNS:
        return 0, []
    gutters = [_Gutter(left.right, right.left) for left, right in pairwise(first)]
    end = start
    while end < len(rows):
        narrowed = [gutter.narrowed(rows[end]) for gutter in gutters]
        if None in narrowed or not _goes_down(rows, start, end):
            break
        gutters, end = [gutter for gutter in narrowed if gutter], end + 1
    sides = _sides(rows[start:end], gutters)
    if not _is_running_text(sides, end - start):
        return 0, []
    return end - start, sides


def _goes_down(rows: list[Row], start: int, end: int) -> bool:
    return end == start or rows[end][0].bottom <= rows[end - 1][0].bottom


def _sides(rows: Sequence[Row], gutters: Sequence[_Gutter]) -> list[list[Row]]:
    starts = [float("-inf"), *(gutter.right for gutter in gutters)]
    ends = [*(gutter.left for gutter in gutters), float("inf")]
    found: list[list[Row]] = []
    for start, end in zip(starts, ends, strict=True):
        side = [[line for line in row if line.left >= start and line.right <= end] for row in rows]
        found.append([row for row in side if row])
    return found


def _is_running_text(sides: Sequence[list[Row]], rows: int) -> bool:
    """Long enough lines on all sides, most of them beside each other; short ones are cells."""
    full = sum(map(len, sides)) - (len(sides) - 1) * rows
    least_rows = _COLUMN_ROWS if len(sides) == 2 else _MANY_COLUMNS_ROWS
    if rows < least_rows or full < _BOTH_SIDES * rows:
        return False
    return all(
        all(len(row) == 1 for row in side)
        and sum(len(row[0].text) for row in side) >= _COLUMN_CHARACTERS * len(side)
        for side in sides
    )


def _table_at(rows: list[Row], start: int) -> int:
    """How many rows from `start` on are a table's."""
    end = start
    while end < len(rows) and len(rows[end]) > 1:
        end += 1
    return end - start if end - start >= _TABLE_ROWS else 0


def _merged(row: Row) -> Row:
    """One line of a row that stands alone."""
    if len(row) == 1:
        return row
    text = " ".join(line.text.strip() for line in row[:-1])
    return [replace(row[-1], text=f"{text} {row[-1].text}", left=row[0].left)]
