"""The comparison of two forms: where answers part, and what is said of it."""

from engine.records import StopReason
from engine.worker.messages import Generated
from models.nano.build.forms import parts_at, summary

PASSAGE = "The harbour office opens at nine."


def answer(unit_id: int, text: str) -> Generated:
    return Generated(unit_id, text, StopReason.END, 10, 5, 0.1)


def test_answers_part_at_the_first_word_that_differs_or_where_one_ends():
    assert parts_at("a b c", "a b c") is None
    assert parts_at("a b c", "a x c") == 1
    assert parts_at("a b", "a b c") == 2


def test_the_summary_counts_same_answers_and_same_outcomes():
    units = [("qa", PASSAGE)] * 2
    good, bad = "When does it open?\n<|pipe|>\nAt nine.", "When does it open?"
    text = summary(units, [answer(0, good), answer(1, good)], [answer(0, good), answer(1, bad)])
    assert text.startswith("1 of 2 answers are the same")
    assert "part at word 4" in text
    assert text.endswith("1 of 2 have the same outcome; kept: 2 and 1")
