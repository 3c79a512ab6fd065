"""Find where an answer stands in its passage; pure.

First as it is, then folded (`folding`), then with number words as digits, with umlauts spelt out
("Mueller"), as a date that is written otherwise, at last as a list of
two parts that stand close together ("Anna and Tom" in "Anna Müller and Tom Weiß"). Marks around the
answer don't count ("at nine." stands where "At nine" stands). An answer must begin and end where
words do, so that "art" is not found in "party". The first place is taken; how many there are is
said.
"""

import re

from engine.records import Evidence, EvidenceGrade, PassageText
from engine.tasks.dates import dates
from engine.tasks.folding import Letters, letters, spelt_out, with_digits
from engine.tasks.types import AnswerRule, TaskType

_AROUND = " \t\n.,;:!?\"'()[]*"
_NOWHERE = Evidence(EvidenceGrade.NONE)
_LIST = re.compile(r"(.+?)(?:\s+(?:and|und|et|&)|[,;])\s+(.+)", re.DOTALL)
_APART = 60  # most characters between the parts of a list

Place = tuple[int, int]


def find(answer: str, passage: str) -> Evidence:
    """Where the answer first stands, as offsets in the passage; grade NONE if it doesn't."""
    grade, found = _all(answer, passage)
    return Evidence(grade, *found[0], len(found)) if found else _NOWHERE


def places(answer: str, passage: str) -> tuple[Place, ...]:
    """Every place where the answer stands, found in the way in which `find` finds the first."""
    return tuple(_all(answer, passage)[1])


def of_edit(kind: TaskType, output: str, passage: PassageText) -> Evidence:
    """The evidence of a reviewer's output, as document offsets; grade EDITED if there is none.

    A label has none in either case: a "no" somewhere in the passage proves nothing.
    """
    if kind.rule is AnswerRule.LABEL:
        return _NOWHERE
    found = in_document(find(output, passage.shown), passage)
    return Evidence(EvidenceGrade.EDITED) if found.grade is EvidenceGrade.NONE else found


def in_document(found: Evidence, passage: PassageText) -> Evidence:
    """Offsets of the document instead of those of what the model read."""
    if found.start is None or found.end is None:
        return found
    before = len(passage.shown) - len(passage.text)
    if found.start >= before:
        shift = passage.start - before
    elif passage.header and found.end < before:
        shift = passage.header.start
    else:  # half in the header row: no place of the document
        return _NOWHERE
    return Evidence(found.grade, found.start + shift, found.end + shift, found.places)


def _all(answer: str, passage: str) -> tuple[EvidenceGrade, list[Place]]:
    if exact := _places(answer.strip(), passage):
        return EvidenceGrade.EXACT, exact
    wanted, folded = letters(answer), letters(passage)
    found = (
        _folded_places(wanted, folded, passage)
        or _folded_places(with_digits(wanted), with_digits(folded), passage)
        or _spelt_places(answer, wanted, folded, passage)
        or _date_places(answer, passage)
        or _list_places(_text(wanted), folded, passage)
    )
    return (EvidenceGrade.NORMALISED, found) if found else (EvidenceGrade.NONE, [])


def is_in(answer: str, text: str) -> bool:
    """The answer stands in the text, folded or not."""
    return find(answer, text).grade is not EvidenceGrade.NONE


def _text(folded: Letters) -> str:
    return "".join(letter for letter, _ in folded)


def _folded_places(wanted: Letters, folded: Letters, passage: str) -> list[Place]:
    found = _places(_text(wanted).strip(_AROUND), _text(folded))
    return [_in_passage(place, folded, passage) for place in found]


def _spelt_places(answer: str, wanted: Letters, folded: Letters, passage: str) -> list[Place]:
    """With the umlauts of one of the two as two letters, as where a keyboard has none."""
    return _folded_places(wanted, spelt_out(passage, folded), passage) or _folded_places(
        spelt_out(answer, wanted), folded, passage
    )


def _date_places(answer: str, passage: str) -> list[Place]:
    """The same day and year, written in another way: "3 May 2019" and "May 3, 2019"."""
    bare = answer.strip(_AROUND)
    found = list(dates(bare))
    if len(found) != 1 or found[0].place != (0, len(bare)):
        return []
    wanted = found[0]
    return [
        date.place
        for date in dates(passage)
        if date.year == wanted.year and date.days & wanted.days
    ]


def _list_places(wanted: str, folded: Letters, passage: str) -> list[Place]:
    """From the first part of "x and y" to the second, where they stand close together."""
    parts = _LIST.fullmatch(wanted.strip(_AROUND))
    if parts is None:
        return []
    between = rf"(?:(?!\. ).){{1,{_APART}}}?"
    pattern = _pattern(parts[1]) + between + _pattern(parts[2])
    found = re.finditer(pattern, _text(folded))
    return [_in_passage(match.span(), folded, passage) for match in found]


def _in_passage(place: Place, folded: Letters, passage: str) -> Place:
    """Offsets in the passage of a place in its folded letters; ends behind the last letter."""
    start, end = folded[place[0]][1], folded[place[1] - 1][1] + 1
    is_digit_of_word = folded[place[1] - 1][0].isdigit() and passage[end - 1].isalpha()
    if is_digit_of_word:
        end += len(re.match(r"\w*", passage[end:])[0])  # type: ignore[index]  it always matches
    return start, end


def _places(wanted: str, text: str) -> list[Place]:
    """The places where `wanted` stands as whole words."""
    return [match.span() for match in re.finditer(_pattern(wanted), text)] if wanted else []


def _pattern(wanted: str) -> str:
    before = r"(?<!\w)" if _is_spaced_letter(wanted[0]) else ""
    after = r"(?!\w)" if _is_spaced_letter(wanted[-1]) else ""
    return before + re.escape(wanted) + after


def _is_spaced_letter(letter: str) -> bool:
    """A letter or digit of a script that puts spaces between words (not Chinese, say)."""
    return letter.isalnum() and letter < "\u0e00"
