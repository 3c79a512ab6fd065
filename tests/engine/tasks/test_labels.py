"""Labels as people write them are taken, and what only looks like one is not."""

import pytest

from engine.tasks.labels import entails, is_feeling, is_label, meaning
from engine.tasks.types import task_type

ASKED = {
    "ynqa": "May visitors bring dogs?",
    "nli": "Claim: visitors may bring cats.",
    "te": "Claim: visitors may bring cats.",
    "paraphrase_id": "Do both say the same?",
    "wsd": "Does “bank” mean the same in both?",
}
GOOD = {
    "ynqa": [
        "Yes, visitors may bring dogs.", "yes!", "Y", "**Yes**", "“Yes”", "Answer: Yes",
        "Definitely yes", "Yes, of course", "It is not stated", "Not specified in the text",
        "The text does not say", "Cannot be determined", "It is unclear", "N/A", "It depends on it",
        "There is not enough information", "Insufficient information", "I don't know",
        "Hard to say", "The answer is no.",
    ],
    "nli": [
        "It's entailed", "The claim is true", "contradictory", "Cannot be inferred",
        "neither entailment nor contradiction", "Does not follow", "follows", "Label: neutral",
        "Not entailed.", "Unclear", "not enough info", "The statement is false",
    ],
    "te": ["not_entailment", "not entailment", "Entailed", "No", "It does not follow"],
    "paraphrase_id": [
        "same meaning", "They are not paraphrases", "Identical", "Not duplicates", "1",
        "Yes, they mean the same", "different meanings",
    ],
    "wsd": ["No", "the same", "different", "True"],
}  # fmt: skip
BAD = {
    "ynqa": [
        "dogs", "yesterday", "nothing", "Yes No Yes No", "42", "Anna", "The text", "not dogs",
        "the text does", "no dogs or cats may ever be brought", "unbelievable", "depending",
    ],
    "nli": ["cats", "Premise", "positive", "maybe the cat", "Always", "claim", "not the cat"],
    "te": ["sport", "often", "sometimes", "entail me"],
    "paraphrase_id": ["maybe the dog", "Anna", "meaning", "They are sentences"],
    "wsd": ["keys", "mean"],
}  # fmt: skip


@pytest.mark.parametrize(("short", "said"), [(kind, one) for kind in GOOD for one in GOOD[kind]])
def test_what_means_a_label_is_one(short: str, said: str):
    assert is_label(task_type(short), said, ASKED[short])


@pytest.mark.parametrize(("short", "said"), [(kind, one) for kind in BAD for one in BAD[kind]])
def test_another_word_is_no_label(short: str, said: str):
    assert not is_label(task_type(short), said, ASKED[short])


def test_labels_that_the_question_offers_are_taken_and_the_sentences_to_compare_are_not():
    kind = task_type("paraphrase_id")
    assert is_label(kind, "A", "Choose:\nA. They match\nB. They differ")
    compared = "A: The gate opens every day at nine.\nB: At nine the gate is opened every day."
    assert not is_label(kind, "A", f"{compared}\nDo they say the same?")
    assert is_label(kind, "Yes", f"{compared}\nDo they say the same?")


@pytest.mark.parametrize(
    ("said", "asked", "is_one"),
    [
        ("sadness", "What is the tone?", True),
        ("★★★★", "How many stars?", True),
        ("4 out of 5", "How many stars?", True),
        ("yes", "Is the writer pleased?", True),
        ("No", "Say whether the writer is pleased: is she?", True),
        ("yes", "Tone?", False),
        ("yes", "Which mood has the text?", False),
        ("gate", "What is the tone?", False),
        ("The gate opens", "What is the tone?", False),
    ],
)
def test_a_feeling_is_named_or_asked_for(said: str, asked: str, *, is_one: bool):
    assert is_feeling(said, asked) is is_one


def test_what_a_label_means_and_whether_the_claim_follows():
    assert meaning("Answer: Yes, they may.") == "yes"
    assert entails("Entailment, as it says so.")
    assert not entails("Not entailed")
