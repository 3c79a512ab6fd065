"""The table of documents: every file that was offered, ready ones first, refused ones with why."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum
from pathlib import PurePath
from typing import Any

from PySide6.QtCore import QModelIndex, Qt

from desktop import wording
from desktop.language import tr
from desktop.reader_notes import noted
from desktop.tables.headed import HeadedTable, Index
from desktop.tables.roles import Look, LookRole, RecordRole
from desktop.text import one_line, plain_tooltip
from engine.records import Document, DocumentCoverage, FileReport, FileStatus
from engine.store import Project
from models.languages import language_name

(
    COL_NAME,
    COL_STATUS,
    COL_LANGUAGE,
    COL_FORMAT,
    COL_SIZE,
    COL_CHARACTERS,
    COL_PASSAGES,
    COL_ACCEPTED,
) = range(8)
HEADINGS = (
    tr("Name"), tr("Status"), tr("Language"), tr("Format"), tr("Size"), tr("Characters"),
    tr("Passages"), tr("Accepted"),
)  # fmt: skip

_TONES = {FileStatus.READY: "good", FileStatus.DUPLICATE: "muted"}


@dataclass(frozen=True, slots=True)
class DocumentRow:
    """One row: a document, or the report of a file that became none."""

    name: str
    status: FileStatus
    detail: str = ""
    document: Document | None = None
    passages: int = 0
    accepted: int | None = None  # characters that gave accepted tasks; None if it gave no task
    path: str = ""  # of a refused file, to try it again

    @property
    def key(self) -> tuple[int, str, str]:
        """Tells rows apart."""
        return self.document.id if self.document else 0, self.name, self.detail

    @property
    def second_line(self) -> str:
        """The folder of a document, or why a file became none."""
        return str(PurePath(self.document.path).parent) if self.document else noted(self.detail)

    @property
    def language(self) -> str:
        """What the document's language is called; empty where it can't be told."""
        return tr(language_name(self.document.language)) if self.document else ""

    @property
    def sort_keys(self) -> tuple[str | int, ...]:
        """By what each column is sorted: words without case, numbers as numbers."""
        name, status, language, format_, *_numbers = (one.casefold() for one in self.cells)
        one = self.document
        size, characters = (one.size_bytes, one.characters) if one else (-1, -1)
        share = -1 if self.accepted is None else self.accepted * 1_000_000 // max(characters, 1)
        return name, status, language, format_, size, characters, self.passages, share

    @property
    def cells(self) -> tuple[str, str, str, str, str, str, str, str]:
        """What stands in the eight columns."""
        status = wording.FILE_STATUS[self.status]
        if self.document is None:
            return (self.name, status, "", "", "", "", "", "")
        characters = self.document.characters
        return (
            self.name,
            status,
            self.language or "–",
            self.document.format.upper(),
            wording.size(self.document.size_bytes),
            wording.number(characters),
            wording.number(self.passages) if self.passages else "–",
            "–" if self.accepted is None else wording.share(self.accepted, characters),
        )


def rows_of(
    project: Project, coverage: Mapping[int, DocumentCoverage] | None = None
) -> list[DocumentRow]:
    """All documents in the order of import, then all refused files."""
    counts, known = project.passages.counts(), coverage or {}
    accepted = {each: one.whole.accepted for each, one in known.items() if one.whole.kept}
    ready = [
        DocumentRow(
            one.name, FileStatus.READY, "", one, counts.get(one.id, 0), accepted.get(one.id)
        )
        for one in project.documents.all()
    ]
    return ready + [_refused(report) for report in project.documents.refused()]


def _refused(report: FileReport) -> DocumentRow:
    return DocumentRow(report.name, report.status, report.detail, path=report.path)


class Shown(Enum):
    """Which rows are shown."""

    ALL = tr("All files")
    READY = tr("Ready")
    NOT_READ = tr("Not read")
    NO_RIGHTS = tr("Without a note on rights")
    REMARKED = tr("With a remark of the reader")

    def takes(self, row: DocumentRow) -> bool:
        """A row is among those."""
        one = row.document
        match self:
            case Shown.ALL:
                return True
            case Shown.READY:
                return one is not None
            case Shown.NOT_READ:
                return one is None
            case Shown.NO_RIGHTS:
                return one is not None and not one.rights
            case Shown.REMARKED:
                return one is not None and bool(one.note)


class DocumentsTable(HeadedTable):
    """Shows a project's rows; read again after each import."""

    def __init__(self) -> None:
        super().__init__(HEADINGS, range(COL_SIZE, len(HEADINGS)))
        self._rows: list[DocumentRow] = []
        self._language: str | None = None  # None shows every row
        self._which = Shown.ALL
        self._order: tuple[int, bool] | None = None  # a column, and whether the largest come first
        self._unsorted: list[DocumentRow] = []
        self.total = 0  # rows there are, shown or not
        self.coverage: Mapping[int, DocumentCoverage] = {}  # of the documents that gave tasks
        self.languages: tuple[str, ...] = ()  # of all rows; empty for what can't be told

    def show(self, project: Project | None) -> bool:
        """Show this project's documents; tells whether anything is new.

        Rows that stay in their place are changed there, so that selection and scrolling stay.
        """
        rows = rows_of(project, self.coverage) if project else []
        spoken = {row.document.language for row in rows if row.document}
        self.languages = tuple(sorted({tr(language_name(language)) for language in spoken}))
        self.total = len(rows)
        rows = [row for row in rows if self._takes(row)]
        self._unsorted, rows = rows, self._ordered(rows)
        if rows == self._rows:
            return False
        if [row.key for row in rows] == [row.key for row in self._rows]:
            self._rows = rows
            self.dataChanged.emit(self.index(0, 0), self.index(len(rows) - 1, COL_ACCEPTED))
            return True
        self.beginResetModel()
        self._rows = rows
        self.endResetModel()
        return True

    def narrow(self, language: str | None, which: Shown = Shown.ALL) -> None:
        """Show only these rows from the next `show` on; None means every language."""
        self._language, self._which = language, which

    def _takes(self, row: DocumentRow) -> bool:
        is_meant = self._language is None or (
            row.document is not None and row.language == self._language
        )
        return is_meant and self._which.takes(row)

    def _ordered(self, rows: list[DocumentRow]) -> list[DocumentRow]:
        if self._order is None:
            return rows
        column, is_reversed = self._order
        return sorted(rows, key=lambda row: row.sort_keys[column], reverse=is_reversed)

    def sort(self, column: int, order: Qt.SortOrder = Qt.SortOrder.AscendingOrder) -> None:
        """Order by a column, or as the files were added if it is below 0; what is selected stays.

        Some thousands of rows are sorted in milliseconds, and there are no more documents.
        """
        is_reversed = order is Qt.SortOrder.DescendingOrder
        self._order = (column, is_reversed) if 0 <= column < len(HEADINGS) else None
        self.layoutAboutToBeChanged.emit()
        before = self.persistentIndexList()
        keys = [self._rows[index.row()].key for index in before]
        self._rows = self._ordered(self._unsorted)
        places = {row.key: place for place, row in enumerate(self._rows)}
        after = [
            self.index(places[key], index.column()) for key, index in zip(keys, before, strict=True)
        ]
        self.changePersistentIndexList(before, after)
        self.layoutChanged.emit()

    def row(self, place: int) -> DocumentRow:
        """What stands in a row."""
        return self._rows[place]

    def place_of(self, document_id: int | None) -> int | None:
        """The row of a document."""
        places = (
            n
            for n, row in enumerate(self._rows)
            if row.document is not None and row.document.id == document_id
        )
        return next(places, None)

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's default
        """One row for each file that was offered."""
        return 0 if parent.isValid() else len(self._rows)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:  # noqa: ANN401
        """Text, alignment, tone and tooltip of a cell."""
        if not index.isValid():
            return None
        row, column = self._rows[index.row()], index.column()
        match role:
            case Qt.ItemDataRole.DisplayRole:
                return one_line(row.cells[column])
            case Qt.ItemDataRole.TextAlignmentRole:
                return self.alignment(column)
            case Qt.ItemDataRole.ToolTipRole if column == COL_NAME:
                return plain_tooltip(row.second_line)
            case Qt.ItemDataRole.AccessibleTextRole:
                return f"{HEADINGS[column]}: {row.cells[column]}"
        return _extra(row, column, role)

    def headerData(
        self,
        section: int,
        orientation: Qt.Orientation,
        role: int = Qt.ItemDataRole.DisplayRole,
    ) -> Any:  # noqa: ANN401
        """The headings; one says more."""
        if role == Qt.ItemDataRole.ToolTipRole and section == COL_ACCEPTED:
            return tr("How much of the text gave tasks that were accepted")
        return super().headerData(section, orientation, role)


def _extra(row: DocumentRow, column: int, role: int) -> Any:  # noqa: ANN401
    if role == RecordRole:
        return row
    if role == LookRole:
        tone = _TONES.get(row.status, "warn")
        return Look(one_line(row.cells[column]), one_line(row.second_line), tone)
    return None
