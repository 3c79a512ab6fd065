"""Numbers and dates that a passage doesn't state."""

from random import Random

from engine.tasks.made_up import others


def made(text: str, kind: str, passage: str, seed: int = 3) -> list[str]:
    return list(others(text, kind, passage, Random(seed)))  # noqa: S311


def test_a_made_up_number_is_none_that_the_passage_states():
    passage = "It opens after five days, six days or seven days, and closes after eight."
    found = made("six days", "amount", passage)
    assert found
    assert not {"five days", "six days", "seven days", "eight days"} & set(found)


def test_a_number_keeps_its_form():
    assert all("," in text for text in made("12,500 crowns", "amount", "It costs 12,500 crowns."))
    assert all("." in text for text in made("11.2 hours", "amount", "Staff spend 11.2 hours."))
    assert all(text[:1].isupper() for text in made("Six days", "amount", "Six days are left."))


def test_a_date_changes_in_what_it_says():
    found = made("3 May 2024", "date", "It began on 3 May 2024.")
    assert found
    assert all(text != "3 May 2024" and text.endswith("2024") for text in found)
    assert all(text.isdigit() for text in made("2019", "date", "It began in 2019."))


def test_a_time_stays_within_the_clock():
    found = made("11 a.m.", "time", "Check each room at 11 a.m.")
    assert found
    assert all(1 < int(text.split()[0]) <= 12 for text in found)


def test_what_has_no_number_gets_nothing():
    assert made("the keys", "phrase", "Hand back the keys.") == []
