"""Read the numbers of a text in every way a person may read them; pure.

"1,250" is 1250 or 1.25, "1.2 million" is also 1200000, "nine" is 9, "3rd" and "third" are 3, "a
quarter" is also 25 (per cent). Whoever asks whether two texts state the same number asks whether
they share a reading: rather too lenient than a false alarm.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from engine.tasks.dates import Place

_DIGITS = r"\d+(?:[.,'’\u00a0\u202f ]\d{3})+(?:[.,]\d+)?(?!\d)|\d+[.,]\d+(?!\d)|\d+"
_SCALES = {
    "thousand": 1e3, "tausend": 1e3, "mille": 1e3, "k": 1e3, "hundred": 1e2, "hundert": 1e2,
    "million": 1e6, "millionen": 1e6, "millions": 1e6, "mio": 1e6, "m": 1e6, "mn": 1e6,
    "billion": 1e9, "billions": 1e9, "bn": 1e9, "milliarden": 1e9, "milliards": 1e9, "dozen": 12,
}  # fmt: skip
_ONES = (
    ("zero", "null", "zéro"),
    ("one", "a", "an", "once", "first", "eins", "ein", "eine", "un", "une"),
    ("two", "both", "twice", "second", "zwei", "beide", "deux", "dos"),
    ("three", "third", "thrice", "drei", "trois", "tres"),
    ("four", "fourth", "vier", "quatre", "cuatro"), ("five", "fifth", "fünf", "cinq", "cinco"),
    ("six", "sixth", "sechs", "seis"), ("seven", "seventh", "sieben", "sept", "siete"),
    ("eight", "eighth", "acht", "huit", "ocho"), ("nine", "ninth", "neun", "neuf", "nueve"),
    ("ten", "tenth", "zehn", "dix", "diez"), ("eleven", "eleventh", "elf", "onze"),
    ("twelve", "twelfth", "zwölf", "douze", "doce", "noon", "midnight", "dozen"),
    ("thirteen", "thirteenth"), ("fourteen", "fourteenth"), ("fifteen", "fifteenth"),
    ("sixteen", "sixteenth"), ("seventeen", "seventeenth"), ("eighteen", "eighteenth"),
    ("nineteen", "nineteenth"),
)  # fmt: skip
_TENS = ("twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety")
_ORDINAL_TENS = tuple(f"{ten[:-1]}ieth" for ten in _TENS)
_PARTS = {"half": (0.5, 50.0), "quarter": (0.25, 25.0, 4.0), "quarters": (0.75, 75.0, 4.0)}
_NUMBER = re.compile(
    rf"(?<![\w.,])(?P<digits>{_DIGITS})(?:st|nd|rd|th)?(?:\s?(?P<scale>{'|'.join(_SCALES)})\b)?",
    re.IGNORECASE,
)
_GLUED = re.compile(r"(?<=[A-Za-z])\d+|\d+(?=[A-Za-z])")
_WORDS = {
    **{name: float(n) for n, names in enumerate(_ONES) for name in names},
    **{ten: 20.0 + 10 * n for names in (_TENS, _ORDINAL_TENS) for n, ten in enumerate(names)},
}
_WORD = re.compile(r"[^\W\d_]+")


@dataclass(frozen=True, slots=True)
class Quantity:
    """A number with all its readings, and how many decimals it is written with."""

    place: Place
    readings: frozenset[float]
    decimals: int = 0


def numbers(text: str) -> Iterator[Quantity]:
    """The numbers of a text in digits."""
    for found in _NUMBER.finditer(text):
        digits = found["digits"]
        readings = set(_values(digits))
        if found["scale"]:
            readings |= {one * _SCALES[found["scale"].casefold()] for one in readings}
        tail = re.search(r"[.,](\d+)$", digits)
        yield Quantity(found.span(), frozenset(readings), len(tail[1]) if tail else 0)


def stated(text: str) -> Iterator[Quantity]:
    """Every number that a text states, in words and inside other words too."""
    yield from numbers(text)
    for found in _GLUED.finditer(text):  # "V9", "30kg", "A4"
        yield Quantity(found.span(), frozenset({float(found[0])}))
    found_words = list(_WORD.finditer(text))
    for place, word in enumerate(found_words):
        said = word[0].casefold()
        if said in _PARTS:
            yield Quantity(word.span(), frozenset(_PARTS[said]))
        elif said in _WORDS:
            yield _in_words(found_words[place:], text)


def _in_words(words: list[re.Match[str]], text: str) -> Quantity:
    """From a number word on: "twenty-five", "two hundred and fifty thousand"."""
    total, current, end = 0.0, 0.0, words[0].start()
    readings = set[float]()
    for word in words:
        said = word[0].casefold()
        between = text[end : word.start()]
        if readings and not re.fullmatch(r"[\s-]*", between):
            break
        if said in {"and", "und", "et"} and readings:
            end = word.end()
            continue
        if said in _SCALES and readings and len(said) > 2:
            current = max(current, 1.0) * _SCALES[said]
            if _SCALES[said] >= 1000:
                total, current = total + current, 0.0
        elif said in _WORDS:
            current += _WORDS[said]
        else:
            break
        readings.add(total + current)
        end = word.end()
    return Quantity((words[0].start(), end), frozenset(readings))


def _values(digits: str) -> Iterator[float]:
    """Each number that digits with marks may stand for."""
    whole = re.sub(r"\D", "", digits)
    parts = re.split(r"(\D)(?=\d+$)", digits, maxsplit=1)
    if len(parts) == 1:
        yield float(whole)
        return
    _head, mark, tail = parts
    if mark in ".,":  # a decimal mark, whatever the marks before it
        yield float(f"{whole[: -len(tail)]}.{tail}")
    if len(tail) == 3:  # a separator of thousands
        yield float(whole)
