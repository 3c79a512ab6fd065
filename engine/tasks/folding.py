"""Fold texts so that what a person takes for the same compares equal; pure.

Folded are case, runs of white space, the shapes of quotation marks, apostrophes and dashes, accents
("Müller" and "Muller"), the separators of thousands ("1,200" and "1200") and the space between a
number and its sign ("45 %" and "45%"). Every folded letter
keeps the offset it comes from, so that evidence can be shown in the text itself.
"""

import re
import unicodedata
from collections.abc import Iterator

_SHAPES = str.maketrans(
    {
        **dict.fromkeys("“”„‟«»″", '"'),
        **dict.fromkeys("‘’‚‛‹›′`´", "'"),
        **dict.fromkeys("–—‐‑−", "-"),
    }
)
_THOUSANDS = re.compile(r"(?<=\d)[,'’\u00a0\u202f ](?=\d{3}(?!\d))")
_BEFORE_SIGN = re.compile(r"(?<=\d)\s+(?=[%‰°€£$¥])|(?<=[€£$¥])\s+(?=\d)")
_SPELT = {"ä": "ae", "ö": "oe", "ü": "ue", "å": "aa", "æ": "ae", "ø": "oe"}
_NUMBERS = (
    "zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten",
    "eleven", "twelve",
)  # fmt: skip
_NUMBER = re.compile(rf"\b(?:{'|'.join(_NUMBERS)})\b")
_INVISIBLE = {"Cf", "Cc", "Co", "Cn"}

Letters = list[tuple[str, int]]
"""Folded letters, each with the offset of the letter it comes from."""


def letters(text: str) -> Letters:
    """The folded letters of a text."""
    skipped = {match.start() for match in _THOUSANDS.finditer(text)}
    for match in _BEFORE_SIGN.finditer(text):
        skipped.update(range(*match.span()))
    return list(_fold(text, skipped))


def spelt_out(text: str, folded: Letters) -> Letters:
    """The folded letters with ä, ö, ü, å, æ and ø as two letters ("Mueller")."""
    pairs = ((_SPELT.get(text[offset].lower(), one), offset) for one, offset in folded)
    return [(letter, offset) for spelt, offset in pairs for letter in spelt]


def with_digits(folded: Letters) -> Letters:
    """The same with number words up to twelve as digits ("nine" becomes "9")."""
    text, made, at = "".join(letter for letter, _ in folded), Letters(), 0
    for match in _NUMBER.finditer(text):
        made += folded[at : match.start()]
        offset = folded[match.start()][1]
        made += [(digit, offset) for digit in str(_NUMBERS.index(match[0]))]
        at = match.end()
    return made + folded[at:]


def fold(text: str) -> str:
    """A text as it is compared."""
    return "".join(letter for letter, _ in letters(text)).strip()


def is_readable(text: str) -> bool:
    """There is something to see: a letter, digit or symbol, not only marks and invisible signs."""
    return any(unicodedata.category(letter)[0] in "LNS" for letter in text)


def words(text: str) -> list[str]:
    """The folded words of a text, without marks."""
    return re.findall(r"\w+", fold(text))


def _fold(text: str, skipped: set[int]) -> Iterator[tuple[str, int]]:
    was_space = False
    for offset, letter in enumerate(text):
        if offset in skipped or (not letter.isspace() and _is_invisible(letter)):
            continue
        is_space = letter.isspace()
        if not is_space:
            for folded in _plain(letter):
                yield folded, offset
        elif not was_space:
            yield " ", offset
        was_space = is_space


def _is_invisible(letter: str) -> bool:
    return letter > "~" and unicodedata.category(letter) in _INVISIBLE


def _plain(letter: str) -> str:
    """One letter without case, shape and accent; Latin, Greek and Cyrillic alone lose theirs."""
    folded = letter.translate(_SHAPES).casefold()
    if folded < "\x80" or letter >= "\u0530":
        return folded
    parts = unicodedata.normalize("NFKD", folded)
    return "".join(part for part in parts if not unicodedata.combining(part))
