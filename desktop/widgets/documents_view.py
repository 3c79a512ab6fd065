"""The table of documents as it is seen: two lines a row, sorted by a click on a heading."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractItemView

from desktop.language import tr
from desktop.tables import documents as table
from desktop.widgets.table_view import FileDelegate, TableView, ToneDelegate


def documents_view(model: table.DocumentsTable) -> TableView:
    """A view of this table."""
    view = TableView(tr("Documents"), lines=2)
    view.setModel(model)
    view.setItemDelegateForColumn(table.COL_NAME, FileDelegate(view))
    view.setItemDelegateForColumn(table.COL_STATUS, ToneDelegate(view))
    widths = {table.COL_STATUS: 19, table.COL_FORMAT: 11, table.COL_SIZE: 8}
    widths |= {table.COL_LANGUAGE: 10, table.COL_ACCEPTED: 9}
    view.fit_columns(table.COL_NAME, widths | {table.COL_CHARACTERS: 11, table.COL_PASSAGES: 10})
    sizes = (table.COL_CHARACTERS, table.COL_FORMAT, table.COL_SIZE)
    spare = (*sizes, table.COL_PASSAGES, table.COL_LANGUAGE)  # of passages the pane tells more
    view.keep_room(table.COL_NAME, spare)
    view.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
    header = view.horizontalHeader()
    header.setSortIndicator(-1, Qt.SortOrder.AscendingOrder)  # as the files were added
    header.setSortIndicatorClearable(True)
    header.setSectionsClickable(True)
    view.setSortingEnabled(True)
    return view
