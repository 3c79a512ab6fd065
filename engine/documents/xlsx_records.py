"""Make records of a sheet's rows, where columns are chosen or each is to be one passage; pure."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from engine.documents import columnar
from engine.documents.composing import chained
from engine.documents.notes import counted, joined
from engine.documents.table_head import is_header, preamble_rows
from engine.errors import DocumentRefused
from engine.records import Extract, ImportOptions, PageMark


@dataclass(frozen=True, slots=True)
class SheetRows:
    """A sheet's rows as lines, cells parted by tabs, and what stands beside the cells."""

    name: str
    rows: Sequence[str]
    asides: Sequence[str]


def as_records(sheets: Sequence[SheetRows], options: ImportOptions) -> Extract:
    """The rows of all sheets as "name: value"; raises `DocumentRefused` (NO_TEXT).

    Sheets that have none of the chosen columns are left out, with a note, unless no sheet has them.
    """
    parts: list[tuple[str, Extract]] = []
    refusals: list[DocumentRefused] = []
    filled = [sheet for sheet in sheets if any(row.strip() for row in sheet.rows)]
    for sheet in filled:
        try:
            found = _records(sheet, options)
        except DocumentRefused as refusal:
            refusals.append(refusal)
            continue
        text = "\n\n".join([found.text.strip(), *sheet.asides])
        parts.append((f"sheet {sheet.name}", replace(found, text=text)))
    if refusals and not parts:
        raise refusals[0]
    others = (
        f"{counted(len(refusals), 'sheet')} without these columns left out." if refusals else ""
    )
    found = chained(parts)
    return replace(found, note=joined([*(each.note for _, each in parts), others]))


def _records(sheet: SheetRows, options: ImportOptions) -> Extract:
    table = [row.split("\t") for row in sheet.rows if row.strip()]
    before = preamble_rows(table)
    body = table[before:]
    width = max(map(len, body), default=0)
    names = body[0] if is_header(body, width, options) else []
    columns = columnar.columns(names, width, options.columns)
    found = columnar.Records(options, len(table), is_one_column=len(columns.text) == 1)
    for row in table[:before]:
        found.add_text(" ".join(filter(None, row)))
    for row in body[1:] if names else body:
        found.add(columns.cells(row), columns.origin(row))
    extract = found.extract(columns.note)
    marks = [PageMark(mark.start, f"sheet {sheet.name}, {mark.label}") for mark in extract.pages]
    return replace(extract, pages=tuple(marks))
