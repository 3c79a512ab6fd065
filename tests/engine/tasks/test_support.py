"""What an answer claims and what the passage holds of it, as tables of good and bad examples."""

import pytest

from engine.tasks.support import Kind, claims, unsupported

SUPPORTED = [  # a passage, and an answer that claims nothing beyond it
    # separators, decimals, signs
    ("The fee is 1,250 euros.", "1250 euros"),
    ("The fee is 1250 euros.", "1,250 euros"),
    ("The fee is 1.250 Euro.", "1,250 euros"),
    ("The fee is 1 250 euros.", "€1,250"),
    ("The fee is 1’250 francs.", "1250 francs"),
    ("It grew by 25,69 %.", "It grew by 25.69%."),
    ("It grew by 25.69 %.", "about 26 percent"),
    ("It cost £2,345,678.90.", "2345678.90 pounds"),
    ("It lasts 45 minutes.", "45-minute battery"),
    ("Model V9 is quiet.", "The V9 is quiet."),
    ("A load of 30kg.", "30 kg"),
    ("Rooms 12-15 are shut.", "from 12 to 15"),
    ("(see section 4.2.1)", "section 4.2.1"),
    # words and digits
    ("It opens at nine.", "It opens at 9."),
    ("Twenty-five people came.", "25 people"),
    ("Two hundred and fifty beds.", "250 beds"),
    ("Some 1.2 million people.", "1,200,000 people"),
    ("Some 1,200,000 people.", "1.2 million people"),
    ("Three thousand boats.", "3,000 boats"),
    ("He came third.", "He came 3rd."),
    ("Half of them left.", "50% left"),
    ("A quarter of them left.", "25 % left"),
    ("Drei Tage.", "3 days"),
    ("A visitor pays.", "1 visitor"),
    ("A dozen eggs.", "12 eggs"),
    # what may be counted is no claim
    ("The tenant and the landlord sign.", "The two parties sign."),
    # dates
    ("Applications open on 1 October 2024.", "October 1, 2024"),
    ("Applications open on October 1st.", "1 October"),
    ("Due 2024-10-01.", "on 1 October 2024"),
    ("Due 01.10.2024.", "1 October 2024"),
    ("Due 10/01/2024.", "October 1"),
    ("Between 1 and 15 October 2023.", "from 1 October to 15 October 2023"),
    ("On the first of May.", "1 May"),
    ("On the 3rd of March 2021.", "March 3"),
    ("Am 3. März 2021.", "3 March 2021"),
    ("In October 2024 it closes.", "October 2024"),
    ("Signed 5 Sept. 2020.", "5 September 2020"),
    # times
    ("It opens at nine.", "9:00"),
    ("It opens at 9 am.", "at 9"),
    ("It closes at 9 p.m.", "21:00"),
    ("It closes at 17:30.", "5.30 pm"),
    ("It opens at 9:00.", "nine o'clock, so 9"),
    # names
    ("Anna Müller signs.", "Signed by Anna Muller."),
    ("The office of Anna Müller.", "Anna Müller's office"),
    ("Anna and Tom Weiß came.", "It was Tom Weiss."),
    ("The Harbour Office opens.", "the harbour Office"),
    ("A firm from Norway.", "the Norwegian firm"),
    ("The North Atlantic Treaty Organisation met.", "A meeting of NATO."),
    ("The tenant pays.", "Tenants pay."),
    ("The tenant pays.", "The Tenant pays the Tenant's rent."),
    ("Dogs stay outside.", "I think Dogs stay."),
    ("Acme’s pumps failed.", "The pumps of Acme failed."),
    ("The O'Brien family.", "the O’Briens"),
    ("The Smith-Jones report.", "a report by Jones"),
    # whatever is no claim
    ("The gate opens.", "New Rules For All Visitors"),
    ("The gate opens.", "Yes. No. It Is."),
    ("Der Vermieter und die Mieter sind mit der Kaution in Verzug.", "die Wohnung des Eigners"),
    ("", ""),
]  # fmt: skip

UNSUPPORTED = [  # a passage, an answer, and what of it the passage does not hold
    ("The fee is 1,250 euros.", "1,350 euros", ("1,350",)),
    ("The fee is 1,250 euros.", "12,50 euros", ("12,50",)),
    ("It grew by 25.69 %.", "It grew by 45%.", ("45",)),
    ("It grew by 25.69 %.", "25.7 or 25.8", ("25.8",)),
    ("It grew by 26 %.", "It grew by 25.69 %.", ("25.69",)),
    ("It opens at nine.", "It opens at 10.", ("10",)),
    ("It closes at 9 p.m.", "22:00", ("22:00",)),
    ("It closes at 17:30.", "5:45 pm", ("5:45 pm",)),
    ("Applications open on 1 October.", "2 October", ("2 October",)),
    ("Applications open on 1 October.", "1 November", ("1 November",)),
    ("Applications open on 1 October 2024.", "1 October 2025", ("1 October 2025",)),
    ("In 1998 and 2003.", "in 1999", ("1999",)),
    ("Anna Müller signs.", "It is signed by Tom Weiß.", ("Tom Weiß",)),
    ("Anna Müller signs.", "Anna Schmidt signs.", ("Schmidt",)),
    ("Anna Müller signs.", "It was Anna Schmidt.", ("Anna Schmidt",)),
    ("Held in Oslo.", "The meeting was in Bergen.", ("Bergen",)),
    ("The Marina opens.", "It is the Marathon that opens.", ("Marathon",)),
    ("A visitor pays 5.", "Visitors to Oslo pay 7.", ("Oslo", "7")),
]  # fmt: skip


@pytest.mark.parametrize(("passage", "answer"), SUPPORTED)
def test_what_the_passage_states_in_any_form_is_supported(passage: str, answer: str):
    assert unsupported(claims(answer, passage)) == ()


@pytest.mark.parametrize(("passage", "answer", "missing"), UNSUPPORTED)
def test_what_the_passage_does_not_hold_is_named(passage: str, answer: str, missing):
    assert unsupported(claims(answer, passage)) == missing


def test_each_claim_knows_its_place_in_the_answer_and_its_places_in_the_passage():
    passage = "Anna Müller pays 1,250 euros by 1 October. Müller paid 1250 before."
    answer = "Pay Muller 1250 euros until October 1 or call Tom Weiß."
    found = claims(answer, passage)
    assert [(one.kind, one.text) for one in found] == [
        (Kind.NAME, "Muller"),
        (Kind.NUMBER, "1250"),
        (Kind.DATE, "October 1"),
        (Kind.NAME, "Tom Weiß"),
    ]
    assert all(answer[slice(*one.place)] == one.text for one in found)
    places = [[passage[slice(*place)] for place in one.found] for one in found]
    assert places[0] == ["Müller", "Müller"]
    assert places[1] == ["1,250", "1250"]
    assert "1 October" in places[2]
    assert places[3] == []


def test_a_name_whose_words_stand_together_is_one_place():
    passage = "The Harbour Office of Oslo opens; Oslo has one."
    (found,) = claims("It is the Harbour Office.", passage)
    assert [passage[slice(*place)] for place in found.found] == ["Harbour Office"]
