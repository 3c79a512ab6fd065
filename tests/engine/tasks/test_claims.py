"""A question and its answer as a sentence."""

import pytest

from engine.tasks.claims import claim_of


@pytest.mark.parametrize(
    ("question", "answer", "claim"),
    [
        ("Who may keep the kiosk?", "Ms Thorne", "Ms Thorne may keep the kiosk."),
        ("What is the cost of repair?", "£20", "The cost of repair is £20."),
        ("How much is the monthly rent?", "£140", "The monthly rent is £140."),
        ("Who is the crane driver?", "Lars Eek", "The crane driver is Lars Eek."),
        ("Who locked the file?", "Ingrid", "Ingrid locked the file."),
        ("What is held to the skin?", "the horn", "The horn is held to the skin."),
    ],
)
def test_simple_questions_become_sentences(question: str, answer: str, claim: str):
    assert claim_of(question, answer) == claim


@pytest.mark.parametrize(
    "question",
    ["When does the lease end?", "What is the fee that is due if the key is lost?"],
)
def test_a_question_that_no_rule_fits_is_named_in_the_claim(question: str):
    assert claim_of(question, "in May") == f"The answer to the question “{question}” is “in May”."
