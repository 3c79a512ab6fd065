"""The steps by which a model is led to a question and an answer that it stands by."""

from dataclasses import replace

import pytest

from engine.tasks.chains import GROUP, Chain, Said, asks_for, begin
from engine.tasks.stretches import Stretch, answers

PASSAGE = "Ms Thorne may keep a kiosk on Victory Square to 31 December. Rent: £140, due in 14 days."
RENT = Stretch("money", PASSAGE.index("£140"), "£140")
DAYS = Stretch("amount", PASSAGE.index("14 days"), "14 days")
LIKELY = -0.2


def said(text: str, mean: float = LIKELY) -> Said:
    return Said(text, mean, mean, 5)


def led(*stretches: Stretch) -> Chain:
    return Chain(stretches, group=len(stretches))


def test_a_question_is_written_for_a_stretch_and_kept_when_it_is_answered_with_it():
    chain = led(RENT)
    assert (chain.step.short, "The answer is: £140\n" in chain.step.opening) == ("qg", True)
    chain = chain.after(said("How high is the rent?"))
    assert chain.step.short == "exqa"
    assert "Question: How high is the rent?" in chain.step.opening
    assert "£140" not in chain.step.opening
    chain = chain.after(said("£140."))
    assert chain.pair is not None
    assert (chain.pair.question, chain.pair.answer) == ("How high is the rent?", "£140")


def test_an_answer_with_a_few_words_more_is_the_models_own():
    chain = led(DAYS).after(said("When is the rent due?")).after(said("in 14 days"))
    assert chain.pair is not None
    assert chain.pair.answer == "in 14 days"


@pytest.mark.parametrize(
    "answer",
    [said("£25"), said("£140", -2.0), said("Rent: £140, due in 14 days and so on"),
     replace(said("£140"), is_whole=False)],
)  # fmt: skip
def test_another_answer_an_unsure_or_a_long_one_confirms_nothing(answer: Said):
    chain = led(RENT).after(said("How high is the rent?")).after(answer)
    assert chain.pair is None
    assert chain.is_over


def test_of_several_questions_the_likeliest_is_checked_first_then_the_others():
    chain = led(RENT, DAYS)
    chain = chain.after(said("How high is the rent?", -0.5))
    chain = chain.after(said("How many days are there to pay?", -0.1))
    assert "How many days" in chain.step.opening
    chain = chain.after(said("to 31 December"))
    assert "How high is the rent?" in chain.step.opening


def test_an_unlikely_question_is_not_checked_and_the_next_stretches_are_asked_about():
    chain = replace(led(RENT, DAYS), group=1).after(said("How high is the rent?", -0.9))
    assert (chain.step.short, "14 days" in chain.step.opening) == ("qg", True)
    assert chain.group == GROUP


def test_a_chain_begins_with_what_is_no_phrase_in_an_order_that_the_seed_decides():
    orders = {tuple(one.text for one in begin(PASSAGE, seed).waiting) for seed in range(9)}
    assert len(orders) > 1
    assert all(order[-1] == "a kiosk" for order in orders)
    assert begin(PASSAGE, 3) == begin(PASSAGE, 3)
    assert begin("so it goes", 1).is_over


@pytest.mark.parametrize(
    ("question", "stretch"),
    [
        ("The rent is high", RENT),
        ("Is £140 the rent for it?", RENT),
        ("Who pays the rent?", RENT),
        ("How many bags were found there?", Stretch("amount", 0, "60 kg")),
        ("When does the permit end?", Stretch("name", 0, "Victory Square")),
        ("Rent?", RENT),
    ],
)
def test_no_question_or_one_of_another_kind_is_refused(question: str, stretch: Stretch):
    assert not asks_for(question, stretch)


def test_a_question_of_the_right_kind_is_taken():
    assert asks_for("How many days does she have?", DAYS)
    assert asks_for("Who may keep the kiosk?", Stretch("name", 0, "Ms Thorne"))


@pytest.mark.parametrize(
    ("question", "is_taken"),
    [
        ("How long does the first sailings take?", False),
        ("When was the last tickets sold?", False),
        ("How long does the first sailing take?", True),
        ("When does the bus leave the depot?", True),
        ("How many days was the class closed?", True),
        ("In how many days is the news sent?", True),
    ],
)
def test_a_verb_of_one_thing_before_a_noun_of_many_is_garbled(question: str, is_taken: bool):
    assert asks_for(question, DAYS) is is_taken


@pytest.mark.parametrize(
    ("question", "is_taken"),
    [
        ("How long must the form be sent?", False),
        ("For how long does the clinic fax it?", False),
        ("Within what time must the form be sent?", True),
        ("How long does it take to send the form?", True),
    ],
)
def test_a_time_limit_is_no_duration(question: str, is_taken: bool):
    passage = "The clinic must send us the form within three days, as it knows."
    stretch = next(one for one in answers(passage) if one.text == "three days")
    assert asks_for(question, stretch) is is_taken
    as_duration = next(one for one in answers("It lasts three days.") if one.kind == "amount")
    assert asks_for(question, as_duration)


def test_a_question_for_a_time_that_names_another_is_refused():
    doors = Stretch("time", 0, "7.15")
    assert not asks_for("By what time must the doors open at 8?", doors)
    assert asks_for("By what time must the doors be open?", doors)


def test_stretches_that_do_not_fit_are_left_out_unless_none_does():
    fitting = begin(PASSAGE, 3, fits=lambda text: text[0].isdigit() or text[0] == "£")
    assert {one.text for one in fitting.waiting} == {"31 December", "£140", "14 days"}
    assert begin(PASSAGE, 3, fits=lambda _text: False) == begin(PASSAGE, 3)
