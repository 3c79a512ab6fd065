# ruff: noqa: E501 pairs read better side by side

import pytest

from engine.records import ComparedTask
from engine.tasks.nearness import are_near, first_near, likened
from tests.near_projects import groups

PASSAGE = "The ferry leaves at nine. Dogs stay ashore unless the warden has signed the form."
QUESTION = "According to the notice, when does the morning ferry leave the old harbour?"

NEAR = {
    "case": ("WHEN DOES THE MORNING FERRY LEAVE THE HARBOUR", "Nine", "When does the morning ferry leave the harbour", "nine"),
    "punctuation": ("When, then, does the ferry leave the harbour?", "at nine", "When then does the ferry leave the harbour", "At nine."),
    "a word changed": (QUESTION, "nine", QUESTION.replace("notice", "leaflet"), "nine"),
    "an article more": (QUESTION, "the warden", QUESTION.replace("the old", "old"), "warden"),
    "word order": (QUESTION, "nine", "When does the morning ferry leave the old harbour, according to the notice?", "nine"),
    "a number as a word": (f"{QUESTION} Of 2 ferries.", "nine", f"{QUESTION} Of two ferries.", "9"),
    "thousands": ("How much does the harbour office ask for a berth?", "1,200 euros", "How much does the harbour office ask for a berth?", "1200 euros"),
    "an accent": ("What did Müller say of the old ferry at the pier?", "nothing", "What did Muller say of the old ferry at the pier?", "nothing"),
}  # fmt: skip
FAR = {
    "number of the answer": (QUESTION, "at 9", QUESTION, "at 10"),
    "number of the question": (f"{QUESTION} In 2019?", "nine", f"{QUESTION} In 2020?", "nine"),
    "numbers exchanged": ("Are 3 of the 5 old ferries kept in the harbour?", "yes", "Are 5 of the 3 old ferries kept in the harbour?", "yes"),
    "a name": ("What did Anna Weber say of the ferry?", "nothing", "What did Otto Weber say of the ferry?", "nothing"),
    "a name at the beginning": ("Anna signed the lease of the northern hall in March.", "true", "Otto signed the lease of the northern hall in March.", "true"),
    "not": ("May the visitors bring a dog to the island?", "yes", "May the visitors not bring a dog to the island?", "yes"),
    "before for after": ("What happens before the whistle blows at the pier?", "boarding", "What happens after the whistle blows at the pier?", "boarding"),
    "the other label": (QUESTION, "yes", QUESTION, "no"),
    "another short answer": (QUESTION, "the warden", QUESTION, "the keeper"),
    "another long answer": (QUESTION, "the warden signs the form at the pier", QUESTION, "nobody may enter while the light is out"),
    "another question": (QUESTION, "nine", "Who has to sign the form for a dog?", "nine"),
    "a short question": ("Who leaves?", "the ferry", "Who heaves?", "the ferry"),
}  # fmt: skip


def as_likened(question: str, answer: str, place: int = 0):
    return likened(f"{PASSAGE}\n\n{question}", answer, PASSAGE, place)


@pytest.mark.parametrize("kind", NEAR)
def test_a_small_edit_leaves_a_near_duplicate(kind: str):
    one, said, other, answer = NEAR[kind]
    assert are_near(as_likened(one, said), as_likened(other, answer))
    assert groups(as_likened(one, said), as_likened(other, answer)) == [(0, 0), (1, 0)]


@pytest.mark.parametrize("kind", FAR)
def test_what_turns_the_meaning_keeps_tasks_apart(kind: str):
    one, said, other, answer = FAR[kind]
    assert not are_near(as_likened(one, said), as_likened(other, answer))
    assert groups(as_likened(one, said), as_likened(other, answer)) == []


def test_one_question_of_two_passages_is_no_near_duplicate():
    assert not are_near(as_likened(QUESTION, "nine", 1), as_likened(QUESTION, "nine", 2))


def test_where_no_passage_is_quoted_its_place_does_not_count():
    one = likened(QUESTION, "nine", PASSAGE, 1)
    assert are_near(one, likened(QUESTION, "nine", "Another text.", 2))


def test_the_first_of_a_passage_that_says_nearly_the_same_is_named():
    others = [
        ComparedTask(3, 1, f"{PASSAGE}\n\nWho signs?", "the warden"),
        ComparedTask(5, 1, f"{PASSAGE}\n\n{QUESTION}", "nine"),
    ]
    changed = f"{PASSAGE}\n\n{QUESTION.replace('notice', 'leaflet')}"
    assert first_near(changed, "nine", others, PASSAGE) == 5
    assert first_near(changed, "ten", others, PASSAGE) == 0
