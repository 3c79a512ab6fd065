import pytest

from engine.personal.national import SCHEMES, find_national

GOOD = {
    "SSN 536-90-4399": "US",
    "SSN: 536 90 4399": "US",
    "social security number 536904399": "US",
    "Steuer-ID: 86 095 742 719": "DE",
    "NHS number 943 476 5919": "GB",
    "NIR 2 55 08 14 168 025 38": "FR",
    "DNI 12345678Z": "ES",
    "NIE X1234567L": "ES",
    "CF RSSMRA85T10A562S": "IT",
    "BSN 111222333": "NL",
    "PESEL 44051401359": "PL",
    "personnummer 811228-9874": "SE",
    "henkilötunnus 131052-308T": "FI",
    "no 85.07.30-033.28": "BE",
    "AHV 756.9217.0769.85": "CH",
    "CPF 529.982.247-25": "BR",
    "id 11010519491231002X": "CN",
    "Aadhaar 2341 2341 2346": "IN",
}
BAD = (
    "a total of 536 90 4399",
    "000-12-3456", "Steuer-ID: 86 095 742 718", "86 095 742 719 visitors came", "943 476 5919",
    "NHS number 943 476 5918", "2 55 08 14 168 025 39", "12345678A", "RSSMRA85T10A562T",
    "invoice 111222333", "BSN 111222334", "parcel 44051401359", "PESEL 44051401358",
    "811228-9873", "131052-308U", "85.07.30-033.29", "756.9217.0769.84", "529.982.247-26",
    "111.111.111-11", "110105194912310021", "2341 2341 2346", "ISBN 978-3-16-148410-0",
    "536-90-4399-1", "2019-03-12", "version 10.11.12-345.68",
)  # fmt: skip


@pytest.mark.parametrize(("text", "country"), GOOD.items())
def test_a_number_with_the_right_check_digit_is_found(text: str, country: str):
    (hit,) = find_national(text)
    assert hit.value.startswith(f"{country} ")
    assert hit.end == len(text)


@pytest.mark.parametrize("text", BAD)
def test_a_wrong_digit_or_another_number_is_left_alone(text: str):
    assert list(find_national(text)) == []


def test_every_scheme_has_its_example():
    assert {scheme.country for scheme in SCHEMES} == set(GOOD.values())
