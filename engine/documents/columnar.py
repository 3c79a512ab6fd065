"""Make the text of a table of records: all its columns as "name: value", or those chosen; pure.

Records are parted by a blank line and come as a stream, for a table may have millions. A record's
place, and what it says of its own origin (id, source, page), goes into the page map, so that it
stays with whatever is made from the record. The text of one column alone needs no name before it.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from engine.documents.notes import counted, listed
from engine.errors import DocumentRefused
from engine.records import Extract, FileStatus, ImportOptions, PageMark

_ORIGINS = frozenset(
    (
        *(
            "id",
            "_id",
            "uuid",
            "guid",
            "key",
            "doc_id",
            "docid",
            "document_id",
            "record_id",
            "row_id",
        ),
        *("source", "src", "source_id", "origin", "url", "uri", "link", "doi", "isbn", "reference"),
        *("ref", "file", "filename", "file_name", "path", "page"),
    )
)
_MOST_ORIGINS = 3
_LONGEST_ORIGIN = 50
_MOST_MARKS = 20_000
_BATCH = 10_000  # records joined at once: a string each would take more memory than the text
_MOST_SHOWN = 20  # names, in a sentence
_BLANK_LINES = re.compile(r"\n\s*\n")

Cell = tuple[str, str]
"""The name and the value of a cell; the name is empty where the file names no columns."""


class Records:
    """Takes in one record after the other; `extract` is their text and page map."""

    def __init__(self, options: ImportOptions, most_records: int, *, is_one_column: bool) -> None:
        """`most_records` is how many there can be, to bound the page map."""
        self._keeps_whole = options.records
        self._is_one_column = is_one_column
        self._step = max(1, -(-most_records // _MOST_MARKS))
        self._number = 0
        self._length = 0
        self._batch: list[str] = []
        self._batches: list[str] = []
        self._marks: list[PageMark] = []

    def add_text(self, text: str) -> None:
        """Lines that belong to no record."""
        self._append(text)

    def add(self, cells: Sequence[Cell], origins: Sequence[Cell] = ()) -> None:
        """One record, of the cells that are text; empty ones leave no trace."""
        self._number += 1
        text = self._shown([(name, value.strip()) for name, value in cells if value.strip()])
        if not text:
            return
        if self._number % self._step == 0:
            self._marks.append(PageMark(self._length, _label(self._number, origins)))
        self._append(text)

    def extract(self, note: str = "") -> Extract:
        """Everything that was taken in."""
        self._batches.append("".join(self._batch))
        self._batch = []
        return Extract("".join(self._batches), tuple(self._marks), note)

    def _shown(self, cells: Sequence[Cell]) -> str:
        if self._is_one_column and len(cells) == 1:
            text = cells[0][1]
        else:
            text = "\n".join(f"{name}: {value}" if name else value for name, value in cells)
        return _BLANK_LINES.sub("\n", text) if self._keeps_whole and "\n" in text else text

    def _append(self, text: str) -> None:
        self._batch += (text, "\n\n")
        self._length += len(text) + 2
        if len(self._batch) > _BATCH:
            self._batches.append("".join(self._batch))
            self._batch.clear()


@dataclass(frozen=True, slots=True)
class Columns:
    """Which columns of a table are its text, by place, and which tell where a record is from."""

    names: tuple[str, ...]
    text: tuple[int, ...]
    origins: tuple[int, ...]
    note: str = ""

    def cells(self, row: Sequence[str]) -> list[Cell]:
        """The cells of a row that are text."""
        places = self.text if self.note else range(len(row))
        return [(self.name(place), row[place]) for place in places if place < len(row)]

    def origin(self, row: Sequence[str]) -> list[Cell]:
        """The cells of a row that tell where it is from."""
        return [(self.names[place], row[place]) for place in self.origins if place < len(row)]

    def name(self, place: int) -> str:
        """What the column at a place is called."""
        named = self.names[place].strip() if place < len(self.names) else ""
        return named or f"column {place + 1}"


def columns(names: Sequence[str], width: int, chosen: Sequence[str]) -> Columns:
    """The columns chosen by name or number, or all; raises `DocumentRefused` (NO_TEXT)."""
    origins = tuple(place for place, name in enumerate(names) if is_origin(name))[:_MOST_ORIGINS]
    every = tuple(range(width))
    found = Columns(tuple(names), every, origins)
    if not chosen:
        return found
    places = tuple(dict.fromkeys(_place(names, width, each) for each in chosen))
    others = [found.name(place) for place in every if place not in places]
    note = chosen_note([found.name(place) for place in places], others)
    return Columns(tuple(names), places, origins, note)


def is_origin(name: str) -> bool:
    """A column of this name says where a record is from, rather than what it says."""
    return name.strip().casefold() in _ORIGINS


def chosen_note(taken: Sequence[str], others: Sequence[str]) -> str:
    """What is said where only some columns are the text."""
    column = "column" if len(taken) == 1 else "columns"
    left = f"; {counted(len(others), 'other')} left out: {_shown_names(others)}" if others else ""
    return f"The text is taken from {column} {_shown_names(taken)}{left}."


def no_column(column: str, names: Iterable[str], width: int) -> DocumentRefused:
    """The refusal of a column that is not there."""
    shown = ", ".join(f"“{name}”" for name in list(names)[:_MOST_SHOWN])
    return DocumentRefused(
        FileStatus.NO_TEXT,
        f"There is no column “{column}”; choose one of {shown or f'the numbers 1 to {width}'}.",
    )


def _place(names: Sequence[str], width: int, column: str) -> int:
    folded = [name.strip().casefold() for name in names]
    if column.strip().casefold() in folded:
        return folded.index(column.strip().casefold())
    if column.isdecimal() and 1 <= int(column[:6]) <= width:
        return int(column[:6]) - 1
    raise no_column(column, names, width)


def _shown_names(names: Sequence[str]) -> str:
    more = [counted(len(names) - _MOST_SHOWN, "more", "more")] if len(names) > _MOST_SHOWN else []
    return listed([*(f"“{name}”" for name in names[:_MOST_SHOWN]), *more])


def _label(number: int, origins: Sequence[Cell]) -> str:
    told = [
        f"{name.strip()} {' '.join(value.split())[:_LONGEST_ORIGIN]}"
        for name, value in origins
        if value.strip()
    ]
    return ", ".join([f"row {number}", *told])
