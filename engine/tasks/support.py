"""Which numbers, dates and names of an answer the passage holds, and which it does not; pure.

For answers in free words, of which no whole place in the passage can be the evidence. A claim is
supported if the passage states it in any form a person would take for the same (`quantities`,
`dates`); what is not supported is worth a look and need not be wrong. Left out are number words up
to twelve ("two parties" may count what the passage lists), a capital that begins a sentence, and
names in texts that write all nouns with capitals.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum

from engine.tasks.dates import MONTH, Date, Place, Time, compatible, dates, times
from engine.tasks.folding import fold
from engine.tasks.quantities import Quantity, numbers, stated

TYPES = frozenset({"qa", "summarization", "paraphrase", "qg"})
"""The task types whose outputs are looked at."""

_NAME = re.compile(r"[A-ZÀ-ÖØ-ÞĀ-ŽΑ-ΩА-Я][\w’'-]*(?:\s+(?:(?:of|de|van|von|der|the|and)\s+)?"
                   r"[A-ZÀ-ÖØ-ÞĀ-ŽΑ-ΩА-Я][\w’'-]*)*")  # fmt: skip
_WORD = re.compile(r"\w[\w’'-]*")
_SENTENCE_START = re.compile(r"(?:^|[.!?:]\s|\n)[\s\"“”„«»'’‘(\[*•–-]*$")
_NO_NAMES = frozenset({
    "i", "a", "an", "the", "in", "it", "he", "she", "they", "we", "you", "and", "or", "but", "if",
    "no", "yes", "not", "mr", "mrs", "ms", "dr", "this", "that", "these", "those", "there", "as",
    "at", "on", "for", "to", "of", "by", "with", "what", "who", "when", "where", "which", "why",
    "how", "is", "are", "was", "were", "does", "do", "did", "can", "may", "must", "am", "pm", "ok",
})  # fmt: skip
_FEWEST_ALIKE = 4  # letters that "Norway" and "Norwegian" have in common
_ALIKE_REST = 5
_MOST_CAPITALS = 0.5  # of an answer's words; more is a headline
_MOST_NOUNS = 0.18  # of a passage's words inside sentences; more is German
_FEWEST_WORDS = 4
_NEAR = 40  # characters between a day and its month


_COUNTING_ARTICLES = {"a", "an", "ein", "eine", "un", "une"}


class Kind(StrEnum):
    """What an answer claims."""

    NUMBER = "number"
    DATE = "date"
    NAME = "name"


@dataclass(frozen=True, slots=True)
class Claim:
    """One number, date or name of an answer; `found` are its places in the passage."""

    kind: Kind
    text: str
    place: Place
    found: tuple[Place, ...]

    @property
    def is_supported(self) -> bool:
        """The passage states it."""
        return bool(self.found)


def claims(answer: str, passage: str) -> tuple[Claim, ...]:
    """What an answer claims, in the order of its text."""
    said_dates, said_times = list(dates(answer)), list(times(answer))
    taken = [one.place for one in (*said_dates, *said_times)]
    found = [
        *(_claim(Kind.DATE, answer, one.place, _dates(one, passage)) for one in said_dates),
        *(_claim(Kind.NUMBER, answer, one.place, _times(one, passage)) for one in said_times),
        *(
            _claim(Kind.NUMBER, answer, one.place, _numbers(one, passage))
            for one in numbers(answer)
            if not _overlaps(one.place, taken)
        ),
        *(
            _claim(Kind.NAME, answer, place, _names(answer[slice(*place)], passage))
            for place in _names_in(answer, passage)
            if not _overlaps(place, taken)
        ),
    ]
    return tuple(sorted(found, key=lambda claim: claim.place))


def unsupported(found: Iterable[Claim]) -> tuple[str, ...]:
    """What the passage does not hold, each once."""
    return tuple(dict.fromkeys(one.text for one in found if not one.is_supported))


def _claim(kind: Kind, answer: str, place: Place, found: Iterable[Place]) -> Claim:
    return Claim(kind, answer[slice(*place)].strip(), place, tuple(dict.fromkeys(found)))


def _overlaps(place: Place, others: Iterable[Place]) -> bool:
    return any(place[0] < end and start < place[1] for start, end in others)


# --- quantities -----------------------------------------------------------------------------------


def _numbers(wanted: Quantity, passage: str) -> Iterator[Place]:
    """Where the passage has a number: in digits, else in words, else in an article."""
    places = [
        one.place
        for one in stated(passage)
        if wanted.readings & one.readings or _is_rounded(wanted, one)
    ]
    for is_good in (_has_digit, _is_number_word):
        if good := [place for place in places if is_good(passage[slice(*place)])]:
            yield from good
            return
    yield from places[:1]
    for one in times(passage):
        if any((int(value), 0) in one.readings for value in wanted.readings if value < 25):
            yield one.place


def _has_digit(text: str) -> bool:
    return any(letter.isdigit() for letter in text)


def _is_number_word(text: str) -> bool:
    return text.casefold() not in _COUNTING_ARTICLES


def _is_rounded(wanted: Quantity, one: Quantity) -> bool:
    """Wanted is the other with fewer decimals: 26 for 25.69."""
    if one.decimals <= wanted.decimals:
        return False
    rounded = {round(value + 1e-9, wanted.decimals) for value in one.readings}
    return any(value in rounded for value in wanted.readings)


def _times(wanted: Time, passage: str) -> Iterator[Place]:
    for one in times(passage):
        if _same_clock(wanted.readings, one.readings):
            yield one.place
    for number in stated(passage):  # "at nine", "from 9 to 17"
        hours = {(int(value), 0) for value in number.readings if value in range(25)}
        if _same_clock(wanted.readings, hours):
            yield number.place


def _same_clock(one: Iterable[tuple[int, int]], other: Iterable[tuple[int, int]]) -> bool:
    """Some readings agree, on a clock of twelve hours."""
    return bool({(h % 12, m) for h, m in one} & {(h % 12, m) for h, m in other})


def _dates(wanted: Date, passage: str) -> Iterator[Place]:
    here = list(dates(passage))
    years = {int(value) for one in numbers(passage) for value in one.readings}
    years |= {one.year for one in here}
    if wanted.year and wanted.year not in years:
        return
    yield from (one.place for one in here if compatible(wanted, one))
    yield from _apart(wanted, passage)


def _apart(wanted: Date, passage: str) -> Iterator[Place]:
    """The day stands near its month: "between 1 and 15 October", "on the first of May"."""
    from_words = list(stated(passage))
    for word in _WORD.finditer(passage):
        month = _month(word[0])
        for day, of in wanted.days if month else ():
            near = [
                one.place
                for one in from_words
                if float(day) in one.readings and abs(one.place[0] - word.start()) <= _NEAR
            ]
            if of == month and (near or not day):
                yield word.span()
                yield from near[:1]


def _month(word: str) -> int:
    return MONTH.get(word.casefold(), 0)


# --- names ----------------------------------------------------------------------------------------


def _names_in(answer: str, passage: str) -> Iterator[Place]:
    """The names of an answer; none in a headline, or where nouns have capitals."""
    said = _WORD.findall(answer)
    capitals = [word for word in said[1:] if word[0].isupper()]
    is_headline = len(said) >= _FEWEST_WORDS and len(capitals) > _MOST_CAPITALS * len(said)
    if is_headline or _writes_nouns_large(passage):
        return
    for found in _NAME.finditer(answer):
        start, words = found.start(), list(_WORD.finditer(found[0]))
        if _SENTENCE_START.search(answer[:start]):  # its first word has a capital in any case
            words = words[1:]
        while words and fold(words[0][0]) in _NO_NAMES:
            words = words[1:]
        if words:
            yield start + words[0].start(), start + words[-1].end()


def _writes_nouns_large(passage: str) -> bool:
    german = {"der", "die", "das", "und", "ist", "nicht", "ein", "eine", "mit", "für"}
    if german.isdisjoint(_WORD.findall(passage)):
        return False  # most passages, at a fifth of the cost
    inside = [
        word[0]
        for word in _WORD.finditer(passage)
        if not _SENTENCE_START.search(passage[max(0, word.start() - 8) : word.start()])
    ]
    small = [word for word in inside if word[0].isalpha() and not word.isupper()]
    large = sum(word[0].isupper() for word in small)
    is_german = sum(word in german for word in small) > 0.08 * len(small)
    return bool(small) and is_german and large > _MOST_NOUNS * len(small)


def _names(name: str, passage: str) -> Iterator[Place]:
    """Where the passage has a name: as a whole, else each of its words somewhere."""
    words = [(found, _stem(found[0])) for found in _WORD.finditer(passage)]
    places = list[Place]()
    for part in _WORD.findall(name):
        wanted = _stem(part)
        if wanted in _NO_NAMES:
            continue
        found = [word.span() for word, stem in words if _is_alike(wanted, stem)]
        if not found and not (found := _as_initials(part, words)):
            return
        places += found
    yield from _joined(sorted(places), passage)


def _as_initials(part: str, words: list[tuple[re.Match[str], str]]) -> list[Place]:
    """Where the passage spells out what an acronym stands for."""
    if not (part.isupper() and len(part) > 1):
        return []
    initials = "".join(word[0][0] for word, _stem in words)
    at = initials.upper().find(part.upper())
    return [(words[at][0].start(), words[at + len(part) - 1][0].end())] if at >= 0 else []


def _stem(word: str) -> str:
    """A word without case, accents, possessive and plural endings."""
    return re.sub(r"(?:'s|'|(?<=\w{3})s)$", "", fold(word).strip("-'"))


def _is_alike(wanted: str, other: str) -> bool:
    """The same, or another form of it: "Norway" and "Norwegian"."""
    if wanted == other or wanted in other.split("-"):
        return True
    common = next(
        (n for n, (a, b) in enumerate(zip(wanted, other, strict=False)) if a != b),
        min(len(wanted), len(other)),
    )
    rest = max(len(wanted), len(other)) - common
    return common >= _FEWEST_ALIKE and rest <= _ALIKE_REST


def _joined(places: list[Place], passage: str) -> Iterator[Place]:
    """Places that only white space parts are one."""
    start, end = places[0] if places else (0, 0)
    for next_start, next_end in places[1:]:
        if next_start >= end and passage[end:next_start].strip(" \n.") == "":
            end = next_end
        elif next_start > end:
            yield start, end
            start, end = next_start, next_end
    if end:
        yield start, end
