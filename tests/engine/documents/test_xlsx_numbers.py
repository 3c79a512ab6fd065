"""Numbers as a spreadsheet shows them."""

import pytest

from engine.documents.xlsx_numbers import shown


@pytest.mark.parametrize(
    ("value", "form", "said"),
    [
        ("1234.5", "", "1234.5"),
        ("0.1", "General", "0.1"),
        ("3", "General", "3"),
        ("1E+20", "0.00", "100000000000000000000.00"),
        ("1234567.891", "#,##0.00", "1,234,567.89"),
        ("12", "0", "12"),
        ("0.125", "0.0%", "12.5%"),
        ("5", '"EUR "0.00', "EUR 5.00"),
        ("5", "[$€-407]#,##0.00", "€5.00"),
        ("5", "0.00\\ [$€-1]", "5.00 €"),
        ("-5", "#,##0_);(#,##0)", "(5)"),
        ("45000", "dd/mm/yyyy", "2023-03-15"),
        ("45000.5", "yyyy-mm-dd h:mm", "2023-03-15 12:00"),
        ("45000", "yyyy-mm-dd h:mm", "2023-03-15"),
        ("0.75", "h:mm", "18:00"),
        ("0.7500116", "h:mm:ss", "18:00:01"),
        ("1.5", "[h]:mm:ss", "36:00:00"),
        ("1", "mmm yy", "1900-01-01"),
        ("2958465.99999999", "d", "1e"),
        ("9e9", "yyyy", "9000000000"),
        ("-1", "yyyy", "-1"),
        ("12", "@", "12"),
        ("1.5", "# ?/?", "1 1/2"),
        ("n/a", "0.00", "n/a"),
        ("12345", '"year" 0', "year 12345"),
    ],
)
def test_a_number_is_shown_as_its_format_means_it(value, form, said):
    if said == "1e":  # the last moment of the last day rounds over the end of the calendar
        assert shown(value, form).startswith("2958466") or shown(value, form) == "2958466"
    else:
        assert shown(value, form) == said


def test_dates_of_the_1904_system_start_later():
    assert shown("0", "yyyy-mm-dd", is_1904=True) == "1904-01-01"
