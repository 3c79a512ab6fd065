"""Parts are dealt so that the last machine ends as early as equal parts allow."""

from itertools import product

import pytest

from engine.planning.machines import Machine
from engine.planning.sharing import MOST_PARTS, best_deal, deal, part_seconds

FAST, SLOW = Machine("fast", 300.0), Machine("slow", 100.0)


def test_a_machine_three_times_as_fast_takes_three_times_as_many_parts():
    dealt = deal(4000, 40, (FAST, SLOW), 0.0)
    assert dealt.taken == ((30,), (10,))
    assert (dealt.largest, dealt.left) == (100, 0)
    assert dealt.seconds == pytest.approx(10 * 3600)


@pytest.mark.parametrize("parts", [1, 2, 5, 8])
@pytest.mark.parametrize("start", [0.0, 600.0])
def test_no_other_dealing_ends_earlier(parts: int, start: float):
    machines = (FAST, SLOW, Machine("other", 170.0))
    each = [part_seconds(one, -(-1000 // parts), start) for one in machines]
    splits = (way for way in product(range(parts + 1), repeat=3) if sum(way) == parts)
    best = min(max(n * s for n, s in zip(way, each, strict=True)) for way in splits)
    assert deal(1000, parts, machines, start).seconds == pytest.approx(best)


def test_equal_machines_of_a_group_get_equal_parts():
    dealt = deal(900, 9, (Machine("three", 100.0, count=3),), 0.0)
    assert dealt.taken == ((3, 3, 3),)


def test_a_machine_takes_no_part_that_it_might_not_end_in_its_hours():
    short = Machine("short", 100.0, off=0.5, hours=4.0)
    dealt = deal(1000, 10, (short, Machine("short too", 100.0, off=0.0, hours=4.0)), 0.0)
    assert dealt.taken == ((2,), (4,))
    assert dealt.left == 4


def test_few_parts_are_cut_when_the_model_takes_long_to_load():
    machines = (FAST, SLOW, Machine("other", 170.0))
    quick, long = (best_deal(10_000, machines, start) for start in (1.0, 3600.0))
    assert long.parts < quick.parts


def test_the_fewest_parts_of_nearly_the_shortest_time_are_cut():
    machines = (Machine("a", 100.0, count=7),)
    assert best_deal(70_000, machines, 20.0).parts == 7
    uneven = best_deal(70_000, (FAST, SLOW), 20.0)
    ideal = 70_000 / 400 * 3600
    assert uneven.parts < 40
    assert uneven.seconds <= ideal * 1.07


def test_fewer_units_than_machines_is_a_part_for_each_unit():
    assert best_deal(3, (Machine("many", 5.0, count=50),), 0.0).parts == 3


def test_there_are_never_more_parts_than_can_be_handled():
    assert best_deal(10**8, (Machine("many", 50.0, count=9_000), SLOW), 0.0).parts <= MOST_PARTS
