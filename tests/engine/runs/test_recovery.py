"""What becomes of units and slots after crashes and refusals, as tables."""

from itertools import pairwise

import pytest

from engine.runs.recovery import GOOD_UNITS, MOST_RESTARTS, Recovery, Verdict


def crash(recovery: Recovery, *in_flight: int) -> Verdict:
    return recovery.crashed(in_flight, was_ready=True)


def answer(recovery: Recovery, *units: int) -> None:
    for unit in units:
        recovery.answered(unit)


def test_all_that_were_in_flight_at_a_crash_are_tried_again_alone():
    recovery = Recovery(8)
    assert crash(recovery, 3, 1, 2) == Verdict((), (1, 2, 3), gives_up=False)
    assert recovery.slots == 4
    assert recovery.room(1, (), slots=4) == 1
    assert recovery.room(9, (1,), slots=4) == 1
    assert recovery.room(9, (8,), slots=4) == 8


def test_the_second_crash_ends_a_unit_and_gives_its_slots_back():
    recovery = Recovery(8)
    crash(recovery, 1, 2)
    assert crash(recovery, 1) == Verdict((1,), (), gives_up=False)
    assert recovery.slots == 8
    assert not recovery.is_suspect(1)
    assert recovery.is_suspect(2)


def test_the_slots_that_come_back_are_those_before_the_crash_and_no_more():
    recovery = Recovery(8)
    crash(recovery, 1, 2)
    answer(recovery, 1, 2)
    crash(recovery, 3, 4)
    assert recovery.slots == 2
    crash(recovery, 3)
    assert recovery.slots == 4


def test_a_third_crash_in_a_row_is_no_units_fault_and_costs_slots():
    recovery = Recovery(8)
    slots = []
    for unit in (1, 2, 3):
        crash(recovery, *(range(1, 9) if unit == 1 else (unit,)))
        slots.append(recovery.slots)
    assert slots == [4, 8, 4]


@pytest.mark.parametrize("most", [2, 3, 12, 16])
def test_slots_come_back_step_by_step_each_after_twice_as_many_answers(most: int):
    recovery = Recovery(most)
    for unit in range(3):
        crash(recovery, 2 * unit, 2 * unit + 1)
    assert recovery.slots == max(1, most // 8)
    seen, needed = [recovery.slots], GOOD_UNITS
    while recovery.slots < most:
        answer(recovery, *range(needed - 1))
        assert recovery.slots == seen[-1]
        answer(recovery, 0)
        seen.append(recovery.slots)
        needed *= 2
    assert seen[-1] == most
    assert all(later in {2 * one, most} for one, later in pairwise(seen))


def test_restarts_are_counted_since_the_last_answer():
    recovery = Recovery(1)
    for unit in range(10 * MOST_RESTARTS):
        assert not crash(recovery, unit).gives_up
        assert not crash(recovery, unit).gives_up
        answer(recovery, 1000)


def test_a_worker_that_dies_again_and_again_without_an_answer_is_given_up():
    recovery = Recovery(16)
    verdicts = [crash(recovery, unit // 2).gives_up for unit in range(MOST_RESTARTS + 1)]
    assert verdicts == [False] * MOST_RESTARTS + [True]


def test_a_model_that_does_not_load_with_one_slot_is_given_up_at_once():
    recovery = Recovery(2)
    assert not recovery.crashed((), was_ready=False).gives_up
    assert recovery.crashed((), was_ready=False).gives_up


def test_a_unit_that_is_refused_among_others_is_tried_again_and_one_alone_ends():
    recovery = Recovery(4)
    assert not recovery.refused(1, (1, 2, 3))
    assert not recovery.refused(2, (2, 3))
    assert recovery.room(1, (3,), slots=4) == 1
    answer(recovery, 3)
    assert recovery.refused(1, (1,))
    answer(recovery, 2)
    assert recovery.slots == 4  # one was to blame
    assert not recovery.is_suspect(1)


def test_a_batch_that_fails_with_no_unit_to_blame_costs_half_the_slots():
    recovery = Recovery(4)
    for unit in (1, 2):
        recovery.refused(unit, (1, 2))
    answer(recovery, 1)
    assert recovery.slots == 4
    answer(recovery, 2)
    assert recovery.slots == 2


def test_a_refused_unit_that_then_crashes_the_worker_twice_ends_too():
    recovery = Recovery(4)
    recovery.refused(1, (1, 2))
    assert crash(recovery, 1) == Verdict((), (1,), gives_up=False)
    assert crash(recovery, 1) == Verdict((1,), (), gives_up=False)
