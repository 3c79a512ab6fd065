"""Exact bounds against published tables and against fractions counted without rounding."""

from fractions import Fraction
from math import comb

import pytest

from engine.records import Portion
from engine.tasks.bounds import (
    bound_sentence,
    chance,
    highest_share,
    loss_sentence,
    most_wrong,
    share_interval,
)


@pytest.mark.parametrize(
    ("part", "whole", "low", "high"),
    [
        (0, 10, 0.0, 0.3085),
        (10, 10, 0.6915, 1.0),
        (5, 20, 0.0866, 0.4910),
        (1, 30, 0.0008, 0.1722),
        (50, 100, 0.3983, 0.6017),
        (15, 148, 0.0578, 0.1617),
    ],
)
def test_the_two_sided_interval_is_that_of_clopper_and_pearson(part, whole, low, high):
    assert share_interval(part, whole) == pytest.approx((low, high), abs=1e-4)


@pytest.mark.parametrize(
    ("wrong", "read", "share"),
    [(0, 59, 1 - 0.05 ** (1 / 59)), (0, 10, 0.2589), (1, 10, 0.3942), (2, 20, 0.2826), (4, 4, 1.0)],
)
def test_the_one_sided_bound_of_an_endless_number(wrong, read, share):
    assert highest_share(wrong, read) == pytest.approx(share, abs=1e-4)


def exact(wrong: int, read: int, tasks: int) -> int:
    """The same bound by fractions, tried from the largest number downwards."""
    for bad in range(tasks - (read - wrong), wrong - 1, -1):
        ways = sum(comb(bad, k) * comb(tasks - bad, read - k) for k in range(wrong + 1))
        if Fraction(ways, comb(tasks, read)) > Fraction(1, 20):
            return bad
    raise AssertionError


@pytest.mark.parametrize("tasks", [1, 2, 7, 20, 33])
def test_the_finite_bound_is_exact_for_every_sample(tasks: int):
    for read in range(1, tasks + 1):
        for wrong in range(read + 1):
            assert most_wrong(wrong, read, tasks) == exact(wrong, read, tasks), (read, wrong)


SIZES = [(3, 120, 840), (0, 60, 1000), (12, 200, 5000)]


@pytest.mark.parametrize(("wrong", "read", "tasks"), SIZES)
def test_the_finite_bound_of_real_sizes(wrong: int, read: int, tasks: int):
    bound = most_wrong(wrong, read, tasks)
    assert bound == exact(wrong, read, tasks)
    assert bound / tasks <= highest_share(wrong, read) + 1 / tasks


def test_of_many_tasks_the_finite_bound_is_the_endless_one():
    assert most_wrong(5, 300, 10_000_000) / 1e7 == pytest.approx(highest_share(5, 300), abs=1e-4)


def test_a_chance_adds_up_to_one():
    assert chance(7, 7, 0.3) == pytest.approx(1)
    assert (chance(0, 5, 0.0), chance(0, 5, 1.0), chance(5, 5, 1.0)) == (1, 0, 1)


@pytest.mark.parametrize(
    ("portion", "said"),
    [
        (
            Portion(840, 120, 120, 3),
            "120 read, 3 wrong: with 95 % confidence fewer than 6 % of the 840 are wrong",
        ),
        (Portion(840, 120, 60, 1), "60 of 120 read; nothing can be said of the 840 yet"),
        (Portion(12, 12, 12, 2), "12 read, 2 wrong: all of the 12 were read"),
        (
            Portion(5, 1, 1, 1),
            "1 read, 1 wrong: with 95 % confidence fewer than 100 %",
        ),
        (Portion(9, 0, 0, 0), "0 of 0 read; nothing can be said of the 9 yet"),
    ],
)
def test_a_bound_is_a_sentence(portion: Portion, said: str):
    assert bound_sentence(portion).startswith(said)


@pytest.mark.parametrize(
    ("portion", "said"),
    [
        (Portion(840, 120, 120, 119, kept=1), "120 read, 1 worth keeping: with 95 % confidence"),
        (Portion(840, 120, 60, 1, kept=59), "60 of 120 read; nothing can be said of the 840 yet"),
        (Portion(12, 12, 12, 10, kept=2), "12 read, 2 worth keeping: all of the 12 were read"),
    ],
)
def test_what_rejecting_all_costs_is_said_from_what_was_worth_keeping(portion: Portion, said: str):
    assert loss_sentence(portion).startswith(said)


def test_the_loss_is_bounded_as_the_wrong_ones_are():
    wrong, kept = Portion(840, 120, 120, 3), Portion(840, 120, 120, 0, kept=3)
    share = bound_sentence(wrong).partition("fewer than ")[2].partition(" %")[0]
    assert f"fewer than {share} % of the 840 are worth keeping" in loss_sentence(kept)
