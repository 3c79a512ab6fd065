"""Keys in a table of whole rows."""

from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QImage, QPainter, QStandardItem, QStandardItemModel
from PySide6.QtWidgets import QStyleOptionViewItem

from desktop.tables.roles import Look, LookRole
from desktop.tables.tasks import TasksTable
from desktop.widgets.queue_view import QueueView
from desktop.widgets.table_view import FileDelegate, TableView


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


def test_names_that_differ_at_their_ends_look_different_in_a_narrow_column(qtbot):
    table, model = TableView("Files"), QStandardItemModel()
    qtbot.addWidget(table)
    for name in ("minutes of the council 0001.txt", "minutes of the council 0002.txt"):
        item = QStandardItem()
        item.setData(Look(name), LookRole)
        model.appendRow([item])
    table.setModel(model)
    table.setItemDelegateForColumn(0, FileDelegate(table))
    table.setColumnWidth(0, 140)
    first, second = (_picture(table, model.index(row, 0)) for row in (0, 1))
    assert first != second


def _picture(table, index):
    option = QStyleOptionViewItem()
    option.initFrom(table)
    option.rect = QRect(0, 0, table.columnWidth(0), 40)
    image = QImage(option.rect.size(), QImage.Format.Format_RGB32)
    image.fill(0)
    painter = QPainter(image)
    table.itemDelegateForColumn(0).paint(painter, option, index)
    painter.end()
    return image
