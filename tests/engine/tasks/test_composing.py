from random import Random

import pytest

from engine.records import Outcome, StopReason
from engine.tasks.answers import judge
from engine.tasks.composing import compose, kind_of, wrong_options
from engine.tasks.options import listed
from engine.tasks.types import task_type

PASSAGE = (
    "5. Deposit. On signing, Tenant pays Landlord a deposit of £1,350, equal to one month's rent. "
    "Landlord shall lodge it with the Harrow Vale Tenancy Scheme within 30 days and may draw on it "
    "only for unpaid rent, damage beyond fair wear and tear, or cleaning, up to £180. Any balance "
    "over £25 is returned within 14 days after the keys are handed back on 3 May or 12 June, and "
    "the late fee is £40. Mrs Ruth Pemble and Mr Otto Finch sign for the Landlord."
)
RAW = "{{context}}\n\nQuestion: How high is the deposit?\n<|pipe|>\n£1,350"


def test_a_multiple_choice_is_composed_of_question_answer_and_amounts_of_the_passage():
    composed = compose("mcqa", RAW, PASSAGE, seed=7)
    assert composed is not None
    assert judge(task_type("mcqa"), PASSAGE, composed, StopReason.END).outcome is Outcome.OK
    options = {text for _letter, text in listed(composed)}
    assert options == {"£1,350", "£180", "£25", "£40"}
    assert composed.startswith("{{context}}\n\nHow high is the deposit?\nA. ")
    assert composed.endswith("<|pipe|>\n£1,350")


def test_the_same_seed_gives_the_same_options_and_another_one_another_order():
    made = [compose("mcqa", RAW, PASSAGE, seed) for seed in range(8)]
    assert made == [compose("mcqa", RAW, PASSAGE, seed) for seed in range(8)]
    assert len(set(made)) > 1


@pytest.mark.parametrize("answer", ["£180", "3 May", "Mrs Ruth Pemble", "30 days", "the keys"])
@pytest.mark.parametrize("seed", range(5))
def test_wrong_options_differ_from_the_answer_and_from_each_other(answer: str, seed: int):
    wrong = wrong_options(answer, PASSAGE, Random(seed))  # noqa: S311
    texts = [text.casefold() for text in (answer, *wrong)]
    assert not any(one in two for one in texts for two in texts if one is not two)
    assert all(text in PASSAGE for text in wrong)


def test_a_passage_without_anything_alike_makes_no_choice():
    raw = "{{context}}\nWhen does it open?\n<|pipe|>\nat nine"
    assert compose("mcqa", raw, "It opens at nine.", 1) is None


def test_an_answer_without_a_question_can_not_be_composed():
    assert compose("mcqa", "{{context}}\nthe deposit\n<|pipe|>\n£1,350", PASSAGE, 1) is None


@pytest.mark.parametrize("seed", range(4))
def test_a_question_is_asked_for_by_the_answer_that_the_model_gave_it(seed: int):
    composed = compose("qg", RAW, PASSAGE, seed)
    assert composed is not None
    judged = judge(task_type("qg"), PASSAGE, composed, StopReason.END)
    assert (judged.outcome, judged.output) == (Outcome.OK, "How high is the deposit?")
    assert "£1,350" in judged.input


@pytest.mark.parametrize(
    ("answer", "kind"),
    [
        ("3 May", "date"),
        ("Friday", "date"),
        ("9:30 a.m.", "time"),
        ("£1,350", "money"),
        ("12 %", "share"),
        ("30 days", "amount"),
        ("Mrs Ruth Pemble", "name"),
        ("the scheme's adjudicator", "phrase"),
    ],
)
def test_an_answer_has_a_kind(answer: str, kind: str):
    assert kind_of(answer) == kind


def test_an_order_before_the_question_is_no_part_of_it():
    asked = "Which words of the text answer this: How high is the deposit?"
    raw = f"{{{{context}}}}\n\n{asked}\n<|pipe|>\n£1,350"
    composed = compose("qg", raw, PASSAGE, 1)
    assert composed is not None
    assert composed.endswith("<|pipe|>\nHow high is the deposit?")


def test_a_sum_with_more_words_stands_among_sums():
    passage = "Rent: £140 a month. She pays £20 for water, £35 for snow; she may sell drinks."
    raw = "{{context}}\n\nQuestion: How high is the rent?\n<|pipe|>\n£140 a month"
    composed = compose("mcqa", raw, passage, 1)
    assert composed is not None
    assert {text for _letter, text in listed(composed)} == {"£140 a month", "£20", "£35"}


def test_a_number_word_gets_no_options_of_another_kind():
    raw = "{{context}}\n\nQuestion: How many days are left?\n<|pipe|>\nnine"
    assert compose("mcqa", raw, "My nine days are left. I would be glad to advise.", 1) is None
