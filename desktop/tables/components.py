"""The table of the works of others in this application: name, version, licence."""

from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt

from desktop.text import one_line
from engine.about import Component

Index = QModelIndex | QPersistentModelIndex

COL_NAME, COL_VERSION, COL_LICENCE = range(3)
_HEADINGS = ("Component", "Version", "Licence")
_LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter


class ComponentTable(QAbstractTableModel):
    """One row for each component, in the order they come in."""

    def __init__(self, components: tuple[Component, ...]) -> None:
        super().__init__()
        self._components = components

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's default
        """One row for each component."""
        return 0 if parent.isValid() else len(self._components)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's default
        """Name, version, licence."""
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
        """What stands in a cell."""
        if not index.isValid() or role != Qt.ItemDataRole.DisplayRole:
            return None
        part = self._components[index.row()]
        return one_line((part.name, part.version, part.licence)[index.column()])
