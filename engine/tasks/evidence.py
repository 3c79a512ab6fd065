"""Find where an answer stands in its passage; pure.

First as it is, then folded (`folding`), then with number words as digits, at last as a list of
two parts that stand close together ("Anna and Tom" in "Anna Müller and Tom Weiß"). Marks around the
answer don't count ("at nine." stands where "At nine" stands). An answer must begin and end where
words do, so that "art" is not found in "party". The first place is taken.
"""

import re

from engine.records import Evidence, EvidenceGrade
from engine.tasks.folding import Letters, letters, with_digits

_AROUND = " \t\n.,;:!?\"'()[]*"
_NOWHERE = Evidence(EvidenceGrade.NONE)
_LIST = re.compile(r"(.+?)\s+(?:and|und|et|&)\s+(.+)", re.DOTALL)
_APART = 60  # most characters between the parts of a list


def find(answer: str, passage: str) -> Evidence:
    """Where the answer stands, as offsets in the passage; grade NONE if it doesn't."""
    exact = _place(answer.strip(), passage)
    if exact:
        return Evidence(EvidenceGrade.EXACT, *exact)
    wanted, folded = letters(answer), letters(passage)
    place = _folded_place(wanted, folded, passage) or _folded_place(
        with_digits(wanted), with_digits(folded), passage
    )
    place = place or _list_place(_text(wanted), folded, passage)
    return Evidence(EvidenceGrade.NORMALISED, *place) if place else _NOWHERE


def is_in(answer: str, text: str) -> bool:
    """The answer stands in the text, folded or not."""
    return find(answer, text).grade is not EvidenceGrade.NONE


def _text(folded: Letters) -> str:
    return "".join(letter for letter, _ in folded)


def _folded_place(wanted: Letters, folded: Letters, passage: str) -> tuple[int, int] | None:
    place = _place(_text(wanted).strip(_AROUND), _text(folded))
    return _in_passage(place, folded, passage) if place else None


def _list_place(wanted: str, folded: Letters, passage: str) -> tuple[int, int] | None:
    """From the first part of "x and y" to the second, where they stand close together."""
    parts = _LIST.fullmatch(wanted.strip(_AROUND))
    if parts is None:
        return None
    between = rf"(?:(?!\. ).){{1,{_APART}}}?"
    found = re.search(_pattern(parts[1]) + between + _pattern(parts[2]), _text(folded))
    return _in_passage(found.span(), folded, passage) if found else None


def _in_passage(place: tuple[int, int], folded: Letters, passage: str) -> tuple[int, int]:
    """Offsets in the passage of a place in its folded letters; ends behind the last letter."""
    start, end = folded[place[0]][1], folded[place[1] - 1][1] + 1
    is_digit_of_word = folded[place[1] - 1][0].isdigit() and passage[end - 1].isalpha()
    if is_digit_of_word:
        end += len(re.match(r"\w*", passage[end:])[0])  # type: ignore[index]  it always matches
    return start, end


def _place(wanted: str, text: str) -> tuple[int, int] | None:
    """The first place where `wanted` stands as whole words."""
    found = re.search(_pattern(wanted), text) if wanted else None
    return found.span() if found else None


def _pattern(wanted: str) -> str:
    before = r"(?<!\w)" if _is_spaced_letter(wanted[0]) else ""
    after = r"(?!\w)" if _is_spaced_letter(wanted[-1]) else ""
    return before + re.escape(wanted) + after


def _is_spaced_letter(letter: str) -> bool:
    """A letter or digit of a script that puts spaces between words (not Chinese, say)."""
    return letter.isalnum() and letter < "\u0e00"
