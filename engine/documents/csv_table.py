"""Read CSV files of any separator: a text column, or the whole table where there is none."""

import csv
import io
import re
from collections import Counter
from collections.abc import Generator, Iterator, Sequence
from contextlib import contextmanager
from itertools import islice

from engine.documents import columnar, plain
from engine.errors import DocumentRefused
from engine.records import Extract, FileStatus

_SEPARATORS = ",;\t|"
_SAMPLE_CHARACTERS = 65_536
_SAMPLE_ROWS = 60
_LONGEST_CELL = 32 * 1024 * 1024
_LONGEST_NAME = 60
_NUMBER = re.compile(r"[-+]?[0-9][0-9.,:/ -]*%?\Z")


def read(data: bytes, column: str = "") -> Extract:
    """The text of a .csv file; raises `DocumentRefused` (DAMAGED, NO_TEXT)."""
    text = plain.decode(data)
    try:
        with _long_cells():
            separator = _separator(text[:_SAMPLE_CHARACTERS])
            rows = [row for row in _records(text, separator) if any(row)]
    except csv.Error as error:
        raise DocumentRefused(
            FileStatus.DAMAGED,
            f"The table can't be read ({error}); save it again as CSV, or as plain text.",
        ) from error
    names = rows[0] if _is_header(rows) else []
    return columnar.extract(names, rows[1:] if names else rows, column)


@contextmanager
def _long_cells() -> Generator[None]:
    """Cells as long as documents; the limit is the whole process's, so it is put back."""
    before = csv.field_size_limit(_LONGEST_CELL)
    try:
        yield
    finally:
        csv.field_size_limit(before)


def _records(text: str, separator: str) -> Iterator[list[str]]:
    return csv.reader(io.StringIO(text, newline=""), delimiter=separator)


def _separator(sample: str) -> str:
    """The one that gives most rows the same number of cells, more than one."""
    best, best_score = ",", 0.0
    for separator in _SEPARATORS:
        widths = [len(row) for row in islice(_records(sample, separator), _SAMPLE_ROWS) if row]
        width, times = Counter(widths).most_common(1)[0] if widths else (0, 0)
        score = times / max(len(widths), 1) + min(width, 50) / 1000 if width > 1 else 0.0
        if score > best_score:
            best, best_score = separator, score
    return best


def _is_header(rows: Sequence[Sequence[str]]) -> bool:
    """The first row names columns: short, different, none a number, unlike the rows below."""
    if len(rows) < 2:
        return False
    first = [cell.strip() for cell in rows[0]]
    filled = [cell for cell in first if cell]
    return (
        len(filled) >= len(first) - 1
        and len({cell.casefold() for cell in filled}) == len(filled)
        and all(len(cell) <= _LONGEST_NAME and not _NUMBER.match(cell) for cell in filled)
        and not any(cell.endswith((".", "!", "?")) for cell in filled)
    )
