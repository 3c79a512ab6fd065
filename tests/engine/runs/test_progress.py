from engine.records import Outcome
from engine.runs.progress import Progress


def test_a_fresh_run_knows_no_rates():
    now = Progress(10, {}).now()
    assert (now.units_planned, now.units_done, now.seconds_left) == (10, 0, None)
    assert (now.tasks_per_minute, now.tokens_per_second) == (0, 0)


def test_units_are_counted_by_outcome_on_top_of_what_was_there():
    progress = Progress(10, {Outcome.OK: 3})
    progress.add(Outcome.OK, 20)
    now = progress.add(Outcome.NO_PIPE, 30)
    assert now.outcomes == {Outcome.OK: 4, Outcome.NO_PIPE: 1}
    assert now.units_done == 5


def test_rates_leave_out_what_an_earlier_start_did():
    progress = Progress(4, {Outcome.OK: 2})
    progress.restart_clock()
    now = progress.add(Outcome.OK, 50)
    assert now.seconds_left is not None
    seconds = now.seconds_left  # one unit is done and one is left, so this is the time it took
    assert now.tasks_per_minute == 60 / seconds
    assert now.tokens_per_second == 50 / seconds


def test_at_the_end_no_time_is_left():
    assert Progress(1, {}).add(Outcome.OK, 1).seconds_left == 0
