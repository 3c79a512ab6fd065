import pytest

from engine.personal.contact import find_emails, find_ips, find_phones

EMAILS = {
    "Write to Anna.Weber+ferry@post.example.org.": "anna.weber+ferry@post.example.org",
    "(info@hafen-büro.de)": "info@hafen-büro.de",
    "mailto:a_b@x.co, or call": "a_b@x.co",
    "<OTTO@EXAMPLE.COM>;": "otto@example.com",
}
NO_EMAILS = (
    "He paid 3 @ 5 euros.", "look (at) the gate.", "he sat @ home. Then",
    "@ferry on the net", "user@localhost", "git@github", "a@b@c",
    "The price is 5@12.50 each", "numpy@1.26.4",
)  # fmt: skip
PHONES = {
    ("Tel. 030 / 901820", "de"): "+4930901820",
    ("Rufnummer: (040) 42828-0", "de"): "+4940428280",
    ("Reach us at +44 20 7946 0018.", ""): "+442079460018",
    ("Phone: (212) 736-5000", "en"): "+12127365000",
    ("call 0049 89 2180 0 now", ""): "+498921800",
    ("Téléphone : 01 42 34 56 78", "fr"): "+33142345678",
    ("her mobile is 07911 123456", "en"): "+447911123456",
    ("Fax 0511 1680", "de"): "+495111680",
    ("ring 020 7219 3000", "en"): "+442072193000",
}
NO_PHONES = {
    ("Invoice no. 030 901820 of May", "de"), ("Rechnungsnummer 0308-901820", "de"),
    ("ISBN 978-3-16-148410-0", "de"), ("ISBN 0-306-40615-2", "en"),
    ("on 12.03.2019 and 2019-03-12", "de"), ("version 4.10.2024.1", "en"),
    ("1,200,000 euros and 45 000 000 people", "en"), ("§ 12 345 678 of the act", "en"),
    ("Aktenzeichen 0123 / 456789", "de"), ("order 0212 7365000", "en"),
    ("between 1990-1995 and 2000-2005", "en"), ("IBAN DE89 3704 0044 0532 0130 00", "de"),
    ("part number 0800-123456", "en"), ("room 12, seats 100-200", "en"),
    ("a population of 82 500 000", "en"), ("10.1000/182 is a DOI", "en"),
    ("coordinates 52.520008, 13.404954", "de"), ("from 08:00-12:00, 13:00-17:30", "de"),
}  # fmt: skip
IPS = {
    "from 192.168.17.4:8080": "192.168.17.4",
    "IP 8.8.4.4.": "8.8.4.4",
    "host 2001:db8:0:0:0:0:2:1 answered": "2001:db8::2:1",
    "fe80::1ff:fe23:4567:890a,": "fe80::1ff:fe23:4567:890a",
}
NO_IPS = (
    "version 1.2.3.4", "v1.2.3.4", "see section 3.4.5.6", "§ 1.2.3.4", "300.1.2.3", "1.2.3.4.5",
    "127.0.0.1", "08:30:15", "a ratio of 1:2:3", "Firmware 10.4.2.1", "::", "Abschnitt 4.1.2.3",
)  # fmt: skip


@pytest.mark.parametrize(("text", "value"), EMAILS.items())
def test_an_address_is_found_whole(text: str, value: str):
    (hit,) = find_emails(text)
    assert hit.value == value
    assert text[hit.start : hit.end].casefold() == value


@pytest.mark.parametrize("text", NO_EMAILS)
def test_what_has_an_at_sign_need_not_be_an_address(text: str):
    assert list(find_emails(text)) == []


@pytest.mark.parametrize(("place", "value"), PHONES.items())
def test_a_number_is_the_same_however_it_is_written(place: tuple[str, str], value: str):
    text, language = place
    (hit,) = find_phones(text, language)
    assert hit.value == value
    assert text[hit.start : hit.end].strip() == text[hit.start : hit.end]


@pytest.mark.parametrize(("text", "language"), sorted(NO_PHONES))
def test_other_numbers_are_no_telephone_numbers(text: str, language: str):
    assert list(find_phones(text, language)) == []


@pytest.mark.parametrize(("text", "value"), IPS.items())
def test_addresses_of_both_versions(text: str, value: str):
    assert [hit.value for hit in find_ips(text)] == [value]


@pytest.mark.parametrize("text", NO_IPS)
def test_versions_sections_and_times_are_no_addresses(text: str):
    assert list(find_ips(text)) == []
