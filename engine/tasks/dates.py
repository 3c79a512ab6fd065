"""Read the dates and times of a text in every way a person may read them; pure.

"01/10/2024" is the first of October or the tenth of January, "9 pm" is 21:00, "October 2024" leaves
the day open. Whoever asks whether two texts state the same asks whether they share a reading.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import product

Place = tuple[int, int]
_MONTHS = (
    "january januar janvier jan", "february februar février feb", "march märz mars mar",
    "april avril apr", "may mai", "june juni juin jun", "july juli juillet jul",
    "august août aug", "september septembre sep sept", "october oktober octobre oct okt",
    "november novembre nov", "december dezember décembre dec dez",
)  # fmt: skip
MONTH = {name: number for number, names in enumerate(_MONTHS, 1) for name in names.split()}
_MONTH_WORD = "|".join(sorted(MONTH, key=len, reverse=True))
_DATES = re.compile(
    rf"(?P<iso>\b\d{{4}}-\d{{1,2}}-\d{{1,2}}\b)"
    rf"|(?P<numeric>\b\d{{1,2}}(?P<mark>[./])\d{{1,2}}(?P=mark)(?:\d{{4}}|\d{{2}})\b)"
    rf"|\b(?P<day>\d{{1,2}})(?:st|nd|rd|th|\.|er)?(?:\s+of)?\s+(?P<month>{_MONTH_WORD})\b"
    rf"(?:\.?,?\s+(?P<year>\d{{4}}))?"
    rf"|\b(?P<month2>{_MONTH_WORD})\b\.?\s+(?:the\s+)?(?P<day2>\d{{1,2}})(?:st|nd|rd|th)?\b(?!:)"
    rf"(?:,?\s+(?P<year2>\d{{4}}))?"
    rf"|\b(?P<month3>{_MONTH_WORD})\b\.?(?:,?\s+|\s+of\s+)(?P<year3>\d{{4}})\b",
    re.IGNORECASE,
)
_TIMES = re.compile(
    r"\b(?P<hour>[01]?\d|2[0-4])(?:[:.](?P<minute>[0-5]\d))?\s?(?:(?P<half>[ap])\.?m\b\.?|h\b)"
    r"|\b(?P<hour2>[01]?\d|2[0-4]):(?P<minute2>[0-5]\d)\b",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Date:
    """Days and months as they may be read; empty or 0 where the text does not say."""

    place: Place
    days: frozenset[tuple[int, int]]  # (day, month); a day of 0 where only the month is said
    year: int


@dataclass(frozen=True, slots=True)
class Time:
    """A time of the day, in each reading of a clock of twelve hours."""

    place: Place
    readings: frozenset[tuple[int, int]]


def dates(text: str) -> Iterator[Date]:
    """The dates of a text."""
    for found in _DATES.finditer(text):
        year = int(found["year"] or found["year2"] or found["year3"] or 0)
        if found["iso"]:
            year, month, day = map(int, found["iso"].split("-"))
            days = {(day, month)}
        elif found["numeric"]:
            one, two, year = map(int, re.split(r"[./]", found["numeric"]))
            year += 2000 if year < 100 else 0
            days = {(one, two), (two, one)}
        else:
            month = MONTH[(found["month"] or found["month2"] or found["month3"]).casefold()]
            days = {(int(found["day"] or found["day2"] or 0), month)}
        yield Date(found.span(), frozenset(days), year)


def times(text: str) -> Iterator[Time]:
    """The times of a text that are written as such; "at nine" is a number."""
    for found in _TIMES.finditer(text):
        hour, minute = int(found["hour"] or found["hour2"]), found["minute"] or found["minute2"]
        after_noon = (found["half"] or "").lower() == "p"
        hours = {hour % 12 + 12} if after_noon else {hour % 24, hour % 12}
        yield Time(found.span(), frozenset((one, int(minute or 0)) for one in hours))


def compatible(one: Date, other: Date) -> bool:
    """Both may mean the same day, as far as each says."""
    if one.year and other.year and one.year != other.year:
        return False
    pairs = product(one.days, other.days)
    return any(a[1] == b[1] and (not a[0] or a[0] == b[0]) for a, b in pairs)
