"""Compose by code what a small model can't write: wrong options, questions for a given answer.

A model that writes sensible questions with answers out of the text, but repeats its options and
misses given answers, is asked for an extractive question instead (`ASKED_AS`). From its question
and answer the task is composed here: the wrong options are other stretches of the same passage of
the same kind (number, date, name, phrase) and about the same length, drawn by the unit's seed;
never equal to the answer or to each other, never within one another. What code can't know is
whether a wrong option happens to be right as well. Which models are helped so is said in the
catalogue; a composed task says so in its `detail`. Pure.
"""

import random
import re
from collections.abc import Iterator, Mapping

from engine.tasks.evidence import find
from engine.tasks.folding import fold
from engine.tasks.markers import CONTEXT, PIPE
from engine.tasks.questions import Question

ASKED_AS: Mapping[str, str] = {"mcqa": "exqa", "qg": "exqa"}
"""The types that can be composed, and the type that the model is asked for instead."""

DETAIL: Mapping[str, str] = {
    "mcqa": "question and answer by the model, wrong options by code",
    "qg": "question and answer by the model, put as question generation by code",
}
_WRONG_OPTIONS = 3
_FEWEST_WRONG = 2
_QUESTION = re.compile(r"[A-Z“\"][^?\n]{6,300}\?")
_ORDER = re.compile(
    r"^(?:which words of (?:the|this) text answer this|answer this)[^:?]*: *", re.IGNORECASE
)
_NUMBER_WORD = (
    r"(?:one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|twenty|thirty|forty|fifty"
    r"|sixty|seventy|eighty|ninety|hundred)"
)
_MONTH = (
    r"(?:January|February|March|April|May|June|July|August|September|October|November|December)"
)
_KINDS = {  # in the order in which they are tried
    "date": rf"\b\d{{1,2}}(?:st|nd|rd|th)? {_MONTH}(?: \d{{4}})?|\b{_MONTH} \d{{1,2}}(?:, \d{{4}})?"
    r"|\b(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day\b|\b(?:1[89]|20)\d\d\b",
    "time": r"\b\d{1,2}[:.]\d\d(?: ?[ap]\.?m\.?)?|\b\d{1,2} ?[ap]\.?m\.?",
    "money": r"[£$€] ?\d[\d,.]*\d|[£$€] ?\d|\b\d[\d,.]* (?:euros?|pounds?|dollars?|crowns?)\b",
    "share": r"\b\d[\d.,]* ?(?:%|per cent|percent)",
    "amount": r"\b\d[\d,.]*(?: (?:[a-z]+ )?[a-z]+)?|\b" + _NUMBER_WORD + r"\b(?: [a-z]+)?",
    "name": r"\b(?:[A-Z][\w’'-]+|[A-Z]\.)(?: (?:of|and|the|de|van|von) (?=[A-Z])| [A-Z][\w’'-]+)*",
}
_STOP = frozenset({
    "a", "an", "the", "and", "or", "but", "if", "of", "in", "on", "at", "to", "from", "by",
    "for", "with", "without", "within", "under", "over", "after", "before", "until", "is", "are",
    "was", "were", "be", "been", "has", "have", "had", "do", "does", "did", "may", "can", "must",
    "shall", "should", "will", "would", "not", "no", "that", "which", "who", "whose", "this",
    "these", "those", "it", "its", "they", "their", "he", "she", "his", "her", "as", "than",
    "then", "so", "when", "where", "while", "any", "each", "every", "such", "only", "also",
    "because",
})  # fmt: skip
_STARTS_PHRASE = frozenset(["a", "an", "the", "any", "each", "every", "its", "their", "his", "her"])
_TOKEN = re.compile(r"[\w’'£$€%.,-]*\w[\w’'%]*|[^\w\s]")


def compose(short: str, raw: str, passage: str, seed: int) -> str | None:
    """The composed answer, in the form the model would have written it; None if it can't be.

    `raw` is a well-formed answer of the type `ASKED_AS[short]`.
    """
    written, _, answer = (part.strip() for part in raw.partition(PIPE))
    asked = _QUESTION.search(Question(written, passage).asked.replace("Question:", ""))
    if asked is None:
        return None
    question = _ORDER.sub("", asked[0].strip())
    dice = random.Random(seed)  # noqa: S311  not a secret: the same seed, the same options
    if short == "qg":
        return _ask_for(question, answer, dice)
    wrong = wrong_options(answer, passage, dice)
    if len(wrong) < _FEWEST_WRONG:
        return None
    options = [answer, *wrong]
    dice.shuffle(options)
    listed = "\n".join(f"{letter}. {text}" for letter, text in zip("ABCD", options, strict=False))
    return f"{CONTEXT}\n\n{question}\n{listed}\n{PIPE}\n{answer}"


def wrong_options(answer: str, passage: str, dice: random.Random) -> list[str]:
    """Up to three other stretches of the passage that a reader could take for the answer."""
    place = find(answer, passage)
    kind = kind_of(answer)
    found = [
        text
        for start, text in _candidates(kind, answer, passage)
        if not (place.start is not None and place.end is not None
                and start < place.end and place.start < start + len(text))
    ]  # fmt: skip
    dice.shuffle(found)
    found.sort(key=lambda text: _unlikeness(text, answer))
    chosen = list[str]()
    for text in found:
        if all(_are_apart(text, other) for other in (answer, *chosen)):
            chosen.append(text)
    return chosen[:_WRONG_OPTIONS]


def kind_of(answer: str) -> str:
    """`date`, `time`, `money`, `share`, `amount`, `name`, or `phrase` for all else."""
    said = answer.strip(" .,;:")
    for kind, pattern in _KINDS.items():
        if re.fullmatch(pattern, said) and not (
            kind == "name" and said.split()[0].lower() in _STOP
        ):
            return kind
    numbers = ("date", "time", "money", "share", "amount")
    begun = (kind for kind in numbers if re.match(_KINDS[kind], said))
    return next(begun, "phrase")  # "£140 a month" stands among sums, not among phrases


def _ask_for(question: str, answer: str, dice: random.Random) -> str:
    wording = dice.choice(
        (
            f"{CONTEXT}\n\nThe answer is: {answer}\nWhat is the question?",
            f"Ask something about the text below whose answer is “{answer}”.\n\n{CONTEXT}",
            f"{CONTEXT}\n\nWrite a question about this text that is answered by “{answer}”.",
        )
    )
    return f"{wording}\n{PIPE}\n{question}"


def _candidates(kind: str, answer: str, passage: str) -> Iterator[tuple[int, str]]:
    if kind == "phrase":
        yield from _phrases(answer, passage)
        return
    for match in re.finditer(_KINDS[kind], passage):
        text = match[0].strip(" .,;:")
        is_sentence_start = match.start() == 0 or passage[: match.start()].rstrip()[-1:] in ".!?:"
        if kind == "name" and is_sentence_start and " " not in text:
            continue
        if kind == "amount" and _KINDS["amount"] and text.split()[-1] in _STOP:
            text = text.rsplit(" ", 1)[0]
        yield match.start(), text


def _phrases(answer: str, passage: str) -> Iterator[tuple[int, str]]:
    """Stretches between two marks or function words that begin as the answer does."""
    tokens = list(_TOKEN.finditer(passage))
    first = answer.split(maxsplit=1)[0].lower()
    most = len(answer.split()) + 3
    for n, token in enumerate(tokens):
        begins = token[0].lower() == first if first in _STOP else token[0].lower() not in _STOP
        after_break = (
            n == 0 or not tokens[n - 1][0][-1].isalnum() or (tokens[n - 1][0].lower() in _STOP)
        )
        if not begins or not token[0][0].isalnum() or not (after_break or first in _STOP):
            continue
        end = _end_of_phrase(tokens, n, most)
        if end > n or first not in _STOP:
            yield token.start(), passage[token.start() : tokens[end].end()].strip(" .,;:")


def _end_of_phrase(tokens: list[re.Match[str]], start: int, most: int) -> int:
    """The last token before a mark, or before a function word that is no part of a phrase."""
    end = start
    for n in range(start + 1, min(start + most, len(tokens))):
        word = tokens[n][0].lower()
        if not word[0].isalnum() and word[0] not in "£$€":
            break
        if word in _STOP and not (n == start + 1 and word in _STARTS_PHRASE):
            break
        end = n
    return end


def _unlikeness(text: str, answer: str) -> float:
    """How much an option differs in form: words, length, capitals."""
    words = abs(len(text.split()) - len(answer.split()))
    letters = abs(len(text) - len(answer)) / max(len(answer), 1)
    return words + letters + (text[:1].isupper() != answer[:1].isupper())


def _are_apart(text: str, other: str) -> bool:
    one, two = fold(text).strip(" .,;:"), fold(other).strip(" .,;:")
    return bool(one) and one not in two and two not in one
