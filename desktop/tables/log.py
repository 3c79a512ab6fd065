"""The table of what happened to a project: when, what, and by whom; the newest first."""

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt

from desktop import wording
from desktop.text import one_line, plain_tooltip
from engine.store import LogEntry

Index = QModelIndex | QPersistentModelIndex

COL_TIME, COL_EVENT, COL_DETAIL, COL_WHO = range(4)
_HEADINGS = ("When", "What", "Details", "Who")
_LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter


class LogTable(QAbstractTableModel):
    """One row for each line of the log."""

    def __init__(self, entries: Sequence[LogEntry]) -> None:
        super().__init__()
        self._entries = tuple(reversed(entries))

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's default
        """One row for each line."""
        return 0 if parent.isValid() else len(self._entries)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's default
        """Time, event, detail, name."""
        return 0 if parent.isValid() else len(_HEADINGS)

    def headerData(
        self,
        section: int,
        orientation: Qt.Orientation,
        role: int = Qt.ItemDataRole.DisplayRole,
    ) -> Any:  # noqa: ANN401
        """The headings, at the left like what stands under them."""
        if orientation is Qt.Orientation.Horizontal and 0 <= section < len(_HEADINGS):
            if role == Qt.ItemDataRole.DisplayRole:
                return _HEADINGS[section]
            if role == Qt.ItemDataRole.TextAlignmentRole:
                return _LEFT
        return None

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:  # noqa: ANN401
        """What stands in a cell; the whole detail as its tooltip."""
        if not index.isValid():
            return None
        entry = self._entries[index.row()]
        if role == Qt.ItemDataRole.ToolTipRole and index.column() == COL_DETAIL:
            return plain_tooltip(entry.detail)
        if role != Qt.ItemDataRole.DisplayRole:
            return None
        cells = (wording.clock(entry.at), entry.event.capitalize(), entry.detail, entry.who)
        return one_line(cells[index.column()])


def as_text(entries: Sequence[LogEntry]) -> str:
    """The log for a letter or a spreadsheet: one line each, tabs between, times as stored."""
    return "\n".join(
        "\t".join(
            " ".join(cell.split()) for cell in (entry.at, entry.event, entry.detail, entry.who)
        )
        for entry in entries
    )
