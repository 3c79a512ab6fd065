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
    assert found.well_formed == round(70 * (6 + 8 / 12) / 7 + 70 * (2 + 8 / 12) / 7)
    assert found.fewest < found.well_formed < found.most <= 140
    only = estimate({"exqa": 70}, PILOT, RunTimes(12, 66.0, 0.0))
    assert only.well_formed > 60


def test_a_pilot_of_one_unit_tells_no_time():
    assert estimate({"exqa": 9}, PILOT[:1], RunTimes(1, 0.0, 0.0)).seconds is None


def test_a_pilot_with_even_times_is_not_believed_too_much():
    found = estimate({"exqa": 100}, PILOT, RunTimes(12, 11.0, 0.0))
    assert found.seconds == pytest.approx(100)
    assert (found.fastest, found.slowest) == (pytest.approx(85), pytest.approx(115))


def test_types_of_which_few_came_out_well_are_named():
    assert poor_types(PILOT) == ("sentiment",)
    assert poor_types((TypeYield("qa", 1, 0),)) == ()
