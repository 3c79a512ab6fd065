from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from engine.personal.finding import Finder
from engine.personal.masking import masked, pseudonym
from engine.personal.own_words import OwnWords
from engine.records import PersonalChoice, PersonalKind, PlacedMask

TEXT = (
    "Anna Weber (born 12.03.1980, anna.weber@example.org, +49 30 901820) pays from "
    "DE89 3704 0044 0532 0130 00; her card is 4111 1111 1111 1111, her host 10.1.2.3."
)


def test_every_kind_is_found_in_the_order_of_the_text():
    hits = Finder(OwnWords("Anna Weber")).find(TEXT)
    assert [hit.kind for hit in hits] == [
        PersonalKind.WORD, PersonalKind.BIRTH, PersonalKind.EMAIL, PersonalKind.PHONE,
        PersonalKind.IBAN, PersonalKind.CARD, PersonalKind.IP,
    ]  # fmt: skip


def test_pseudonyms_stand_exactly_where_the_finds_stood():
    hits = Finder(OwnWords("")).find(TEXT)
    masks = [
        PlacedMask("input", hit.start, hit.end, hit.kind, number, PersonalChoice.MASK)
        for number, hit in enumerate(hits, 1)
    ]
    said = masked(TEXT, masks)
    assert said.startswith("Anna Weber (born [DATE OF BIRTH 1], [E-MAIL 2], [PHONE 3]) pays")
    assert said.endswith(f"her card is {pseudonym(PersonalKind.CARD, 5)}, her host [IP ADDRESS 6].")
    assert Finder(OwnWords("")).find(said) == []


@given(st.text(alphabet="0123456789+-. ()/@:abzDE\n", max_size=200))
def test_whatever_the_text_no_two_finds_overlap_and_all_lie_in_it(text: str):
    hits = Finder(OwnWords("ab"), "de").find(text)
    assert all(0 <= hit.start < hit.end <= len(text) for hit in hits)
    assert all(one.end <= other.start for one, other in pairwise(hits))
