"""Find where an answer stands in its passage; pure.

First as it is, then after normalising: case, runs of white space, the shapes of quotation marks,
apostrophes and dashes, and marks around the answer ("at nine." stands where "At nine" stands).
An answer must begin and end where words do, so that "art" is not found in "party". The first
place is taken.
"""

import re
from collections.abc import Iterator

from engine.records import Evidence, EvidenceGrade

_SHAPES = str.maketrans(
    {
        **dict.fromkeys("“”„‟«»″", '"'),
        **dict.fromkeys("‘’‚‛‹›′`´", "'"),
        **dict.fromkeys("–—‐‑−", "-"),
    }
)
_AROUND = " \t\n.,;:!?\"'()[]*"
_NOWHERE = Evidence(EvidenceGrade.NONE)


def find(answer: str, passage: str) -> Evidence:
    """Where the answer stands, as offsets in the passage; grade NONE if it doesn't."""
    exact = _place(answer.strip(), passage)
    if exact:
        return Evidence(EvidenceGrade.EXACT, *exact)
    letters = list(_normalised(passage))
    wanted = "".join(letter for letter, _ in _normalised(answer)).strip(_AROUND)
    place = _place(wanted, "".join(letter for letter, _ in letters))
    if place is None:
        return _NOWHERE
    start, end = place
    return Evidence(EvidenceGrade.NORMALISED, letters[start][1], letters[end - 1][1] + 1)


def is_in(answer: str, text: str) -> bool:
    """The answer stands in the text, normalised or not."""
    return find(answer, text).grade is not EvidenceGrade.NONE


def _place(wanted: str, text: str) -> tuple[int, int] | None:
    """The first place where `wanted` stands as whole words."""
    if not wanted:
        return None
    before = r"(?<!\w)" if _is_spaced_letter(wanted[0]) else ""
    after = r"(?!\w)" if _is_spaced_letter(wanted[-1]) else ""
    found = re.search(before + re.escape(wanted) + after, text)
    return found.span() if found else None


def _is_spaced_letter(letter: str) -> bool:
    """A letter or digit of a script that puts spaces between words (not Chinese, say)."""
    return letter.isalnum() and letter < "\u0e00"


def _normalised(text: str) -> Iterator[tuple[str, int]]:
    """The letters of the normalised text, each with the offset it comes from."""
    was_space = False
    for offset, letter in enumerate(text):
        is_space = letter.isspace()
        if not is_space:
            for folded in letter.translate(_SHAPES).casefold():
                yield folded, offset
        elif not was_space:
            yield " ", offset
        was_space = is_space
