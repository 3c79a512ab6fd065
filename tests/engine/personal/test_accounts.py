import pytest

from engine.personal.accounts import find_cards, find_ibans

IBANS = {
    "IBAN: DE89 3704 0044 0532 0130 00.": "DE89370400440532013000",
    "to GB82WEST12345698765432 today": "GB82WEST12345698765432",
    "iban de89 3704 0044 0532 0130 00": "DE89370400440532013000",
    "DE89-3704-0044-0532-0130-00": "DE89370400440532013000",
    "FR14 2004 1010 0505 0001 3M02 606": "FR1420041010050500013M02606",
    "CH93 0076 2011 6238 5295 7, please": "CH9300762011623852957",
    "NL91 ABNA 0417 1643 00 AT THE BANK": "NL91ABNA0417164300",
}
NO_IBANS = (
    "DE89 3704 0044 0532 0130 01", "DE89 3704 0044 0532", "XX12 3456 7890 1234 5678",
    "AB12 CDEF GHIJ KLMN OPQR", "ISO 9001 2015 AND 14001 2015",
)  # fmt: skip
CARDS = {
    "card 4111 1111 1111 1111 exp": "4111111111111111",
    "4111.1111.1111.1111": "4111111111111111",
    "5500-0000-0000-0004": "5500000000000004",
    "amex 378282246310005.": "378282246310005",
}
NO_CARDS = (
    "4111 1111 1111 1112", "order 1234567890123456", "ISBN 9783161484100", "IMEI 490154203237518",
    "0000000000000000", "41111111111111111111", "tracking 1Z4111111111111111",
)  # fmt: skip


@pytest.mark.parametrize(("text", "value"), IBANS.items())
def test_an_iban_is_found_with_and_without_spaces(text: str, value: str):
    (hit,) = find_ibans(text)
    assert hit.value == value
    assert text[hit.start : hit.end].upper().replace(" ", "").replace("-", "") == value


@pytest.mark.parametrize("text", NO_IBANS)
def test_a_wrong_check_digit_or_length_is_no_iban(text: str):
    assert list(find_ibans(text)) == []


@pytest.mark.parametrize(("text", "value"), CARDS.items())
def test_cards_of_the_large_issuers(text: str, value: str):
    assert [hit.value for hit in find_cards(text)] == [value]


@pytest.mark.parametrize("text", NO_CARDS)
def test_other_long_numbers_are_no_cards(text: str):
    assert list(find_cards(text)) == []
