"""Stretches that a question can be asked about, and of what kind they are."""

import pytest

from engine.tasks.stretches import answers, kind_of

PASSAGE = (
    "3. Permit. Ms Leocadia Thorne may keep a kiosk on Victory Square until 31 December. "
    "Rent: £140 a month, due within five working days; a late fee of 4 % applies after 18:30. "
    "THE OFFICE pays £140 back."
)


def test_dates_sums_amounts_names_and_phrases_are_found_in_their_order():
    found = [(one.kind, one.text) for one in answers(PASSAGE)]
    assert ("name", "Ms Leocadia Thorne") in found
    assert ("date", "31 December") in found
    assert ("amount", "five working days") in found
    assert ("share", "4 %") in found
    assert ("time", "18:30") in found
    assert [one.start for one in answers(PASSAGE)] == sorted(one.start for one in answers(PASSAGE))


def test_what_stands_twice_is_a_heading_or_a_bare_number_is_no_answer():
    texts = [one.text for one in answers(PASSAGE)]
    assert "£140" not in texts
    assert "THE OFFICE" not in texts
    assert not any(text.isdigit() for text in texts)


def test_a_stretch_stands_where_it_says():
    assert all(PASSAGE[one.start : one.end] == one.text for one in answers(PASSAGE))


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


@pytest.mark.parametrize(
    ("passage", "kind", "text"),
    [
        ("They sold it for €28 million in May.", "money", "€28 million"),
        ("The fee is £6.50 a month.", "money", "£6.50"),
        ("They start at 6.30 and go home.", "time", "6.30"),
        ("We saw the Town of Ambry from there.", "name", "Town of Ambry"),
        ("Dear Mr Petrakis, thank you for it.", "name", "Mr Petrakis"),
        ("We gave Elsie's coat away.", "name", "Elsie"),
        ("It was hers for twenty-six years.", "amount", "twenty-six years"),
        ("One had never sat on a forklift and said so.", "phrase", "a forklift"),
    ],
)
def test_a_stretch_is_whole_and_holds_nothing_beside_it(passage: str, kind: str, text: str):
    assert (kind, text) in [(one.kind, one.text) for one in answers(passage)]


@pytest.mark.parametrize(
    "passage",
    [
        "It runs from 3 June to 19 July.",  # an end of a range alone
        "We meet on 8 and 9 May.",
        "Pay 17.60 an hour or so.",  # no time of the day
        "There were 212,000 came in.",
        "Some 5 needed more.",
        "They come on Tuesdays.",
        "And then I'm off.",
    ],
)
def test_what_only_looks_like_an_answer_is_none(passage: str):
    assert [one for one in answers(passage) if one.kind != "phrase"] == []


@pytest.mark.parametrize(
    ("passage", "is_term"),
    [
        ("Send it within about 14 days.", True),
        ("It is repeated after six weeks.", True),
        ("Book it six weeks ahead.", True),
        ("It lasts six weeks.", False),
    ],
)
def test_a_time_limit_is_told_from_a_duration(passage: str, is_term: bool):
    assert [one.is_term for one in answers(passage) if one.kind == "amount"] == [is_term]
