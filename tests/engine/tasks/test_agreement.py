"""What counts as the same answer, as tables."""

import json

import pytest

from engine.errors import BadSetting
from engine.records import CheckKind, SelfAgreement
from engine.tasks.agreement import can_agree, check_samples, observed, sentence
from engine.tasks.types import TASK_TYPES, task_type

CHOICE = "Which colour?\nA. red\nB. blue\n<|pipe|>\nblue"


def same(short: str, raw: str, *samples: str) -> int:
    check = observed(task_type(short), raw, samples, 0.5)
    assert check is not None
    return json.loads(check.detail)["same"]


@pytest.mark.parametrize(
    ("short", "answer", "other"),
    [
        ("exqa", "at nine", "At nine."),
        ("exqa", "the harbour office", "harbour office"),
        ("exqa", "1,200 euros", "1200 euros"),
        ("qa", "Anna Müller", "Anna Muller"),
        ("qa", "nine", "9"),
        ("ynqa", "Yes", "yes, they may."),
        ("ynqa", "No", "Answer: No"),
        ("nli", "Contradiction", "contradiction because it opens at nine"),
        ("paraphrase_id", "Yes", "Yes."),
        ("topic_class", "Shipping", "shipping"),
        ("qa", "日本語", "日本語。"),
    ],
)
def test_answers_that_a_person_takes_for_the_same_agree(short, answer, other):
    assert same(short, f"A question?<|pipe|>{answer}", other) == 1


@pytest.mark.parametrize(
    ("short", "answer", "other"),
    [
        ("exqa", "at nine", "at ten"),
        ("exqa", "at nine", "at nine in the morning"),
        ("exqa", "1,200 euros", "1,20 euros"),
        ("qa", "Anna", "…"),
        ("qa", "Anna", ""),
        ("qa", "Anna", "Anna…"),
        ("ynqa", "Yes", "No"),
        ("ynqa", "Yes", "Yesterday"),
        ("topic_class", "Arts, culture", "Arts, sport"),
        ("qa", "日本語", "中国語"),
        ("qa", "?!", "!?!"),
    ],
)
def test_answers_that_say_something_else_do_not(short, answer, other):
    assert same(short, f"A question?<|pipe|>{answer}", other) == 0


@pytest.mark.parametrize("other", ["blue", "B", "B. blue", "The answer is blue.", "Blue"])
def test_a_choice_agrees_by_its_letter_too(other):
    assert same("mcqa", CHOICE, other) == 1
    assert same("mcqa", CHOICE, "A") == 0


def test_what_is_kept_is_the_share_and_each_other_answer_with_how_often_it_came():
    samples = ["At ten.", "nine", "Nine", "at ten", "noon", "nine"]
    check = observed(task_type("qa"), "When?\n<|pipe|>\nnine", samples, 1.23456)
    assert check is not None
    assert (check.kind, check.value, check.seconds) == (CheckKind.AGREEMENT, 0.5, 1.235)
    kept = json.loads(check.detail)
    assert kept["others"] == [["At ten.", 2], ["noon", 1]]
    assert (kept["same"], kept["of"], kept["temperature"], kept["top_p"]) == (3, 6, 0.7, 0.95)


def test_an_answer_that_was_not_drawn_again_has_no_agreement():
    assert observed(task_type("qa"), "When?\n<|pipe|>\nnine", (), 0.0) is None


def test_texts_are_not_drawn_again_and_answers_are():
    drawn = {kind.short for kind in TASK_TYPES if can_agree(kind)}
    assert {kind.short for kind in TASK_TYPES} - drawn == {
        "qg", "paraphrase", "summarization", "text_gen",
    }  # fmt: skip


@pytest.mark.parametrize(
    ("found", "said"),
    [
        (SelfAgreement(8, 8), "Same answer 8 of 8 times"),
        (
            SelfAgreement(3, 8, (("at ten", 4), ("", 1))),
            "Same answer 3 of 8 times; others: at ten (4), (nothing)",
        ),
        (
            SelfAgreement(0, 8, tuple((f"x{n}", 1) for n in range(5))),
            "Same answer 0 of 8 times; others: x0, x1, x2, x3, …",
        ),
    ],
)
def test_it_is_said_with_the_other_answers(found, said):
    assert sentence(found) == said


@pytest.mark.parametrize("count", [-1, 33])
def test_a_number_of_samples_out_of_range_is_refused(count):
    with pytest.raises(BadSetting, match="from 0"):
        check_samples(count)
    check_samples(0)
    check_samples(32)
