"""The arithmetic of the bench, against tables that were computed by hand."""

import json
from pathlib import Path

import pytest

from tests.bench.doubt import auc, auc_of, interval, lines
from tests.bench.verdicts import Judged, read


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
    told = list(lines(read(file).tasks))
    assert told[0] == "all: 13 read, 6 right (46%)"
    assert told[1].split() == ["output_mean", "0.50", "[0.50,", "0.50]"]
    assert told[2:4] == ["nli: 1 read, 0 right (0%)", "  too few for an AUC"]


@pytest.mark.parametrize(
    "row",
    [
        {"type": "qa", "doc": "a", "right": True, "output_mean": -1.0, "id": 7},
        {"task": "qa", "source": "a", "verdict": 1, "scores": {"output": {"mean": -1}}},
        {"task_type": "qa", "document": "a", "decision": "accept", "features": {"output_mean": -1}},
        {"kind": "qa", "file": "a", "correct": "Yes",
         "checks": [{"kind": "output_mean", "value": -1}]},
    ],
)  # fmt: skip
def test_other_usual_names_are_understood(tmp_path: Path, row: dict):
    file = tmp_path / "judged.jsonl"
    file.write_text(json.dumps(row) + "\n")
    assert read(file).tasks == [Judged("qa", "a", True, {"output_mean": -1.0})]
    file.write_text(json.dumps([row, row]))
    assert len(read(file).tasks) == 2


def test_grades_and_shares_are_numbers_and_what_decides_nothing_is_counted(tmp_path: Path):
    row = {"verdict": "wrong", "signals": {"doubt": "high", "agreement": {"same": 2, "of": 8}}}
    file = tmp_path / "judged.jsonl"
    file.write_text(f"{json.dumps(row)}\n{json.dumps(row | {'verdict': 'unsure'})}\n")
    found = read(file)
    assert found.undecided == 1
    assert found.tasks[0].signals == {"doubt": 1.0, "agreement": 0.25}


@pytest.mark.parametrize(
    ("line", "why"),
    [
        ('{"task_type": "qa", "verdict": "banana"}', "its verdict is “banana”, neither right"),
        ('{"task_type": "qa"}', "it has no verdict under verdict, right"),
        ("[1", "Expecting|no JSON"),
        ("7", "it is no object"),
    ],
)
def test_a_line_that_is_no_verdict_is_named(tmp_path: Path, line: str, why: str):
    file = tmp_path / "judged.jsonl"
    file.write_text(f"{line}\n")
    with pytest.raises(ValueError, match=why):
        read(file)
