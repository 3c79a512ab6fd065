import pytest

from engine.personal.births import find_births

GOOD = {
    "Anna Weber, born on 12 March 1980 in Kiel": "12 March 1980",
    "Date of birth: 03/12/1979": "03/12/1979",
    "DOB 1979-12-03": "1979-12-03",
    "geboren am 3. Dezember 1979": "3. Dezember 1979",
    "geb. 03.12.79": "03.12.79",
    "Geburtsdatum: 3.12.1979": "3.12.1979",
    "née le 3 décembre 1979": "3 décembre 1979",
    "born in Kiel on March 12, 1980.": "March 12, 1980",
    "fecha de nacimiento: 3 de diciembre de 1979": "3 de diciembre de 1979",
    "Anna Weber (*12.03.1980)": "12.03.1980",
    "am 12.03.1980 in Kiel geboren": "12.03.1980",
    "birthdate 12-Mar-1980": "12-Mar-1980",
    "nato il 03/12/1979": "03/12/1979",
}
BAD = (
    "5 * 12.03.2019", "on 12.03.2019 in Kiel shut",
    "The contract of 12 March 1980", "due on 03.12.2024", "the idea was born in 1979",
    "a born sailor, 12.03.2019 was his day", "valid until 1979-12-03", "born 12 weeks early",
    "The version of 03/12/1979", "Her birthday is in May",
)  # fmt: skip


@pytest.mark.parametrize(("text", "date"), GOOD.items())
def test_a_date_behind_a_word_for_birth_is_found(text: str, date: str):
    (hit,) = find_births(text)
    assert text[hit.start : hit.end] == date


@pytest.mark.parametrize("text", BAD)
def test_other_dates_are_left_alone(text: str):
    assert list(find_births(text)) == []
