"""Read Excel workbooks: what the cells show, row by row, sheet by sheet.

Sheets are walked as streams and only cells that are there cost anything, so a sheet of two cells a
million rows apart is as quick as one of two neighbours. Formulas count by the result that was saved
with them. Hidden sheets, rows and columns are left out, with a note, which tells of formulas
without a result too; text boxes and cell notes follow their sheet.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import lru_cache

from engine.documents import notes
from engine.documents.archive import Kind
from engine.documents.charts import chart_text
from engine.documents.composing import chained
from engine.documents.docx_styles import script_of
from engine.documents.package import Package, open_package
from engine.documents.signs import CLOSE
from engine.documents.xlsx_numbers import BUILT_IN, shown
from engine.documents.xlsx_records import SheetRows, as_records
from engine.records import AS_THE_READER_DECIDES, Extract, ImportOptions

KIND = Kind("Excel workbook", "Excel", ".xlsx")
_MOST_CELLS = 1_000_000
_WIDEST_GAP = 16  # empty cells inside a row that are kept, so that columns stay in line
_DIGITS = "0123456789"
_COLUMN = re.compile(r"[A-Z]{1,3}")
_ESCAPED = re.compile(r"_x([0-9A-Fa-f]{4})_")
_ON = ("1", "true")
_ASIDES = ("drawing", "comments", "threadedComment")


@dataclass(frozen=True, slots=True)
class _Sheet:
    name: str
    part: str


@dataclass(slots=True)
class _Book:
    """What all sheets share."""

    sheets: list[_Sheet]
    hidden: int
    is_1904: bool
    strings: list[str]
    formats: list[str]
    cells: int = 0  # read so far, in all sheets
    hidden_rows: int = 0
    hidden_columns: int = 0
    hidden_cells: int = 0  # by their number format
    without_result: int = 0  # formulas

    def note(self) -> str:
        """What was left out, in sentences."""
        hidden = notes.left_out(
            hidden_sheet=self.hidden,
            hidden_row=self.hidden_rows,
            hidden_column=self.hidden_columns,
            cell_hidden_by_its_format=self.hidden_cells,
        )
        formulas = notes.counted(self.without_result, "formula")
        verb = "has" if self.without_result == 1 else "have"
        lost = f"{formulas} {verb} no saved result; open the file in Excel and save it again."
        return notes.joined([hidden, lost if self.without_result else ""])


def read(data: bytes, options: ImportOptions = AS_THE_READER_DECIDES) -> Extract:
    """The text of a .xlsx file; raises `DocumentRefused` (DAMAGED, ENCRYPTED, TOO_BIG, NO_TEXT)."""
    package = open_package(data, KIND)
    book = _read_book(package)
    sheets = [_sheet_rows(package, book, sheet) for sheet in book.sheets]
    if options.columns or options.records:
        found = as_records(sheets, options)
    else:
        found = chained([(f"sheet {each.name}", _as_it_stands(each)) for each in sheets])
    return replace(found, note=notes.joined([found.note, book.note()]))


def _sheet_rows(package: Package, book: _Book, sheet: _Sheet) -> SheetRows:
    rows = _Rows(book)
    package.walk(sheet.part, rows.start, rows.end, rows.characters)
    book.hidden_columns += len(rows.columns_left_out)
    asides = [
        text
        for relation in package.relations(sheet.part)
        if relation.kind in _ASIDES
        for text in drawn_text(package, relation.target)
    ]
    return SheetRows(sheet.name, rows.rows, [*asides, *_charts(package, sheet.part)])


def _as_it_stands(sheet: SheetRows) -> Extract:
    return Extract("\n\n".join(["\n".join(sheet.rows), *sheet.asides]))


def drawn_text(package: Package, part: str) -> list[str]:
    """The paragraphs of a drawing, a diagram, a chart or comments."""
    found: list[str] = []
    line: list[str] = []
    path: list[str] = []

    def on_start(name: str, _values: dict[str, str]) -> None:
        path.append(name)
        line.extend(["\n"] if name == "br" else [])

    def on_end(name: str) -> None:
        path.pop()
        if name in ("p", "text", "pt") and "".join(line).strip():
            found.append("".join(line).strip())
            line.clear()

    def on_text(text: str) -> None:
        if path[-1] == "t" or (path[-1] == "text" and text.strip()):
            line.append(text)

    package.walk(part, on_start, on_end, on_text)
    return found


def _charts(package: Package, sheet: str) -> list[str]:
    """The titles and series of the charts on a sheet."""
    texts = (
        chart_text(package, chart, with_values=False)
        for drawing in package.related(sheet, "drawing")
        for chart in package.related(drawing, "chart")
    )
    return [text for text in texts if text]


def _read_book(package: Package) -> _Book:
    parts = {each.id: each for each in package.relations(package.main)}
    sheets: list[_Sheet] = []
    hidden = 0
    is_1904 = False
    root: list[str] = []

    def on_start(name: str, values: dict[str, str]) -> None:
        nonlocal hidden, is_1904
        root.append(name)
        if name == "workbookPr":
            is_1904 = values.get("date1904", "") in _ON
        elif name == "sheet":
            target = parts.get(values.get("id", ""))
            if values.get("state", "visible") != "visible":
                hidden += 1
            elif target is not None and target.kind == "worksheet":
                sheets.append(_Sheet(values.get("name", ""), target.target))

    package.walk(package.main, on_start)
    if root[:1] != ["workbook"]:
        raise KIND.not_one(f"its main part is a {root[0]}")
    return _Book(sheets, hidden, is_1904, _strings(package), _formats(package))


def _strings(package: Package) -> list[str]:
    """The texts that cells name by number."""
    found: list[str] = []
    pieces: list[str] = []
    path: list[str] = []
    script = ""  # of the run: raised or lowered letters

    def on_start(name: str, values: dict[str, str]) -> None:
        nonlocal script
        path.append(name)
        if name == "vertAlign":
            script = script_of(name, values.get("val", ""))

    def on_end(name: str) -> None:
        nonlocal script
        path.pop()
        if name == "si":
            found.append(_cell_text("".join(pieces)))
            pieces.clear()
        elif name == "r":
            script = ""

    def on_text(text: str) -> None:
        if path[-1] == "t" and "rPh" not in path:  # rPh says how a Japanese word is spoken
            pieces.append(f"{script}{text}{CLOSE}" if script else text)

    for part in package.related(package.main, "sharedStrings")[:1]:
        package.walk(part, on_start, on_end, on_text)
    return found


def _formats(package: Package) -> list[str]:
    """The number format of each cell style."""
    named: dict[str, str] = {str(number): form for number, form in BUILT_IN.items()}
    found: list[str] = []
    path: list[str] = []

    def on_start(name: str, values: Mapping[str, str]) -> None:
        if name == "numFmt" and path[-1:] == ["numFmts"]:
            named[values.get("numFmtId", "")] = values.get("formatCode", "")
        elif name == "xf" and path[-1:] == ["cellXfs"]:
            found.append(values.get("numFmtId", "0"))
        path.append(name)

    def on_end(_name: str) -> None:
        path.pop()

    for part in package.related(package.main, "styles")[:1]:
        package.walk(part, on_start, on_end)
    return [named.get(number, "") for number in found]


class _Rows:
    """Takes in one sheet; `rows` are its rows as lines, cells parted by tabs."""

    def __init__(self, book: _Book) -> None:
        self.rows: list[str] = []
        self.columns_left_out: set[int] = set()  # hidden ones that hold something
        self._hidden_columns: list[range] = []
        self._is_row_hidden = self._has_formula = False
        self._holds_hidden = False
        self._book = book
        self._row: list[str] = []
        self._row_number = 0
        self._column = 0  # of the last cell that was written
        self._place = 0  # of the cell being read
        self._cell: Mapping[str, str] = {}
        self._is_value = False
        self._value: list[str] = []
        self._script = ""  # of a run of letters within a cell: raised or lowered

    def start(self, name: str, values: dict[str, str]) -> None:
        """An element begins."""
        if name == "v":
            self._is_value = True
        elif name == "c":
            self._start_cell(values)
        elif name == "row":
            number = int(values["r"]) if values.get("r", "").isdecimal() else self._row_number + 1
            if self.rows and number > self._row_number + 1:
                self.rows.append("")
            self._row_number = number
            self._row, self._column, self._place = [], 0, 0
            self._is_row_hidden, self._holds_hidden = _is_unseen(values, "ht"), False
        elif name == "col":
            self._start_columns(values)
        elif name in ("r", "vertAlign"):
            self._script = script_of("vertAlign", values.get("val", ""))
        else:
            self._is_value = name == "t"
            self._has_formula |= name == "f"

    def _start_cell(self, values: dict[str, str]) -> None:
        self._book.cells += 1
        if self._book.cells > _MOST_CELLS:
            raise KIND.too_big(f"has more than {_MOST_CELLS:,} cells")
        self._cell, self._value, self._has_formula = values, [], False
        letters = values.get("r", "").rstrip(_DIGITS)
        self._place = _column_number(letters[:3]) or self._place + 1
        self._script = ""

    def end(self, name: str) -> None:
        """An element ends."""
        self._is_value = False
        if name == "c" and self._value:
            self._end_cell("".join(self._value))
        elif name == "c":
            self._book.without_result += self._has_formula
        elif name == "row":
            self._book.hidden_rows += self._holds_hidden
            if self._row:
                self.rows.append("".join(self._row))

    def characters(self, text: str) -> None:
        """Text, which counts in a value only: formulas are not read."""
        if self._is_value:
            self._value.append(f"{self._script}{text}{CLOSE}" if self._script else text)

    def _start_columns(self, values: Mapping[str, str]) -> None:
        first, last = values.get("min", ""), values.get("max", "")
        if _is_unseen(values, "width") and first.isdecimal() and last.isdecimal():
            self._hidden_columns.append(range(int(first), int(last) + 1))

    def _end_cell(self, value: str) -> None:
        text = self._shown(value)
        column = self._place
        if not text:
            self._book.hidden_cells += bool(value.strip()) and self._cell.get("t", "n") == "n"
        elif self._is_row_hidden:
            self._holds_hidden = True
        elif self._hidden_columns and any(column in hidden for hidden in self._hidden_columns):
            self.columns_left_out.add(column)
        else:
            self._add_cell(text, column)

    def _add_cell(self, text: str, column: int) -> None:
        gap = min(max(1, column - self._column), _WIDEST_GAP) if self._row else column - 1
        self._row += ["\t" * min(gap, _WIDEST_GAP), text]
        self._column = column

    def _shown(self, value: str) -> str:
        kind = self._cell.get("t", "n")
        if kind == "s":
            strings = self._book.strings
            return strings[int(value)] if value.isdecimal() and int(value) < len(strings) else ""
        if kind == "b":
            return "TRUE" if value in _ON else "FALSE"
        if kind == "n":
            style = self._cell.get("s", "0")
            formats = self._book.formats
            is_known = style.isdecimal() and int(style) < len(formats)
            return shown(value, formats[int(style)] if is_known else "", is_1904=self._book.is_1904)
        return _cell_text(value)


def _is_unseen(values: Mapping[str, str], size: str) -> bool:
    """A row or column is hidden, or has no height or width."""
    return values.get("hidden", "") in _ON or values.get(size, "1").strip("0") in ("", ".")


def _cell_text(text: str) -> str:
    """One line, with the characters that XML can't carry as they were."""
    return " ".join(_ESCAPED.sub(lambda match: chr(int(match[1], 16)), text).split())


@lru_cache(maxsize=20_000)
def _column_number(letters: str) -> int:
    """1 for "A", 27 for "AA"; 0 for what is none."""
    found = _COLUMN.match(letters)
    number = 0
    for letter in found[0] if found else "":
        number = number * 26 + ord(letter) - ord("A") + 1
    return number
