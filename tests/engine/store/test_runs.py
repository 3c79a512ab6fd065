import time

import pytest

from engine.errors import NothingToDo, RequestError
from engine.records import (
    Extract,
    ModelIdentity,
    Outcome,
    PlannedUnit,
    RunRequest,
    RunState,
    Sampling,
    Span,
    TaskDraft,
)
from engine.store.runs import _BY_ACTIVITY, _SELECT
from engine.version import app_version

MODEL = ModelIdentity("Nano", "/m/nano.gguf", "ff", "bonito")


def finish(project, unit, outcome=Outcome.NO_PIPE):
    return project.tasks.add(TaskDraft(unit.id, outcome, "raw"))


def test_a_run_comes_back_with_all_that_was_asked_for(project, passage_ids):
    request = RunRequest("nano", ("exqa", "qa"), 3, Sampling(0.7, 0.9, 400, 7), slots=4)
    run = project.runs.create(request, MODEL, [PlannedUnit(passage_ids[0], "qa", 0, 5)])
    assert run == project.runs.get(run.id)
    assert (run.state, run.model, run.task_types) == (RunState.RUNNING, MODEL, ("exqa", "qa"))
    assert (run.samples, run.sampling, run.slots) == (3, Sampling(0.7, 0.9, 400, 7), 4)
    assert (run.units_planned, run.units_done, run.failure) == (1, 0, "")
    assert run.app_version == app_version()


def test_a_run_without_units_is_refused_and_leaves_nothing(project):
    with pytest.raises(NothingToDo, match="import a document"):
        project.runs.create(RunRequest("nano", ("qa",)), MODEL, [])
    assert project.runs.all() == []


def test_a_plan_that_breaks_off_leaves_no_run(project, passage_ids):
    unit = PlannedUnit(passage_ids[0], "qa", 0, 5)
    with pytest.raises(Exception, match="UNIQUE"):
        project.runs.create(RunRequest("nano", ("qa",)), MODEL, [unit, unit])
    assert project.runs.all() == []


def test_open_units_keep_the_order_of_the_plan(project, run):
    units = project.runs.open_units(run.id, 100)
    assert [unit.id for unit in units] == sorted(unit.id for unit in units)
    assert [unit.task_type for unit in units] == ["exqa", "ynqa"] * 3
    assert {unit.run_id for unit in units} == {run.id}
    assert units[0].seed == units[0].passage_id * 100


def test_what_has_a_task_or_was_read_before_is_not_read_again(project, run):
    units = project.runs.open_units(run.id, 100)
    finish(project, units[0])
    finish(project, units[3])
    assert project.runs.open_units(run.id, 2) == units[1:3]
    assert project.runs.open_units(run.id, 9, after=units[2].id) == units[4:]


def test_a_run_is_not_created_or_claimed_while_another_is_going_on(project, plan, run):
    project.runs.set_state(run.id, RunState.STOPPED)
    other = plan()
    with pytest.raises(RequestError, match=f"Run {other.id} is going on"):
        project.runs.create(
            RunRequest("nano", ("qa",)), MODEL, [PlannedUnit(1, "qa", sample=7, seed=1)]
        )
    with pytest.raises(RequestError, match=f"Run {other.id} is going on"):
        project.runs.claim(run.id)
    assert project.runs.get(run.id).state is RunState.STOPPED
    project.runs.set_state(other.id, RunState.STOPPED)
    project.runs.claim(run.id)
    assert project.runs.get(run.id).state is RunState.RUNNING


def test_outcomes_and_open_units_add_up_to_the_plan(project, run):
    for unit, outcome in zip(
        project.runs.open_units(run.id, 3),
        (Outcome.NO_PIPE, Outcome.NO_PIPE, Outcome.TOO_LONG),
        strict=True,
    ):
        finish(project, unit, outcome)
    outcomes = project.runs.outcomes(run.id)
    assert outcomes == {Outcome.NO_PIPE: 2, Outcome.TOO_LONG: 1}
    assert project.runs.get(run.id).units_done == 3
    assert sum(outcomes.values()) + len(project.runs.open_units(run.id, 99)) == run.units_planned


def test_runs_are_listed_newest_first(project, plan):
    ids = [plan().id, plan().id]
    assert [run.id for run in project.runs.all()] == ids[::-1]


def test_a_state_is_kept_with_its_reason(project, run):
    project.runs.set_state(run.id, RunState.FAILED, "The model file is gone.")
    found = project.runs.get(run.id)
    assert (found.state, found.failure) == (RunState.FAILED, "The model file is gone.")
    project.runs.set_state(run.id, RunState.RUNNING)
    assert project.runs.get(run.id).failure == ""


@pytest.mark.parametrize("state", [RunState.INTERRUPTED, RunState.STOPPED, RunState.FAILED])
def test_the_newest_run_with_open_units_can_be_resumed(project, plan, state):
    older, newer = plan(), plan()
    project.runs.set_state(older.id, state)
    project.runs.set_state(newer.id, state)
    assert project.runs.unfinished().id == newer.id
    for unit in project.runs.open_units(newer.id, 99):
        finish(project, unit)
    assert project.runs.unfinished().id == older.id


def test_the_run_that_was_continued_last_is_resumed_and_not_the_one_started_last(project, plan):
    older, newer = plan(), plan()
    finish(project, project.runs.open_units(newer.id, 1)[0])
    project.runs.set_state(newer.id, RunState.STOPPED)
    project.runs.claim(older.id)
    assert project.runs.active_last().id == older.id
    finish(project, project.runs.open_units(older.id, 1)[0])
    project.runs.set_state(older.id, RunState.STOPPED)
    assert project.runs.unfinished().id == project.runs.active_last().id == older.id


def test_a_run_that_failed_again_before_its_first_unit_was_active_last(project, plan):
    older, newer = plan(), plan()
    finish(project, project.runs.open_units(newer.id, 1)[0])
    project.runs.set_state(newer.id, RunState.STOPPED)
    project.runs.set_state(older.id, RunState.FAILED, "The model file is gone.")
    write = project._connection.write
    write("UPDATE runs SET ended_at = '2999-01-02T00:00:00+00:00' WHERE id = :id", id=older.id)
    assert project.runs.unfinished().id == older.id


def test_a_plan_made_after_a_stop_is_resumed(project, plan, passage_ids):
    stopped = plan()
    finish(project, project.runs.open_units(stopped.id, 1)[0])
    project.runs.set_state(stopped.id, RunState.STOPPED)
    unit = PlannedUnit(passage_ids[0], "qa", 0, 5)
    planned = project.runs.create(RunRequest("n", ("qa",)), MODEL, [unit], RunState.PLANNED)
    assert project.runs.unfinished().id == planned.id


def test_giving_up_a_run_is_not_working_on_it(project, plan):
    older, newer = plan(), plan()
    project.runs.set_state(newer.id, RunState.STOPPED)
    project.runs.give_up(older.id)
    write = project._connection.write
    write("UPDATE runs SET ended_at = '2999-01-02T00:00:00+00:00' WHERE id = :id", id=older.id)
    assert project.runs.active_last().id == newer.id


def test_the_run_active_last_is_found_without_reading_all_tasks(project, plan):
    plan()
    steps = project._connection.rows(
        "EXPLAIN QUERY PLAN " + _SELECT + _BY_ACTIVITY, running="", given_up="", planned=""
    )
    said = [step["detail"] for step in steps]
    assert [one for one in said if one.startswith("SCAN")] == ["SCAN r"]
    index = "tasks_by_run (run_id=? AND outcome=? AND task_type=?)"
    assert any(one.endswith(index) for one in said)


@pytest.mark.parametrize("state", [RunState.RUNNING, RunState.DONE])
def test_a_run_that_goes_on_or_is_done_is_not_unfinished(project, run, state):
    project.runs.set_state(run.id, state)
    assert project.runs.unfinished() is None


def test_an_unknown_run_is_named_in_the_error(project):
    with pytest.raises(NothingToDo, match="no run 7"):
        project.runs.get(7)
    with pytest.raises(NothingToDo, match="no run 7"):
        project.runs.set_state(7, RunState.DONE)


def test_a_plan_of_fifty_thousand_units_is_stored_and_read_in_seconds_of_work(project, settings):
    text = "word " * 50_000
    document = project.documents.add("/a", "a", "txt", 1, "aa", Extract(text)).document_id
    spans = [Span(start, start + 5, 1) for start in range(0, len(text), 5)]
    project.passages.save(document, settings, spans)
    units = [PlannedUnit(p, "qa", 0, 1) for _, p in project.passages.ids(settings)]
    started = time.process_time()  # of this process: how busy the machine is does not matter
    run = project.runs.create(RunRequest("nano", ("qa",)), MODEL, units)
    assert len(project.runs.open_units(run.id, 100)) == 100
    assert run.units_planned == 50_000
    assert time.process_time() - started < 10  # 0.4 s where this was written


def test_nobody_waits_for_the_rest_of_a_run_that_was_given_up(project, run):
    with pytest.raises(RequestError, match="is going on"):
        project.runs.give_up(run.id)
    first, *others = project.runs.open_units(run.id, 100)
    finish(project, first)
    project.runs.set_state(run.id, RunState.STOPPED)
    assert project.status().units_open == len(others)
    project.runs.give_up(run.id)
    status = project.status()
    assert (status.units_planned, status.units_open) == (1, 0)
    assert project.runs.unfinished() is None
    project.runs.claim(run.id)  # it can be resumed all the same
    assert project.status().units_open == len(others)


def test_what_each_type_gave_is_counted(project, run):
    first, second, *_ = project.runs.open_units(run.id, 100)
    finish(project, first)
    finish(project, second)
    made = project.runs.yields(run.id)
    assert sum(one.units for one in made) == 2
    assert sum(one.well_formed for one in made) == 0
    times = project.runs.times(run.id)
    assert (times.units, times.spread) == (2, 0.0)
