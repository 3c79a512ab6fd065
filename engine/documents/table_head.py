"""Tell where a table begins and whether its first row names the columns; pure."""

import re
from collections import Counter
from collections.abc import Sequence

from engine.records import ImportOptions

_LONGEST_NAME = 60
_MOST_PREAMBLE = 20  # rows
_USUAL_NAMES = frozenset(("text", "content", "body", "document", "passage", "article", "abstract"))
_NUMBER = re.compile(r"[-+]?[0-9][0-9.,:/ -]*%?\Z")


def preamble_rows(sample: Sequence[Sequence[str]]) -> int:
    """How many rows stand before the table: titles and dates, in far fewer cells than it has."""
    widths = Counter(len(row) for row in sample)
    width, times = max(widths.items(), key=lambda each: (each[1], each[0]), default=(0, 0))
    if width < 2 or times < 2:
        return 0
    for number, row in enumerate(sample[: _MOST_PREAMBLE + 1]):
        filled = sum(1 for cell in row if cell.strip())
        if len(row) == width and filled > 1:
            return number
        if filled > max(1, width // 2):
            return 0
    return 0


def is_header(rows: Sequence[Sequence[str]], width: int, options: ImportOptions) -> bool:
    """The first row names columns: short, different, none a number, unlike the rows below."""
    if len(rows) < 2:
        return False
    first = [cell.strip() for cell in rows[0]]
    if width == 1 and not options.columns and first[0].casefold() not in _USUAL_NAMES:
        return False  # a list, whose first line is as good as any other
    filled = [cell for cell in first if cell]
    return (
        len(filled) >= len(first) - 1
        and len({cell.casefold() for cell in filled}) == len(filled)
        and all(len(cell) <= _LONGEST_NAME and not _NUMBER.match(cell) for cell in filled)
        and not any(cell.endswith((".", "!", "?")) for cell in filled)
    )
