"""The sheet tells the reader nothing of the model, and the count is right."""

import json

import pytest

pytest.importorskip("llama_cpp")

from engine.records import StopReason
from models.nano.build import reading
from models.nano.build.measure import Answer

TEXT = "The depot opens at six. The key hangs behind the blue door."


def answer(output, attempt=1, task="exqa"):
    raw = f"{{{{context}}}}\n\nWhere does the key hang?\n<|pipe|>\n{output}"
    return Answer(task, TEXT, raw, StopReason.END, attempt)


def test_the_last_attempt_of_a_unit_is_read():
    found = reading.last_attempts([answer("nowhere"), answer("behind the blue door", 2)])
    assert [one.attempt for one in found.values()] == [2]


def test_a_malformed_answer_is_counted_as_asked_and_not_read():
    models = {"one": [answer("behind the blue door")], "two": [answer("in the cellar")]}
    rows = reading.sheet({name: reading.last_attempts(own) for name, own in models.items()})
    assert {row["model"]: bool(row["input"]) for row in rows} == {"one": True, "two": False}
    right = {row["id"]: True for row in rows if row["input"]}
    text = reading.count(rows, right)
    assert "| one | exqa | 1 | 1 | 1 |" in text
    assert "| two | exqa | 1 | 0 | 0 |" in text


def test_units_that_one_model_did_not_write_are_left_out():
    models = {"one": [answer("at six"), answer("at six", task="qa")], "two": [answer("at six")]}
    rows = reading.sheet({name: reading.last_attempts(own) for name, own in models.items()})
    assert {row["task"] for row in rows} == {"exqa"}


def test_the_sheet_holds_no_model(tmp_path, monkeypatch):
    path = tmp_path / "answers.jsonl"
    record = {"task": "exqa", "context": TEXT, "raw": answer("at six").raw}
    record |= {"stop": "end", "attempt": 1, "asked": ""}
    path.write_text(json.dumps(record) + "\n", encoding="utf-8")
    arguments = ["reading", "sheet", str(tmp_path), f"one={path}", f"two={path}"]
    monkeypatch.setattr("sys.argv", arguments)
    reading.main()
    rows = [json.loads(line) for line in (tmp_path / "sheet.jsonl").read_text().splitlines()]
    assert len(rows) == 2
    assert all(row.keys() == {"id", "task", "context", "input", "output"} for row in rows)
    assert len({row["id"] for row in rows}) == 2


def test_an_answer_that_could_not_be_composed_is_not_read():
    failed = Answer("qg", TEXT, answer("at six").raw, StopReason.END, 2, asked="exqa")
    rows = reading.sheet({"one": reading.last_attempts([failed])})
    assert [(row["outcome"], row["input"]) for row in rows] == [("unconfirmed", "")]
