"""Numbers, dates and times that a passage doesn't state, in the form of one that it does; pure.

They fill up the wrong options of a multiple choice where the passage has too little of the same
kind: "45 minutes" gets "30 minutes" beside it, not "four rooms". English only.
"""

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
_MOST_TRIES = 24


def others(text: str, kind: str, passage: str, dice: random.Random) -> Iterator[str]:
    """Texts like this one with another number, month or weekday, none that the passage states."""
    taken = {value for found in stated(passage) for value in found.readings}
    for _ in range(_MOST_TRIES):
        made = _dated(text, taken, passage, dice) if kind == "date" else ""
        made = made or _numbered(text, kind, taken, dice)
        if made and made != text:
            yield made


def _dated(text: str, taken: set[float], passage: str, dice: random.Random) -> str:
    """Another weekday; else another day in it, or another month, or another year."""
    for names in (DAYS, MONTHS):
        found = next((name for name in names if name in text), "")
        free = [name for name in names if name not in passage]
        has_day = re.search(r"\b\d{1,2}\b", text) and names is MONTHS
        if found and free and not (has_day and dice.random() < 0.5):
            return text.replace(found, dice.choice(free))
    day = re.search(r"\b\d{1,2}\b", text)
    if day:
        free = [n for n in range(1, 29) if n not in taken]
        return text[: day.start()] + str(dice.choice(free)) + text[day.end() :] if free else ""
    year = _YEAR.search(text)
    near = [n for n in range(-4, 5) if year and int(year[0]) + n not in taken]
    return _YEAR.sub(str(int(year[0]) + dice.choice(near)), text) if year and near else ""


def _numbered(text: str, kind: str, taken: set[float], dice: random.Random) -> str:
    word, digits = _WORD.search(text), _DIGITS.search(text)
    found = digits or word
    if found is None:
        return ""
    value = float(found[0].replace(",", "")) if digits else WORDS.index(found[0].lower()) + 1.0
    decimals = len(found[0].partition(".")[2]) if digits else 0
    made = _near(value, kind, decimals, dice)
    if made in taken or made <= 1 or (not digits and made > len(WORDS)):
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
    """ " month" becomes " months" where one becomes many."""
    return re.sub(r"^( [a-z]*[a-rt-z])(?=$|\W)", r"\1s", behind)
