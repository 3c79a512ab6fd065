"""Kappa against worked numbers, and against formulas that share nothing with ours."""

from collections import Counter
from itertools import product
from math import isclose, sqrt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.packets.kappa import Kappa, Z, kappa, wilson

VERDICTS = ("accept", "edit", "reject")


def table(rows: list[list[int]]) -> dict[tuple[str, str], int]:
    names = VERDICTS[: len(rows)]
    cells = [count for row in rows for count in row]
    return dict(zip(product(names, names), cells, strict=True))


def by_counting(pairs: list[tuple[str, str]]) -> float:
    """Agreement beyond what two shuffled lists would have, pair by pair of all pairs."""
    agreed = sum(one == other for one, other in pairs) / len(pairs)
    chance = sum(one == other for one, _ in pairs for _, other in pairs) / len(pairs) ** 2
    return (agreed - chance) / (1 - chance)


def by_delta(counts: dict[tuple[str, str], int]) -> float:
    """The standard error by the delta method, with derivatives taken numerically."""
    total, names = sum(counts.values()), list(counts)
    shares = [counts[name] / total for name in names]

    def value(cells: list[float]) -> float:
        whole = sum(cells)
        parts = [cell / whole for cell in cells]
        agreed = sum(p for p, (one, other) in zip(parts, names, strict=True) if one == other)
        chance = sum(
            sum(p for p, (one, _) in zip(parts, names, strict=True) if one == verdict)
            * sum(p for p, (_, other) in zip(parts, names, strict=True) if other == verdict)
            for verdict in VERDICTS
        )
        return (agreed - chance) / (1 - chance)

    step = 1e-6
    slopes = [
        (value([*shares[:n], shares[n] + step, *shares[n + 1 :]])
         - value([*shares[:n], shares[n] - step, *shares[n + 1 :]])) / (2 * step)
        for n in range(len(names))
    ]  # fmt: skip
    mean = sum(p * slope for p, slope in zip(shares, slopes, strict=True))
    spread = sum(p * (slope - mean) ** 2 for p, slope in zip(shares, slopes, strict=True))
    return sqrt(max(spread, 0) / total)


def test_the_numbers_that_textbooks_work_out():
    """20 and 15 alike, 5 and 10 not: 0.40. And Cohen's own table of 1960, in percent: 0.492."""
    found = kappa(table([[20, 5], [10, 15]]))
    assert found is not None
    assert round(found.value, 10) == 0.4
    cohen = kappa(table([[88, 10, 2], [14, 40, 6], [18, 10, 12]]))
    assert cohen is not None
    assert round(cohen.value, 3) == 0.492


@given(st.lists(st.tuples(st.sampled_from(VERDICTS), st.sampled_from(VERDICTS)), min_size=2))
def test_kappa_is_what_counting_all_pairs_gives(pairs):
    found = kappa(Counter(pairs))
    one_word = {one for one, _ in pairs} == {other for _, other in pairs} and len(set(pairs)) == 1
    if one_word:
        assert found is None
    else:
        assert found is not None
        assert isclose(found.value, by_counting(pairs), abs_tol=1e-9)
        assert -1 <= found.low <= found.value + 1e-9
        assert found.value - 1e-9 <= found.high <= 1


@pytest.mark.parametrize(
    "rows",
    [
        [[20, 5], [10, 15]],
        [[88, 10, 2], [14, 40, 6], [18, 10, 12]],
        [[3, 9, 1], [0, 4, 7], [0, 0, 0]],
    ],
)
def test_the_interval_is_that_of_the_delta_method(rows):
    counts = {pair: count for pair, count in table(rows).items() if count}
    found = kappa(counts)
    assert found is not None
    wide = Z * by_delta(counts)
    assert isclose(found.value - found.low, wide, rel_tol=1e-4)
    assert isclose(found.high - found.value, wide, rel_tol=1e-4) or found.high == 1


def test_where_both_say_one_thing_kappa_says_nothing():
    assert kappa({("accept", "accept"): 50}) is None
    assert kappa({}) is None


def test_one_who_always_says_the_same_agrees_by_chance_only():
    found = kappa({("accept", "accept"): 30, ("accept", "reject"): 10})
    assert found is not None
    assert abs(found.value) < 1e-12


def test_full_agreement_on_a_few_tasks_is_not_sure():
    few = kappa({("accept", "accept"): 3, ("reject", "reject"): 2})
    many = kappa({("accept", "accept"): 300, ("reject", "reject"): 200})
    assert few is not None
    assert many is not None
    assert few.value == many.value == few.high == many.high == 1
    assert few.low < 0.2
    assert many.low > 0.98


def test_wilson_is_the_published_interval():
    """Newcombe 1998, table I, method 3: 81 of 263 is 0.2553 to 0.3662, 0 of 20 is 0 to 0.1611."""
    assert [round(bound, 4) for bound in wilson(81 / 263, 263)] == [0.2553, 0.3662]
    assert [round(bound, 4) for bound in wilson(0, 20)] == [0, 0.1611]
    assert isinstance(kappa({("a", "b"): 1}), Kappa)
