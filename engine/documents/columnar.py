"""Choose which columns of a table of records are its text: named, or guessed; pure.

A column named by the user is taken as it is. Otherwise the column with the longest entries is the
text if they read like sentences; a table of short cells is kept whole, row by row.
"""

from collections.abc import Sequence
from math import ceil

from engine.errors import DocumentRefused
from engine.records import Extract, FileStatus, PageMark

_SAMPLE_ROWS = 500
_PROSE_CHARACTERS = 40  # on average, at least
_PROSE_WORDS = 6
_USUAL_NAMES = (
    "text",
    "content",
    "body",
    "document",
    "passage",
    "article",
    "paragraph",
    "abstract",
)
_USUAL_BONUS = 1.5
_MOST_MARKS = 20_000


def extract(names: Sequence[str], rows: Sequence[Sequence[str]], column: str) -> Extract:
    """The text of `rows`; `names` are empty where the file names no columns.

    Each row of a text column is a paragraph, marked "row N". Raises `DocumentRefused` (NO_TEXT) if
    there is no column of the name asked for.
    """
    place = _named(names, rows, column) if column else _guessed(names, rows)
    if place is None:
        table = [*([names] if names else []), *rows]
        return Extract("\n".join("\t".join(_flat(cell) for cell in row) for row in table))
    texts = [row[place].strip() if place < len(row) else "" for row in rows]
    columns = max(map(len, rows), default=0)
    return _paragraphs(texts, "" if columns < 2 else _note(names, place, columns))


def _named(names: Sequence[str], rows: Sequence[Sequence[str]], column: str) -> int:
    folded = [name.strip().casefold() for name in names]
    if column.strip().casefold() in folded:
        return folded.index(column.strip().casefold())
    columns = max(map(len, rows), default=0)
    if column.isdecimal() and 1 <= int(column[:6]) <= columns:
        return int(column[:6]) - 1
    shown = ", ".join(f"“{name}”" for name in names[:20]) or f"the numbers 1 to {columns}"
    raise DocumentRefused(
        FileStatus.NO_TEXT, f"There is no column “{column}”; choose one of {shown}."
    )


def _guessed(names: Sequence[str], rows: Sequence[Sequence[str]]) -> int | None:
    sample = rows[:_SAMPLE_ROWS]
    best, best_score = None, 0.0
    for place in range(max(map(len, sample), default=0)):
        cells = [row[place] for row in sample if place < len(row) and row[place].strip()]
        if not cells:
            continue
        length = sum(map(len, cells)) / len(cells)
        words = sum(len(cell.split()) for cell in cells) / len(cells)
        if length < _PROSE_CHARACTERS or words < _PROSE_WORDS:
            continue
        is_usual = place < len(names) and names[place].strip().casefold() in _USUAL_NAMES
        score = length * (_USUAL_BONUS if is_usual else 1) * len(cells) / len(sample)
        if score > best_score:
            best, best_score = place, score
    return best


def _note(names: Sequence[str], place: int, columns: int) -> str:
    name = f"“{names[place]}”" if place < len(names) else str(place + 1)
    return f"The text is taken from column {name}, one of {columns}."


def _paragraphs(texts: Sequence[str], note: str) -> Extract:
    step = ceil(len(texts) / _MOST_MARKS)
    marks: list[PageMark] = []
    pieces: list[str] = []
    length = 0
    for number, text in enumerate(texts, start=1):
        if not text:
            continue
        if number % step == 0:
            marks.append(PageMark(length, f"row {number}"))
        pieces.append(text)
        length += len(text) + 2
    return Extract("\n\n".join(pieces), tuple(marks), note)


def _flat(cell: str) -> str:
    return " ".join(cell.split())
