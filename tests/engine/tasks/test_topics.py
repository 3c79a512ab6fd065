"""Topics that can be kept: likely ones that name a subject of their passage."""

import pytest

from engine.tasks.topics import LEAST_LIKELY, is_topic

PASSAGE = (
    "Permit 77: Ms Leocadia Thorne may keep a newspaper kiosk on Victory Square. School meals "
    "are cooked there. Privacy Commissioner Orla Bane visited the school in May."
)


@pytest.mark.parametrize(
    "topic", ["newspaper kiosk", "School meals", "a meal at school.", "Permit for a kiosk"]
)
def test_a_likely_topic_that_names_a_subject_is_kept(topic: str):
    assert is_topic(topic, PASSAGE, LEAST_LIKELY)


@pytest.mark.parametrize(
    "topic",
    [
        "",
        "Permit",  # the paper
        "Permit 77",
        "Leocadia Thorne",  # whoever is named
        "Victory Square",
        "Privacy Commissioner",  # a name at the beginning of a sentence
        "I keep a kiosk",  # no topic: somebody speaks
        "Hand hygiene",  # not spoken of
        "a newspaper kiosk on a square where meals are cooked for the school",  # the text retold
    ],
)
def test_a_paper_a_name_a_copy_or_another_subject_is_no_topic(topic: str):
    assert not is_topic(topic, PASSAGE, 0.0)


def test_an_unlikely_topic_is_not_kept():
    assert not is_topic("School meals", PASSAGE, LEAST_LIKELY - 0.01)
