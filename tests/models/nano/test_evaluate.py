"""The plan of an evaluation and what is read back, without running a model."""

import json

import pytest

pytest.importorskip("llama_cpp")

from engine.records import PassageKind, StopReason
from engine.tasks.types import TASK_TYPES
from models.nano.build import evaluate
from models.nano.build import pairs as build
from models.nano.build.measure import Answer


@pytest.fixture
def pairs(tmp_path):
    records = [
        {"kind": kind, "text": f"{kind} {n}"} for kind in ("paragraph", "sentence") for n in (0, 1)
    ]
    lines = "".join(json.dumps(record) + "\n" for record in records)
    (tmp_path / "contexts.jsonl").write_text(lines, encoding="utf-8")
    pair = {"target": "{{context}}\nSeen?\n<|pipe|>\nYes"}
    (tmp_path / "train.jsonl").write_text(json.dumps(pair) + "\n", encoding="utf-8")
    return tmp_path


def test_each_type_gets_its_kind_of_context_and_types_take_turns(pairs):
    units = evaluate.plan(pairs, 2)
    assert [task for task, _ in units[:16]] == [kind.short for kind in TASK_TYPES]
    assert dict(units[:16])["exqa"] == "paragraph 0"
    assert dict(units[16:])["coref"] == "sentence 1"


def test_the_unseen_passages_are_contexts_of_the_types_that_read_paragraphs(tmp_path):
    (tmp_path / "contexts.jsonl").write_bytes((build.HERE / "unseen.jsonl").read_bytes())
    units = evaluate.plan(tmp_path, 94)
    assert len({text for _, text in units}) == 56
    assert {kind.reads for kind in TASK_TYPES if (kind.short, units[0][1]) in units} == {
        PassageKind.PARAGRAPH
    }
    assert "Ravensworth" in units[0][1]


def test_answers_are_read_back_as_written(tmp_path):
    path = tmp_path / "answers.jsonl"
    assert evaluate.read_answers(path) == []
    answers = [Answer("qa", "Text.", "Why?\n<|pipe|>\nSo.", StopReason.END)]
    evaluate.write_answers(path, iter(answers))
    assert evaluate.read_answers(path) == answers


def test_the_report_names_the_pairs_and_counts_copies(pairs):
    raw = "{{context}}\nSeen?\n<|pipe|>\nYes"
    text = evaluate.report(pairs, [Answer("ynqa", "paragraph 0", raw, StopReason.END)])
    assert "Training pairs SHA-256: " in text
    line = next(row for row in text.split("\n") if row.startswith("| ynqa"))
    assert line.endswith("| 100.0 (1/1; 21–100) | 100.0 (1/1; 21–100) |")


def test_an_input_learnt_in_the_second_lessons_is_a_copy_too(pairs):
    lesson = (pairs / "train.jsonl").read_text(encoding="utf-8")
    (pairs / "second").mkdir()
    second = lesson.replace("Seen?", "Seen twice?")
    (pairs / "second" / "train.jsonl").write_text(second, encoding="utf-8")
    raw = "{{context}}\nSeen twice?\n<|pipe|>\nYes"
    text = evaluate.report(pairs, [Answer("ynqa", "paragraph 0", raw, StopReason.END)])
    line = next(row for row in text.split("\n") if row.startswith("| ynqa"))
    assert line.endswith("| 100.0 (1/1; 21–100) | 100.0 (1/1; 21–100) |")
    assert len(text.splitlines()[-1].split()) == 5  # three words and two hashes


def test_the_last_attempt_counts_as_shipped_and_the_first_alone_without_rules(pairs):
    passage = "The depot opens at six and closes at nine. The key hangs in the hall."
    claim = (
        "{{context}}\n\nClaim: The key hangs in the hall.\nEntailment, neutral or contradiction?"
    )
    quoted = Answer("nli", passage, claim + "\n<|pipe|>\nNeutral", StopReason.END)
    again = Answer("nli", passage, claim + "\n<|pipe|>\nEntailment", StopReason.END, 2)
    for answers, shipped, free in (([quoted], "0.0", "100.0"), ([quoted, again], "100.0", "100.0")):
        text = evaluate.report(pairs, answers)
        rows = [row.split(" | ") for row in text.split("\n") if row.startswith("| nli")]
        assert [row[3].split(" ")[0] for row in rows] == [shipped, free]
        assert [row[1] for row in rows] == ["1", "1"]


def test_a_unit_that_was_to_be_tried_again_is_written_anew_after_a_stop():
    good = Answer("qa", "One.", "Why?\n<|pipe|>\nSo.", StopReason.END)
    again = Answer("qa", "Two.", "Why?", StopReason.END)
    spent = Answer("qa", "Three.", "Why?", StopReason.END, attempt=2)
    unconfirmed = Answer("qa", "Four.", "Why?", StopReason.END, asked="exqa")
    answers = [good, again, spent, unconfirmed]
    assert evaluate.finished(answers) == [good, spent, unconfirmed]
