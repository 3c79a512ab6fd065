import pytest

from engine.records import RunTimes, TypeYield
from engine.runs.estimate import estimate, poor_types

PILOT = (TypeYield("exqa", 6, 6), TypeYield("sentiment", 6, 2))


def test_time_is_that_of_the_pilot_unit_for_unit():
    found = estimate({"exqa": 500, "sentiment": 500}, PILOT, RunTimes(12, 66.0, 0.3))
    assert found.units == 1_000
    assert found.seconds == pytest.approx(6_000)
    assert found.fastest < 5_200
    assert found.slowest > 6_800


def test_a_type_is_as_often_well_formed_as_in_the_pilot():
    found = estimate({"exqa": 70, "sentiment": 70}, PILOT, RunTimes(12, 66.0, 0.0))
    assert 75 <= found.well_formed <= 105
    assert 0 < found.fewest < found.well_formed < found.most <= 140
    good = estimate({"exqa": 70}, PILOT, RunTimes(12, 66.0, 0.0))
    bad = estimate({"sentiment": 70}, PILOT, RunTimes(12, 66.0, 0.0))
    assert good.well_formed > 55
    assert bad.well_formed < 35
    assert bad.fewest < 12


def test_units_of_one_prompt_tell_less():
    times = RunTimes(12, 66.0, 0.0)
    wide, narrow = (estimate({"exqa": 70}, PILOT, times, prompts) for prompts in (3, 12))
    assert wide.most - wide.fewest > narrow.most - narrow.fewest
    assert estimate({"exqa": 70}, PILOT, times) == narrow


def test_of_nothing_nothing_comes():
    found = estimate({}, PILOT, RunTimes(12, 66.0, 0.0))
    assert (found.units, found.fewest, found.well_formed, found.most) == (0, 0, 0, 0)


def test_a_pilot_of_one_unit_tells_no_time():
    assert estimate({"exqa": 9}, PILOT[:1], RunTimes(1, 0.0, 0.0)).seconds is None


def test_a_pilot_with_even_times_is_not_believed_too_much():
    found = estimate({"exqa": 100}, PILOT, RunTimes(12, 11.0, 0.0))
    assert found.seconds == pytest.approx(100)
    assert (found.fastest, found.slowest) == (pytest.approx(85), pytest.approx(115))


def test_types_of_which_few_came_out_well_are_named():
    assert poor_types(PILOT) == ("sentiment",)
    assert poor_types((TypeYield("qa", 1, 0),)) == ()
