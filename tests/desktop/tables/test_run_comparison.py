from desktop.tables.run_comparison import comparison_table
from engine.records import TypeYield
from engine.store import Project


def test_each_run_has_a_column_and_each_type_that_occurs_a_row(full: Project):
    (run,) = full.runs.all()
    other = (TypeYield("exqa", 3, 3), TypeYield("sentiment", 4, 1))
    table = comparison_table([(run, full.runs.yields(run.id)), (run, other)])
    rows = {table.index(row, 0).data(): row for row in range(table.rowCount())}
    assert table.columnCount() == 3
    assert [table.index(rows["Well-formed"], n).data() for n in (1, 2)] == [
        "90.0 % of 30",
        "57.1 % of 7",
    ]
    assert [table.index(rows["Sentiment"], n).data() for n in (1, 2)] == ["–", "25.0 % of 4"]
    assert table.index(rows["Model"], 1).data() == "tiny"
