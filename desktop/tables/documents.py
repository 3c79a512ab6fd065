"""The table of documents: every file that was offered, ready ones first, refused ones with why."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import PurePath
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt

from desktop import wording
from desktop.tables.roles import RecordRole, SecondLineRole, ToneRole
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
    "Name", "Status", "Language", "Format", "Size", "Characters", "Passages", "Accepted",
)  # fmt: skip

_RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
_LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
_TONES = {FileStatus.READY: "good", FileStatus.DUPLICATE: "muted"}

Index = QModelIndex | QPersistentModelIndex


@dataclass(frozen=True, slots=True)
class DocumentRow:
    """One row: a document, or the report of a file that became none."""

    name: str
    status: FileStatus
    detail: str = ""
    document: Document | None = None
    passages: int = 0
    accepted: int | None = None  # characters that gave accepted tasks; None if it gave no task

    @property
    def key(self) -> tuple[int, str, str]:
        """Tells rows apart."""
        return self.document.id if self.document else 0, self.name, self.detail

    @property
    def second_line(self) -> str:
        """The folder of a document, or why a file became none."""
        return str(PurePath(self.document.path).parent) if self.document else self.detail

    @property
    def language(self) -> str:
        """What the document's language is called; empty where it can't be told."""
        return language_name(self.document.language) if self.document else ""

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
    return DocumentRow(report.name, report.status, report.detail)


class DocumentsTable(QAbstractTableModel):
    """Shows a project's rows; read again after each import."""

    def __init__(self) -> None:
        super().__init__()
        self._rows: list[DocumentRow] = []
        self._language: str | None = None  # None shows every row
        self.coverage: Mapping[int, DocumentCoverage] = {}  # of the documents that gave tasks
        self.languages: tuple[str, ...] = ()  # of all rows; empty for what can't be told

    def show(self, project: Project | None) -> bool:
        """Show this project's documents; tells whether anything is new.

        Rows that stay in their place are changed there, so that selection and scrolling stay.
        """
        rows = rows_of(project, self.coverage) if project else []
        spoken = {row.document.language for row in rows if row.document}
        self.languages = tuple(sorted({language_name(language) for language in spoken}))
        if self._language is not None:
            rows = [row for row in rows if row.document and row.language == self._language]
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

    def narrow(self, language: str | None) -> None:
        """Show the documents in one language alone from the next `show` on; None shows all."""
        self._language = language

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

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's default
        """Eight columns."""
        return 0 if parent.isValid() else len(HEADINGS)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:  # noqa: ANN401
        """Text, alignment, tone and tooltip of a cell."""
        if not index.isValid():
            return None
        row, column = self._rows[index.row()], index.column()
        match role:
            case Qt.ItemDataRole.DisplayRole:
                return one_line(row.cells[column])
            case Qt.ItemDataRole.TextAlignmentRole:
                return _RIGHT if column >= COL_SIZE else _LEFT
            case Qt.ItemDataRole.ToolTipRole if column == COL_NAME:
                return plain_tooltip(row.second_line)
            case Qt.ItemDataRole.AccessibleTextRole:
                return f"{HEADINGS[column]}: {row.cells[column]}"
        return _extra(row, role)

    def headerData(
        self,
        section: int,
        orientation: Qt.Orientation,
        role: int = Qt.ItemDataRole.DisplayRole,
    ) -> Any:  # noqa: ANN401
        """The headings, aligned like their columns."""
        if orientation is Qt.Orientation.Horizontal and 0 <= section < len(HEADINGS):
            if role == Qt.ItemDataRole.DisplayRole:
                return HEADINGS[section]
            if role == Qt.ItemDataRole.TextAlignmentRole:
                return _RIGHT if section >= COL_SIZE else _LEFT
            if role == Qt.ItemDataRole.ToolTipRole and section == COL_ACCEPTED:
                return "How much of the text gave tasks that were accepted"
        return None


def _extra(row: DocumentRow, role: int) -> Any:  # noqa: ANN401
    if role == RecordRole:
        return row
    if role == SecondLineRole:
        return one_line(row.second_line)
    if role == ToneRole:
        return _TONES.get(row.status, "warn")
    return None
