from engine.records import Outcome
from engine.runs.progress import Progress


class Clock:
    """A clock that a test turns."""

    seconds = 100.0

    def __call__(self) -> float:
        return self.seconds


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


def test_rates_leave_out_what_an_earlier_start_did_and_the_time_of_loading():
    clock = Clock()
    progress = Progress(4, {Outcome.OK: 2}, clock)
    clock.seconds += 500  # the model loads
    progress.start_clock()
    clock.seconds += 10
    now = progress.add(Outcome.OK, 50)
    assert (now.tasks_per_minute, now.tokens_per_second, now.seconds_left) == (6, 5, 10)


def test_a_pause_or_a_crash_changes_no_rate_and_no_time_left():
    clock = Clock()
    progress = Progress(100, {}, clock)
    progress.start_clock()
    clock.seconds += 30
    before = [progress.add(Outcome.OK, 10) for _ in range(10)][-1]
    progress.stop_clock()
    progress.stop_clock()
    clock.seconds += 3600
    assert progress.now() == before
    progress.start_clock()
    progress.start_clock()
    assert progress.now() == before
    clock.seconds += 3
    after = progress.add(Outcome.OK, 10)
    assert (before.tasks_per_minute, before.seconds_left) == (20, 270)
    assert (after.tasks_per_minute, after.seconds_left) == (20, 267)


def test_at_the_end_no_time_is_left():
    assert Progress(1, {}).add(Outcome.OK, 1).seconds_left == 0


def test_the_time_left_of_a_long_run_is_told_once_the_first_units_are_behind_it():
    moments = iter(range(10_000))
    progress = Progress(948, {}, clock=lambda: float(next(moments)))
    progress.start_clock()
    told = [progress.add(Outcome.OK, 9).seconds_left for _ in range(33)]
    assert told[:31] == [None] * 31
    assert told[31] is not None
    short = Progress(12, {}, clock=lambda: float(next(moments)))
    short.start_clock()
    assert short.add(Outcome.OK, 9).seconds_left is not None
