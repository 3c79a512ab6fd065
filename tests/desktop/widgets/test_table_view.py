"""Keys in a table of whole rows."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QStandardItem, QStandardItemModel

from desktop.tables.tasks import TasksTable
from desktop.widgets.queue_view import QueueView
from desktop.widgets.table_view import TableView


def test_home_and_end_lead_to_the_first_and_the_last_row(qtbot):
    table, model = TableView("Rows"), QStandardItemModel()
    qtbot.addWidget(table)
    for name in ("one", "two", "three"):
        model.appendRow([QStandardItem(name), QStandardItem("x")])
    table.setModel(model)
    table.go_to(1)
    qtbot.keyClick(table, Qt.Key.Key_End)
    assert table.currentIndex().row() == 2
    qtbot.keyClick(table, Qt.Key.Key_Home)
    assert table.currentIndex().row() == 0
    assert [index.row() for index in table.selectionModel().selectedRows()] == [0]


def test_letters_lead_to_no_row_of_the_queue(qtbot):
    queue = QueueView(TasksTable())
    qtbot.addWidget(queue)
    searched = []
    queue.model().match = lambda *_: searched.append(1) or []
    queue.keyboardSearch("e")
    assert searched == []
