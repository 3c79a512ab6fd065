"""The table of places that a search found: the document, and what it says there."""

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt

from desktop.language import number, tr
from desktop.tables.roles import Look, LookRole, RecordRole
from desktop.text import one_line
from desktop.wording import place_said
from engine.records import SearchHit

Index = QModelIndex | QPersistentModelIndex


class HitsTable(QAbstractTableModel):
    """One column; each row is a `SearchHit`."""

    def __init__(self) -> None:
        super().__init__()
        self._hits: Sequence[SearchHit] = ()

    def show(self, hits: Sequence[SearchHit]) -> None:
        """Show these hits."""
        self.beginResetModel()
        self._hits = hits
        self.endResetModel()

    def hit(self, place: int) -> SearchHit | None:
        """What stands in a row."""
        return self._hits[place] if 0 <= place < len(self._hits) else None

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's default
        """One row for each place."""
        return 0 if parent.isValid() else len(self._hits)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's default
        """One column."""
        return 0 if parent.isValid() else 1

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:  # noqa: ANN401
        """Where it is, and what is said there."""
        if not index.isValid():
            return None
        hit = self._hits[index.row()]
        match role:
            case Qt.ItemDataRole.DisplayRole:
                return one_line(where(hit))
            case Qt.ItemDataRole.AccessibleTextRole:
                return one_line(f"{where(hit)}: {hit.snippet}")
            case _ if role == LookRole:
                return Look(one_line(where(hit)), hit.snippet, "quote")
        return hit if role == RecordRole else None


def where(hit: SearchHit) -> str:
    """Document, page and passage of a hit."""
    page = (
        tr(", page {page}", page=hit.page)
        if hit.page.isdecimal()
        else f", {place_said(hit.page)}"
        if hit.page
        else ""
    )
    passage = tr(", passage {number}", number=number(hit.passage)) if hit.passage else ""
    return f"{hit.document_name}{page}{passage}"
