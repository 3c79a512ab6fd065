"""Lengths and times become a few columns, each with its words; nothing is lost on the way."""

import re
from collections import Counter

import pytest

from desktop.column_charts import MOST_COLUMNS, acceptance, lengths, throughput


def many(count: int) -> str:
    return f"{count} answers"


def told(columns, pattern: str) -> int:
    """The sum of what the columns say in words."""
    found = [re.search(pattern, column.said) for column in columns]
    return sum(int(one[1].replace(",", "")) for one in found if one)


@pytest.mark.parametrize("longest", [1, 13, 14, 100, 999, 40_000, 3_000_000])
def test_every_length_is_in_one_of_few_columns(longest: int):
    counts = Counter(dict.fromkeys(range(1, longest + 1, max(longest // 90, 1)), 2))
    columns = lengths(counts, "characters", many)
    assert 1 <= len(columns) <= 15
    assert told(columns, r": ([\d,]+) answers") == counts.total()
    assert max(column.part for column in columns) == columns[0].whole


def test_a_few_very_long_texts_share_the_last_column():
    columns = lengths(Counter({10: 50, 20: 49, 90_000: 1}), "characters", many)
    assert columns[-1].said.endswith("and more: 50 answers")
    assert columns[-1].label == "20"


def test_a_long_run_has_few_columns_and_its_standstill_none():
    start = 1_790_000_000
    made = Counter({start + 7 * n: 1 for n in range(500)}) + Counter({start + 900_000: 5})
    columns = throughput(made)
    assert 1 < len(columns) <= MOST_COLUMNS
    assert told(columns, r": (\d+) units?,") == made.total()
    assert max(column.part for column in columns) == columns[0].whole


def test_the_pace_is_told_by_the_minute():
    (column,) = throughput({1_790_000_000: 3})
    assert column.said.endswith("3 units, 36.0 a minute")  # in five seconds


def test_acceptance_is_told_of_each_stretch():
    settled, kept = {1_790_000_000: 4, 1_790_000_000 + 7_200: 2}, {1_790_000_000: 1}
    first, last = acceptance(settled, kept)
    assert (first.part, first.whole, last.part, last.whole) == (1, 4, 0, 2)
    assert first.said.endswith(": 1 of 4 accepted (25.0 %)")


def test_many_years_of_review_keep_the_newest_columns():
    settled = {1_500_000_000 + n * 86_400 * 30: 1 for n in range(80)}
    columns = acceptance(settled, settled)
    assert len(columns) == MOST_COLUMNS


def test_nothing_gives_no_columns():
    assert lengths({}, "tokens", many) == throughput({}) == acceptance({}, {}) == []
