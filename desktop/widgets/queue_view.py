"""The queue of the Review page as it looks: two lines a task, and an icon for its decision."""

from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHeaderView

from desktop.language import tr
from desktop.tables import tasks as table
from desktop.widgets.table_view import IconDelegate, TableView, TwoLineDelegate

_ICON_PIXELS = 40


class QueueView(TableView):
    """Shows a table of tasks without headings."""

    def __init__(self, model: table.TasksTable) -> None:
        super().__init__(tr("Review queue"), lines=2)
        self.setModel(model)
        self.setItemDelegateForColumn(table.COL_INPUT, TwoLineDelegate(self))
        self.setItemDelegateForColumn(table.COL_DECISION, IconDelegate(self))
        self.show_only(table.COL_INPUT, table.COL_DECISION)
        self.fit_columns(table.COL_INPUT, {})
        self.horizontalHeader().hide()
        header = self.horizontalHeader()
        header.setSectionResizeMode(table.COL_DECISION, QHeaderView.ResizeMode.Fixed)
        self.setColumnWidth(table.COL_DECISION, _ICON_PIXELS)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """End with a whole row: half a line of a task says nothing."""
        super().resizeEvent(event)
        self._end_with_a_row()

    def _end_with_a_row(self) -> None:
        margins, row = self.viewportMargins(), self.verticalHeader().defaultSectionSize()
        rest = (self.viewport().height() + margins.bottom()) % row
        if rest != margins.bottom():
            self.setViewportMargins(margins.left(), margins.top(), margins.right(), rest)

    def keyboardSearch(self, search: str) -> None:
        """Letters decide here, so they lead to no row."""
