"""What is forecast adds up, is a range, and holds in a played-through night with failures."""

import pytest

from engine.errors import BadSetting
from engine.planning.forecast import MergeCost, forecast
from engine.planning.machines import Machine, Machines
from tests.bench.packets_on_paper import CROWD, played

PAIR = Machines((Machine("fast", 300.0, off=0.15), Machine("slow", 100.0, off=0.3)), 0.0)


def test_every_unit_is_somebodys():
    made = forecast(4001, PAIR, 40)
    assert sum(share.units for share in made.shares) == 4001
    assert (made.parts, made.largest, made.left_units) == (40, 101, 0)


def test_the_time_is_that_of_the_last_machine_with_both_bounds():
    made = forecast(4000, PAIR, 40)
    fast, slow = (share.seconds for share in made.shares)
    assert fast.expected == slow.expected == pytest.approx(36_000)
    assert (fast.fastest, fast.slowest) == (pytest.approx(30_600), pytest.approx(41_400))
    assert made.seconds.slowest == slow.slowest == pytest.approx(46_800)
    assert made.seconds.fastest == fast.fastest


def test_what_nobody_has_the_time_for_is_left_and_said():
    made = forecast(1000, Machines((Machine("short", 100.0, off=0.0, hours=4.0),), 0.0), 10)
    assert made.left_units == 600
    assert made.shares[0].units == 400


def test_one_part_takes_as_long_however_it_is_handed_out():
    made = forecast(1000, Machines((Machine("one", 100.0, off=0.2),), 0.0), 1)
    assert made.queued == made.seconds


def test_merging_is_linear_in_units_and_its_memory_in_one_packet():
    cost = MergeCost(1.0, 0.001, 100, 2.0)
    made = forecast(4000, PAIR, 40, cost)
    assert (made.merge_seconds, made.merge_bytes) == (pytest.approx(44), 300)
    twice = forecast(8000, PAIR, 80, cost)
    assert (twice.merge_seconds, twice.merge_bytes) == (pytest.approx(88), 300)


@pytest.mark.parametrize("parts", [0, -1, 11, 10_001])
def test_parts_outside_what_can_be_cut_are_refused(parts: int):
    with pytest.raises(BadSetting, match="1 to 10 parts"):
        forecast(10, PAIR, parts)


def test_ten_thousand_packets_and_a_hundred_million_units_are_forecast_and_played_through():
    made = forecast(10**8, CROWD, 10_000)
    assert sum(share.units for share in made.shares) == 10**8
    assert (made.parts, made.largest) == (10_000, 10_000)
    assert made.merge_bytes == forecast(10**5, CROWD, 10).merge_bytes  # equal packets, equal memory
    took = played(made, CROWD, seed=1, failing=0.0)
    assert made.queued.fastest <= took <= made.queued.slowest


@pytest.mark.parametrize("seed", range(4))
def test_packets_that_fail_and_come_back_stay_within_what_was_said(seed: int):
    made = forecast(10**6, CROWD, 2_000)
    assert made.queued.fastest <= played(made, CROWD, seed, failing=0.05) <= made.queued.slowest
