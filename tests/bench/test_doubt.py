"""The arithmetic of the bench, against tables that were computed by hand."""

import json
from pathlib import Path

import pytest

from tests.bench.doubt import Judged, auc, auc_of, interval, lines, read


@pytest.mark.parametrize(
    ("right", "wrong", "expected"),
    [
        ([3, 4], [1, 2], 1.0),
        ([1, 2], [3, 4], 0.0),
        ([1, 1], [1, 1], 0.5),
        ([2, 4], [1, 3], 3 / 4),  # 2>1, 2<3, 4>1, 4>3
        ([5, 2, 2], [2, 1], 5 / 6),  # 5: 2, each 2: half and one, of 6 pairs
    ],
)
def test_an_auc_counts_the_pairs_that_are_in_order(right, wrong, expected):
    assert auc(right, wrong) == pytest.approx(expected)


def task(number: int, signal: str, value: float, *, is_right: bool) -> Judged:
    return Judged("qa", f"d{number % 10}", is_right, {signal: value})


def test_doubt_counts_the_other_way_round():
    pair = [task(1, "doubt", 0.9, is_right=False), task(2, "doubt", 0.1, is_right=True)]
    assert auc_of(pair, "doubt") == 1.0
    assert auc_of(pair[:1], "doubt") is None


def test_an_interval_holds_its_value_and_a_perfect_signal_has_none():
    perfect = [task(n, "mean", n % 2, is_right=bool(n % 2)) for n in range(40)]
    assert interval(perfect, "mean", 50) == (1.0, 1.0)
    mixed = [task(n, "mean", n * 7 % 13, is_right=n % 3 == 0) for n in range(60)]
    low, high = interval(mixed, "mean", 200)
    assert low < auc_of(mixed, "mean") < high
    assert interval(mixed, "mean", 200) == (low, high)


def test_a_file_of_verdicts_is_read_and_told(tmp_path: Path):
    file = tmp_path / "judged.jsonl"
    rows = [
        {"task_type": "qa", "document": "a", "verdict": verdict, "signals": {"output_mean": -n}}
        for n in range(6)
        for verdict in ("right", "wrong")
    ]
    rows.append({"task_type": "nli", "verdict": "wrong", "signals": {}})
    file.write_text("".join(json.dumps(row) + "\n" for row in rows))
    told = list(lines(read(file)))
    assert told[0] == "all: 13 read, 6 right (46%)"
    assert told[1].split() == ["output_mean", "0.50", "[0.50,", "0.50]"]
    assert told[2:4] == ["nli: 1 read, 0 right (0%)", "  too few for an AUC"]


def test_a_line_that_is_no_verdict_is_named(tmp_path: Path):
    file = tmp_path / "judged.jsonl"
    file.write_text('{"task_type": "qa", "verdict": "good", "signals": {}}\n')
    with pytest.raises(ValueError, match="line 1 is no judged task"):
        read(file)
