"""Numbers, dates and times that a passage doesn't state, in the form of one that it does; pure.

They fill up the wrong options of a multiple choice where the passage has too little of the same
kind: "45 minutes" gets "30 minutes" beside it, not "four rooms". English only.
"""

import math
import random
import re
from collections.abc import Iterator

from engine.tasks.quantities import stated

WORDS = (
    "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven",
    "twelve", "thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen",
    "twenty",
)  # fmt: skip
MONTHS = (
    "January", "February", "March", "April", "May", "June", "July", "August", "September",
    "October", "November", "December",
)  # fmt: skip
DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_YEAR = re.compile(r"\b(?:1[89]|20)\d\d\b")
_DIGITS = re.compile(r"\d[\d,]*(?:\.\d+)?")
_WORD = re.compile(rf"\b(?:{'|'.join(WORDS)})\b", re.IGNORECASE)
_DAY = re.compile(r"\b\d{1,2}\b")
MOST_DAYS = 28  # that every month has
_MOST_TRIES = 24


def others(text: str, kind: str, passage: str, dice: random.Random) -> Iterator[str]:
    """Texts like this one with another number, month or weekday, none that the passage states."""
    taken = {value for found in stated(passage) for value in found.readings}
    for _ in range(_MOST_TRIES):
        made = _dated(text, passage, taken, dice) if kind == "date" else ""
        made = made or _numbered(text, kind, taken, dice)
        if made and made != text:
            yield made


def _dated(text: str, passage: str, taken: set[float], dice: random.Random) -> str:
    """Another weekday; else another month or day, or another year."""
    weekday = _another(text, DAYS, passage, dice)
    if weekday:
        return weekday
    day, year = _DAY.search(text), _YEAR.search(text)
    if day and int(day[0]) <= MOST_DAYS and dice.random() < 0.5:
        return _another(text, MONTHS, passage, dice)
    if day:
        free = [n for n in range(1, MOST_DAYS + 1) if n not in taken]
        return text[: day.start()] + str(dice.choice(free)) + text[day.end() :] if free else ""
    month = _another(text, MONTHS, passage, dice)
    near = [n for n in range(-4, 5) if year and int(year[0]) + n not in taken]
    if month or not year or not near:
        return month
    return _YEAR.sub(str(int(year[0]) + dice.choice(near)), text)


def _another(text: str, names: tuple[str, ...], passage: str, dice: random.Random) -> str:
    """The text with another of the names, one that the passage doesn't say."""
    found = next((name for name in names if name in text), "")
    free = [name for name in names if name not in passage]
    return text.replace(found, dice.choice(free)) if found and free else ""


def _numbered(text: str, kind: str, taken: set[float], dice: random.Random) -> str:
    word, digits = _WORD.search(text), _DIGITS.search(text)
    found = digits or word
    if found is None:
        return ""
    value = float(found[0].replace(",", "")) if digits else WORDS.index(found[0].lower()) + 1.0
    decimals = len(found[0].partition(".")[2]) if digits else 0
    made = _near(value, kind, decimals, dice)
    most = 100.0 if kind == "share" and value <= 100 else math.inf
    most = most if digits else float(len(WORDS))
    if made in taken or not 1 < made <= most:
        return ""
    said = _written(made, decimals, found[0]) if digits else WORDS[int(made) - 1]
    said = said.capitalize() if found[0][:1].isupper() else said
    behind = text[found.end() :]
    return text[: found.start()] + said + (_plural(behind) if value == 1 else behind)


def _near(value: float, kind: str, decimals: int, dice: random.Random) -> float:
    """Another number of about the same size and as round."""
    if kind == "time":
        return float((int(value) - 1 + dice.choice((-3, -2, -1, 1, 2, 3))) % 12 + 1)
    if decimals:
        return round(value * dice.choice((0.6, 0.75, 0.8, 1.2, 1.3, 1.5)), decimals)
    if value <= 12:
        return value + dice.choice((-4, -3, -2, -1, 1, 2, 3, 4))
    steps = (1000, 500, 100, 50, 10, 5)
    step = next((n for n in steps if value % n == 0 and value >= 2 * n), 1)
    step = max(step, 1)
    size = max(1, round(value * 0.15 / step)) * step
    return value + size * dice.choice((-3, -2, -1, 1, 2, 3))


def _written(value: float, decimals: int, form: str) -> str:
    return f"{value:,.{decimals}f}" if "," in form or value >= 10_000 else f"{value:.{decimals}f}"


def _plural(behind: str) -> str:
    """The unit behind a number, in the plural where one becomes many."""
    return re.sub(r"^( [a-z]*[a-rt-z])(?=$|\W)", r"\1s", behind)
