"""A table of plain texts that never change while they are shown: the log, the components."""

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import QModelIndex, Qt

from desktop.tables.headed import HeadedTable, Index
from desktop.text import one_line, plain_tooltip


class CellsTable(HeadedTable):
    """Rows of as many texts as there are headings; a cell's tooltip is its whole text."""

    def __init__(self, headings: Sequence[str], rows: Sequence[Sequence[str]]) -> None:
        super().__init__(headings)
        self._rows = tuple(rows)

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's default
        """As many as were given."""
        return 0 if parent.isValid() else len(self._rows)

    def cells(self, row: int) -> Sequence[str]:
        """What stands in a row; heirs make it when somebody looks."""
        return self._rows[row]

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:  # noqa: ANN401
        """What stands in a cell."""
        if not index.isValid():
            return None
        text = self.cells(index.row())[index.column()]
        if role == Qt.ItemDataRole.ToolTipRole:
            return plain_tooltip(text)
        return one_line(text) if role == Qt.ItemDataRole.DisplayRole else None
