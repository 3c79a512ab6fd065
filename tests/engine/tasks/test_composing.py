"""Tasks that code puts together of a question and its answer."""

import pytest

from engine.records import Outcome, StopReason
from engine.tasks.answers import judge
from engine.tasks.chains import Pair
from engine.tasks.composing import DETAIL, can_answer, compose
from engine.tasks.options import listed
from engine.tasks.types import task_type

PASSAGE = (
    "5. Deposit. On signing, Tenant pays Landlord a deposit of £1,350, equal to one month's rent. "
    "Landlord shall lodge it with the Harrow Vale Tenancy Scheme within 30 days and may draw on it "
    "only for unpaid rent, damage beyond fair wear and tear, or cleaning, up to £180. Any balance "
    "over £25 is returned within 14 days after the keys are handed back on 3 May or 12 June, and "
    "the late fee is £40. Mrs Ruth Pemble and Mr Otto Finch sign for the Landlord."
)
PAIR = Pair("How high is the deposit?", "£1,350")


@pytest.mark.parametrize("short", DETAIL)
@pytest.mark.parametrize("seed", range(6))
def test_each_composed_task_is_well_formed_and_the_same_for_the_same_seed(short: str, seed: int):
    composed = compose(short, PAIR, PASSAGE, seed)
    assert composed is not None
    judged = judge(task_type(short), PASSAGE, composed, StopReason.END)
    assert judged.outcome is Outcome.OK
    assert PASSAGE in judged.input
    assert compose(short, PAIR, PASSAGE, seed) == composed


def test_a_multiple_choice_has_amounts_of_the_passage_as_options():
    composed = compose("mcqa", PAIR, PASSAGE, seed=7)
    assert composed is not None
    options = {text for _letter, text in listed(composed)}
    assert options == {"£1,350", "£180", "£25", "£40"}
    assert composed.startswith("{{context}}\n\nHow high is the deposit?\nA. ")
    assert composed.endswith("<|pipe|>\n£1,350")
    assert len({compose("mcqa", PAIR, PASSAGE, seed) for seed in range(8)}) > 1


@pytest.mark.parametrize(
    ("short", "good", "bad"), [("ynqa", "Yes", "No"), ("nli", "Entailment", "Contradiction")]
)
def test_labels_follow_from_whether_the_true_answer_is_proposed(short: str, good: str, bad: str):
    made = [compose(short, PAIR, PASSAGE, seed) or "" for seed in range(20)]
    for text in made:
        asked, _, label = text.partition("<|pipe|>\n")
        assert label == (good if "£1,350" in asked else bad)
    assert {text.rpartition("\n")[2] for text in made} == {good, bad}


def test_a_phrase_makes_no_choice_because_code_cannot_tell_what_could_stand_for_it():
    passage = "The porter keeps the key of the hall; the cook keeps the key of the yard."
    assert compose("mcqa", Pair("Who keeps it?", "the porter"), passage, 1) is None


@pytest.mark.parametrize(
    ("short", "answer", "can"),
    [("mcqa", "£1,350", True), ("mcqa", "the keys", False), ("qa", "the keys", True)],
)
def test_a_choice_is_asked_for_where_something_can_stand_beside_the_answer(
    short: str, answer: str, can: bool
):
    assert can_answer(short, answer, PASSAGE) is can
