"""A chart that is walked through by keys, and says each column."""

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest

from desktop.column_charts import Column
from desktop.widgets.column_chart import ColumnChart

COLUMNS = [Column(str(n), f"{n} to {n + 9} characters: {n} answers", n, 40) for n in (10, 40, 20)]


@pytest.fixture
def chart(qtbot) -> ColumnChart:
    made = ColumnChart("Length of answers")
    qtbot.addWidget(made)
    made.resize(300, 200)
    made.show_columns(COLUMNS)
    made.show()
    return made


def test_the_highest_column_is_said_first(chart: ColumnChart):
    assert chart.words.text() == "40 to 49 characters: 40 answers"
    assert chart.plot.accessibleName() == "Length of answers. 40 to 49 characters: 40 answers"


def test_keys_go_through_the_columns_and_stop_at_the_ends(chart: ColumnChart):
    for key, place in (("Right", 2), ("Right", 2), ("Home", 0), ("Left", 0), ("End", 2)):
        QTest.keyClick(chart.plot, getattr(Qt.Key, f"Key_{key}"))
        assert chart.words.text() == COLUMNS[place].said


def test_the_column_below_the_pointer_is_said(chart: ColumnChart):
    QTest.mouseMove(chart.plot, QPoint(8, 60))
    assert chart.words.text() == COLUMNS[0].said


def test_the_chosen_column_differs_in_what_is_painted(chart: ColumnChart):
    before = chart.plot.grab().toImage()
    QTest.keyClick(chart.plot, Qt.Key.Key_Home)
    assert chart.plot.grab().toImage() != before


def test_without_columns_there_is_no_chart(chart: ColumnChart):
    chart.show_columns(())
    assert chart.isHidden()
