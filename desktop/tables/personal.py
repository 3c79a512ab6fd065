"""The table of possible personal data: one row for each value, with what was decided on it."""

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import QModelIndex, Qt

from desktop import wording
from desktop.language import tr
from desktop.tables.headed import HeadedTable, Index
from desktop.tables.roles import RecordRole
from desktop.text import one_line
from engine.records import PersonalValue

COL_KIND, COL_VALUE, COL_TASKS, COL_CHOICE = range(4)
HEADINGS = (tr("Kind"), tr("Found"), tr("Tasks"), tr("Decision"))


class PersonalTable(HeadedTable):
    """Holds the values it is shown; there are thousands at most, so all of them at once."""

    def __init__(self) -> None:
        super().__init__(HEADINGS, {COL_TASKS})
        self.values: Sequence[PersonalValue] = ()

    def show_values(self, values: Sequence[PersonalValue]) -> None:
        """Show these; where only decisions differ, rows stay where they are."""
        if [one.id for one in values] == [one.id for one in self.values]:
            self.values = tuple(values)
            if values:
                last = self.index(len(values) - 1, COL_CHOICE)
                self.dataChanged.emit(self.index(0, 0), last)
            return
        self.beginResetModel()
        self.values = tuple(values)
        self.endResetModel()

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's signature
        """How many values."""
        return 0 if parent.isValid() else len(self.values)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:  # noqa: ANN401
        """A cell's text, or the value it is about."""
        if not index.isValid():
            return None
        value = self.values[index.row()]
        if role == Qt.ItemDataRole.DisplayRole:
            return _cells(value)[index.column()]
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return self.alignment(index.column())
        return value if role == RecordRole else None


def _cells(value: PersonalValue) -> tuple[str, str, str, str]:
    choice = wording.PERSONAL_CHOICE[value.choice]
    said = f"{choice}: {value.reason}" if value.reason else choice
    kind = wording.PERSONAL_KIND[value.kind]
    return kind, one_line(value.value), wording.number(value.tasks), one_line(said)
