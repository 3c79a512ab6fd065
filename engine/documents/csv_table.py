"""Read CSV files of any separator: each row a record, its cells by the names of their columns.

Kept as they are: lines before the table's header (titles, dates of an export) and tables without a
header. Excel's first line "sep=;" names the separator and is no text.
"""

import csv
import re
from collections import Counter
from collections.abc import Generator, Iterator, Sequence
from contextlib import contextmanager
from itertools import chain, islice

from engine.documents import columnar, plain
from engine.documents.notes import counted, joined
from engine.documents.table_head import is_header, preamble_rows
from engine.errors import DocumentRefused
from engine.records import AS_THE_READER_DECIDES, Extract, FileStatus, ImportOptions

_SEPARATORS = "\t;|,"  # a comma last: it stands inside numbers of many languages
_SAMPLE_CHARACTERS = 65_536
_SAMPLE_ROWS = 60
_LONGEST_CELL = 32 * 1024 * 1024
_NEARLY_ALL = 0.95
_MOST_CHARACTERS = 45_000_000  # with names; a table that would have more is kept without them
_NAMED_SEPARATOR = re.compile(r"sep=(.)\r?\n", re.IGNORECASE)
_LINE = re.compile(r"[^\r\n]*(?:\r\n|\r|\n|(?<=.)\Z)")


def read(data: bytes, options: ImportOptions = AS_THE_READER_DECIDES) -> Extract:
    """The text of a .csv file; raises `DocumentRefused` (DAMAGED, NO_TEXT)."""
    found = plain.decoded(data, options.encoding)
    del data
    try:
        with _long_cells():
            return _table(found.text, found.note, options)
    except csv.Error as error:
        raise DocumentRefused(
            FileStatus.DAMAGED,
            f"The table can't be read ({error}); save it again as CSV, or as plain text.",
        ) from error


def _table(text: str, note: str, options: ImportOptions) -> Extract:
    named = _NAMED_SEPARATOR.match(text)
    start = named.end() if named else 0
    separator = named[1] if named else _separator(text[:_SAMPLE_CHARACTERS])
    rows = (row for row in _records(text, separator, start) if any(map(str.strip, row)))
    sample = list(islice(rows, _SAMPLE_ROWS))
    preamble = preamble_rows(sample)
    first = sample[preamble:]
    width = max(map(len, first), default=0)
    names = first[0] if is_header(first, width, options) else []
    columns = columnar.columns(names, width, options.columns)
    lines = text.count("\n") + text.count("\r")
    with_names = len(text) + lines * sum(len(name) + 2 for name in names)
    before = [separator.join(row).strip(separator + " ") for row in sample[:preamble]]
    told = f"{counted(preamble, 'line')} before the table kept as text." if preamble else ""
    body = chain(first[1:] if names else first, rows)
    if not names and not options.columns and not options.records:
        return _kept(before, chain(first, rows), joined([note, told]))
    if with_names > _MOST_CHARACTERS and not options.columns:
        large = "The table is so large that its rows are kept without the names of the columns."
        return _kept(before, chain(first, rows), joined([note, told, large]))
    is_one_column = len(columns.text) == 1
    found = columnar.Records(options, lines + 1, is_one_column=is_one_column)
    for line in before:
        found.add_text(line)
    for row in body:
        found.add(columns.cells(row), columns.origin(row))
    return found.extract(joined([note, told, columns.note]))


def _kept(before: Sequence[str], rows: Iterator[list[str]], note: str) -> Extract:
    """The table as it stands, row by row, cells parted by tabs."""
    table = "\n".join("\t".join(map(_flat, row)) for row in rows)
    return Extract("\n\n".join([*before, table]), (), note)


def _flat(cell: str) -> str:
    return " ".join(cell.split())


@contextmanager
def _long_cells() -> Generator[None]:
    """Cells as long as documents; the limit is the whole process's, so it is put back."""
    before = csv.field_size_limit(_LONGEST_CELL)
    try:
        yield
    finally:
        csv.field_size_limit(before)


def _records(text: str, separator: str, start: int = 0) -> Iterator[list[str]]:
    return csv.reader(_lines(text, start), delimiter=separator)


def _lines(text: str, start: int) -> Iterator[str]:
    """The lines with their ends, one at a time: a list of them would take more than the text."""
    if text.count("\r") != text.count("\r\n"):
        yield from (match[0] for match in _LINE.finditer(text, start))
        return
    while start < len(text):
        end = text.find("\n", start) + 1 or len(text)
        yield text[start:end]
        start = end


def _separator(sample: str) -> str:
    """The first that nearly all rows share, or the one that gives most rows the same width."""
    best, best_score = ",", 0.0
    for separator in _SEPARATORS:
        widths = [len(row) for row in islice(_records(sample, separator), _SAMPLE_ROWS) if row]
        width, times = Counter(widths).most_common(1)[0] if widths else (0, 0)
        share = times / max(len(widths), 1)
        if width > 1 and share >= _NEARLY_ALL and len(widths) > 1:
            return separator
        score = share + min(width, 50) / 1000 if width > 1 else 0.0
        if score > best_score:
            best, best_score = separator, score
    return best
