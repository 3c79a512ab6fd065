from desktop.tables import runs
from engine.store import Project


def test_it_is_a_sound_item_model(qtmodeltester, full: Project):
    qtmodeltester.check(runs.runs_table([(run, {}) for run in full.runs.all()]))


def test_a_run_says_how_it_ended_and_how_much_is_well_formed(full: Project):
    run = full.runs.all()[0]
    table = runs.runs_table([(run, full.runs.outcomes(run.id))])
    cells = [table.index(0, column).data() for column in range(1, 5)]
    assert cells == ["Done", "30 of 30", "90.0 %", "tiny"]


def test_no_well_formed_task_is_no_percent(full: Project):
    table = runs.runs_table([(run, {}) for run in full.runs.all()])
    assert table.index(0, runs.COL_WELL_FORMED).data() == "0 %"
