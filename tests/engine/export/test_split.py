import hashlib
from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.errors import BadSetting
from engine.export.split import PARTS, assign, check_split, parse_split


def documents(*rows: int) -> dict[str, int]:
    return {hashlib.sha256(str(n).encode()).hexdigest(): count for n, count in enumerate(rows)}


def rows_by_part(rows: dict[str, int], parts: dict[str, str]) -> Counter[str]:
    counts: Counter[str] = Counter()
    for sha256, part in parts.items():
        counts[part] += rows[sha256]
    return counts


@pytest.mark.parametrize(
    ("text", "weights"),
    [("80/10/10", (80, 10, 10)), (" 90 / 10 ", (90, 10)), ("80/0/20", (80, 0, 20))],
)
def test_percentages_are_read(text: str, weights: tuple[int, ...]):
    assert parse_split(text) == weights


@pytest.mark.parametrize(
    "text",
    ["", "80", "80/10", "80/10/20", "50/20/20/10", "a/b/c", "110/-10", "80/10/", "9.5/90.5",
     "80/10/١٠"],
)  # fmt: skip
def test_what_is_no_split_is_refused_with_an_example(text: str):
    with pytest.raises(BadSetting, match="80/10/10"):
        parse_split(text)


@pytest.mark.parametrize("weights", [(100,), (110, -10), (25, 25, 25, 25), (50, 40)])
def test_percentages_from_elsewhere_are_checked_too(weights: tuple[int, ...]):
    with pytest.raises(BadSetting):
        check_split(weights)


def test_a_hundred_equal_documents_are_shared_out_as_asked():
    rows = documents(*[10] * 100)
    assert rows_by_part(rows, assign(rows, (80, 10, 10))) == {
        "train": 800,
        "validation": 100,
        "test": 100,
    }


def test_the_split_does_not_depend_on_the_order_in_which_documents_come():
    rows = documents(3, 5, 8, 13, 21, 34)
    assert assign(dict(reversed(rows.items())), (80, 10, 10)) == assign(rows, (80, 10, 10))


def test_a_part_of_zero_percent_gets_nothing():
    rows = documents(*[1] * 10)
    assert set(assign(rows, (80, 0, 20)).values()) == {"train", "test"}


def test_three_documents_fill_three_parts():
    assert set(assign(documents(50, 1, 1), (80, 10, 10)).values()) == set(PARTS)


def test_a_single_document_goes_to_train():
    assert list(assign(documents(9), (80, 10, 10)).values()) == ["train"]


def test_the_largest_of_few_documents_goes_to_the_largest_part():
    rows = documents(9, 10, 13)
    parts = assign(rows, (80, 10, 10))
    assert rows_by_part(rows, parts)["train"] == 13


def test_a_document_that_is_larger_than_a_part_does_not_come_last_and_burst_it():
    rows = documents(*[1] * 40, 60)
    assert rows_by_part(rows, assign(rows, (80, 10, 10))) == {
        "train": 80,
        "validation": 10,
        "test": 10,
    }


@given(
    st.lists(st.integers(1, 50), min_size=1, max_size=30),
    st.sampled_from([(80, 10, 10), (34, 33, 33), (90, 10), (50, 0, 50)]),
)
def test_every_document_is_in_one_part_and_no_asked_part_is_empty_without_need(
    counts: list[int], weights: tuple[int, ...]
):
    rows = documents(*counts)
    parts = assign(rows, weights)
    asked = {part for part, weight in zip(PARTS, weights, strict=False) if weight}
    assert parts.keys() == rows.keys()
    assert set(parts.values()) <= asked
    assert len(set(parts.values())) == min(len(asked), len(rows))
