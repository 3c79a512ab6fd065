"""Tables under fixed headings: what each of our models says of its columns."""

from collections.abc import Collection, Sequence
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt

Index = QModelIndex | QPersistentModelIndex

LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter


class HeadedTable(QAbstractTableModel):
    """Heirs give the rows; headings are aligned like their columns, numbers at the right."""

    def __init__(self, headings: Sequence[str], numbers: Collection[int] = ()) -> None:
        super().__init__()
        self.headings, self._numbers = tuple(headings), frozenset(numbers)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's default
        """One for each heading."""
        return 0 if parent.isValid() else len(self.headings)

    def alignment(self, column: int) -> Qt.AlignmentFlag:
        """Of a column and its heading."""
        return RIGHT if column in self._numbers else LEFT

    def headerData(
        self,
        section: int,
        orientation: Qt.Orientation,
        role: int = Qt.ItemDataRole.DisplayRole,
    ) -> Any:  # noqa: ANN401
        """The headings."""
        if orientation is Qt.Orientation.Horizontal and 0 <= section < len(self.headings):
            if role == Qt.ItemDataRole.DisplayRole:
                return self.headings[section]
            if role == Qt.ItemDataRole.TextAlignmentRole:
                return self.alignment(section)
        return None
