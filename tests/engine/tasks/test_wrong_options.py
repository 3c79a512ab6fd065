"""Wrong answers that could be taken for the right one."""

from random import Random

import pytest

from engine.tasks.wrong_options import wrong_options

PASSAGE = (
    "5. Deposit. On signing, Tenant pays Landlord a deposit of £1,350, equal to one month's rent. "
    "Landlord shall lodge it with the Harrow Vale Tenancy Scheme within 30 days and may draw on it "
    "only for unpaid rent, damage beyond fair wear and tear, or cleaning, up to £180. Any balance "
    "over £25 is returned within 14 days after the keys are handed back on 3 May or 12 June, and "
    "the late fee is £40. Mrs Ruth Pemble and Mr Otto Finch sign for the Landlord."
)


def wrong(answer: str, passage: str = PASSAGE, seed: int = 1) -> list[str]:
    return wrong_options(answer, passage, Random(seed))  # noqa: S311


@pytest.mark.parametrize(
    "answer", ["£180", "3 May", "Mrs Ruth Pemble", "30 days", "within 30 days"]
)
@pytest.mark.parametrize("seed", range(5))
def test_they_differ_from_the_answer_and_from_each_other(answer: str, seed: int):
    found = wrong(answer, seed=seed)
    texts = [text.casefold() for text in (answer, *found)]
    assert len(found) >= 1
    assert not any(one in two for one in texts for two in texts if one is not two)
    assert found == wrong(answer, seed=seed)


def test_sums_of_the_passage_come_before_made_up_ones():
    assert set(wrong("£1,350")) == {"£180", "£25", "£40"}


def test_an_amount_stands_among_amounts_of_its_unit_alone():
    passage = "The battery lasts 45 minutes in four rooms, with two cats, for eight months."
    for seed in range(8):
        found = wrong("45 minutes", passage, seed)
        assert len(found) == 3
        assert all(text.endswith(" minutes") for text in found)


def test_words_before_a_number_stand_before_the_wrong_ones_too():
    assert all(text.startswith("within ") and text.endswith(" days")
               for text in wrong("within 30 days"))  # fmt: skip
    assert "within 14 days" in wrong("within 30 days")


def test_a_rate_is_no_amount_of_its_last_word():
    passage = "It costs $12 a day, up to 200 a day. Send the form within three days."
    assert all(" a day" not in text for text in wrong("within three days", passage))


@pytest.mark.parametrize("seed", range(12))
def test_no_made_up_date_is_one_that_no_calendar_has(seed: int):
    for text in wrong("31 July", "She leaves on 31 July.", seed):
        day, month = text.split()
        assert int(day) <= 28 or month in {"July", "31"}


@pytest.mark.parametrize("seed", range(12))
def test_a_share_is_not_made_up_beyond_the_whole(seed: int):
    found = wrong("84 per cent", "84 per cent got the second best.", seed)
    assert found
    assert all(int(text.split()[0]) <= 100 for text in found)


def test_the_same_number_in_another_form_is_not_wrong():
    passage = "Pay within 14 days. The fourteen days begin on receipt; 30 days are too many."
    assert "fourteen days" not in wrong("14 days", passage)


def test_one_becomes_many_with_a_plural():
    assert all(text.endswith("months") for text in wrong("one month", "It takes one month."))


def test_a_month_and_a_weekday_stand_among_their_like():
    assert all(text.startswith("in ") for text in wrong("in October", "We meet in October."))
    found = wrong("Monday", "We meet on Monday.")
    assert found
    assert all(text.endswith("day") for text in found)


def test_a_person_stands_among_persons_and_never_among_months_headings_or_bodies():
    passage = (
        "EXPERT REPORT. Dr Signe Aldous told the District Court in June that Mr Brill and Mr "
        "Pascoe were wrong. I’ll add that Henley agreed."
    )
    assert set(wrong("Dr Signe Aldous", passage)) == {"Mr Brill", "Mr Pascoe"}


def test_a_phrase_gets_none():
    assert wrong("fair wear and tear") == []
    assert wrong("four points on a board", "He made four points on a board.") == []
