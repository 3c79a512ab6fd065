"""Which tasks say nearly the same, so that training on all of them teaches one thing twice; pure.

Two tasks are near-duplicates if a row of one is nearly a row of the other: they quote the same
passage (or one that holds it, or is held by it), or neither quotes its passage; the questions
differ in little; the answers agree. What turns the meaning with few letters keeps them apart
whatever else is alike: another number, another name, a "not", another short answer. One question
for two passages of different kinds is no near-duplicate; where it is asked all over, that is a
habit (`habits.py`).

Among thousands, `near_groups.py` finds who is worth comparing; here two are compared.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from rapidfuzz import fuzz

from engine.likeness.shingles import plain_words
from engine.records import ComparedTask

VERSION = 1
SAME_QUESTION = 85.0  # percent of letters alike, words in alphabetical order
SAME_SHORT_QUESTION = 94.0  # of fewer than `_SHORT` words
SAME_ANSWER = 90.0
HELD = 0.6  # of the marks of the smaller passage, in the larger one: then they are the same here
NOWHERE = -1  # the place of a task that doesn't quote its passage
_SHORT = 5  # words
_LABEL = 3  # words of an answer that has to be the same, word for word
_LONGEST = 4_000  # characters that are compared of a text
_THOUSANDS = re.compile(r"(?<=\d)[,'’\u00a0\u202f](?=\d{3}(?!\d))")
_DIGITS = re.compile(r"\d+(?:[.,]\d+)*")
_WORD = re.compile(r"[^\W\d_]+")
_LEFT_OUT = frozenset({"a", "an", "the", "der", "die", "das", "le", "la", "les", "el", "los"})
_NUMBERS = {
    "zero": "0", "one": "1", "two": "2", "three": "3", "four": "4", "five": "5", "six": "6",
    "seven": "7", "eight": "8", "nine": "9", "ten": "10", "eleven": "11", "twelve": "12",
}  # fmt: skip
_TURNING = frozenset({
    "not", "no", "never", "nobody", "nothing", "none", "neither", "nor", "without", "cannot", "t",
    "except", "unless", "before", "after", "first", "last", "least", "most", "minimum", "maximum",
    "increase", "decrease", "more", "less", "fewer", "above", "below", "under", "over", "nicht",
    "kein", "keine", "nie", "ohne", "vor", "nach", "pas", "jamais", "sans", "aucun",
})  # fmt: skip
_OPENING = frozenset({  # words that begin a sentence and are no names
    "a", "according", "all", "among", "an", "and", "answer", "any", "are", "as", "at", "based",
    "because", "by", "can", "choose", "claim", "complete", "could", "did", "do", "does", "each",
    "every", "explain", "for", "from", "give", "given", "had", "has", "have", "how", "i", "if",
    "in", "is", "it", "may", "might", "must", "name", "no", "of", "on", "one", "or", "please",
    "question", "read", "say", "says", "shall", "should", "so", "some", "summarise", "summarize",
    "that", "the", "their", "then", "there", "these", "they", "this", "those", "to", "under", "was",
    "we", "were", "what", "when", "where", "which", "while", "who", "whom", "whose", "why", "will",
    "with", "would", "write", "yes", "you",
})  # fmt: skip


@dataclass(frozen=True, slots=True)
class Likened:
    """A task as it is compared."""

    kept: str  # what may not differ: the place, numbers, turning words, a label
    asked: str  # words in alphabetical order
    answered: str
    length: int  # words asked
    names: frozenset[str]  # asked; each has to be among the other's words


def likened(input: str, output: str, passage: str, place: int) -> Likened:  # noqa: A002 as in Task
    """A task to be compared; `place` is where its passage stands, if the task quotes that."""
    quoted = passage.strip()
    is_quoting = bool(quoted) and (quoted in input or quoted in output)
    if is_quoting:
        input, output = input.replace(quoted, " "), output.replace(quoted, " ")  # noqa: A001
    question, answer = (_THOUSANDS.sub("", text[:_LONGEST]) for text in (input, output))
    asked, answered = _words(question), _words(answer)
    kept = (
        [str(place if is_quoting else NOWHERE)],
        _numbers(question, asked),
        _numbers(answer, answered),
        sorted(_TURNING.intersection(asked)),
        sorted(_TURNING.intersection(answered)),
        answered if len(answered) <= _LABEL else [],
    )
    return Likened(
        kept="/".join(" ".join(one) for one in kept),
        asked=" ".join(sorted(asked)),
        answered=" ".join(sorted(answered)),
        length=len(asked),
        names=_names(question),
    )


def are_near(one: Likened, other: Likened) -> bool:
    """They say nearly the same."""
    if one.kept != other.kept or not (_names_in(one, other) and _names_in(other, one)):
        return False
    is_short = min(one.length, other.length) < _SHORT
    least = SAME_SHORT_QUESTION if is_short else SAME_QUESTION
    return (
        fuzz.ratio(one.asked, other.asked) >= least
        and fuzz.ratio(one.answered, other.answered) >= SAME_ANSWER
    )


def _names_in(one: Likened, other: Likened) -> bool:
    """Each name of one is a word of the other, with a capital or without."""
    return one.names <= other.names or one.names <= set(other.asked.split())


def first_near(
    input: str,  # noqa: A002 as in Task
    output: str,
    others: Sequence[ComparedTask],
    passage: str,
) -> int:
    """The first of other tasks of its passage that says nearly the same as a task; 0 if none."""
    own = likened(input, output, passage, 0)
    for other in others:
        if are_near(likened(other.input, other.output, passage, 0), own):
            return other.id
    return 0


def _words(text: str) -> list[str]:
    return [_NUMBERS.get(word, word) for word in plain_words(text) if word not in _LEFT_OUT]


def _numbers(text: str, words: Sequence[str]) -> list[str]:
    """Its numbers in their order, for 3 of 5 is not 5 of 3; "1,200" is "1200", "nine" is "9"."""
    if not any(word[0].isdigit() for word in words):
        return []
    for word in _NUMBERS.keys() & set(plain_words(text)):
        text = re.sub(rf"(?i)\b{word}\b", _NUMBERS[word], text)
    return _DIGITS.findall(text)


def _names(text: str) -> frozenset[str]:
    """Words with a capital that are no usual beginning of a sentence."""
    capital = " ".join(word for word in _WORD.findall(text) if word[0].isupper())
    return frozenset(_words(capital)) - _OPENING
