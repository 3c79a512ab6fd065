"""The stretches of a passage that can be an answer: dates, sums, amounts, names, phrases; pure.

Found by patterns, so English only, and some of what they find is no good answer: what is asked
about a stretch has to be checked (`chains.py`).
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

_NUMBER_WORD = (
    r"(?:one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|twenty|thirty|forty|fifty"
    r"|sixty|seventy|eighty|ninety|hundred)"
)
_MONTH = (
    r"(?:January|February|March|April|May|June|July|August|September|October|November|December)"
)
KINDS = {  # in the order in which they are tried
    "date": rf"\b\d{{1,2}}(?:st|nd|rd|th)? {_MONTH}(?: \d{{4}})?|\b{_MONTH} \d{{1,2}}(?:, \d{{4}})?"
    r"|\b(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day\b|\b(?:1[89]|20)\d\d\b",
    "time": r"\b\d{1,2}[:.]\d\d(?: ?[ap]\.?m\.?)?|\b\d{1,2} ?[ap]\.?m\.?",
    "money": r"[£$€] ?\d[\d,.]*\d|[£$€] ?\d|\b\d[\d,.]* (?:euros?|pounds?|dollars?|crowns?)\b",
    "share": r"\b\d[\d.,]* ?(?:%|per cent|percent)",
    "amount": r"\b\d[\d,.]*(?: (?:[a-z]+ )?[a-z]+)?|\b" + _NUMBER_WORD + r"\b(?: [a-z]+)?",
    "name": r"\b(?:[A-Z][\w’'-]+|[A-Z]\.)(?: (?:of|and|the|de|van|von) (?=[A-Z])| [A-Z][\w’'-]+)*",
}
STOP = frozenset({
    "a", "an", "the", "and", "or", "but", "if", "of", "in", "on", "at", "to", "from", "by",
    "for", "with", "without", "within", "under", "over", "after", "before", "until", "is", "are",
    "was", "were", "be", "been", "has", "have", "had", "do", "does", "did", "may", "can", "must",
    "shall", "should", "will", "would", "not", "no", "that", "which", "who", "whose", "this",
    "these", "those", "it", "its", "they", "their", "he", "she", "his", "her", "as", "than",
    "then", "so", "when", "where", "while", "any", "each", "every", "such", "only", "also",
    "because", "we", "you", "i", "our", "your", "my", "per", "more", "all", "both", "other",
})  # fmt: skip
_ADJECTIVE = (
    r"(?:working|calendar|business|consecutive|full|equal|square|cubic|further|more|monthly|annual"
    r"|percentage|school|public|metric|different|large|small|new)"
)
_ANSWERS = {  # narrower than KINDS: an amount has a unit, a name is not a heading
    "date": KINDS["date"] + rf"|\b{_MONTH}\b",
    "time": KINDS["time"],
    "money": KINDS["money"],
    "share": KINDS["share"],
    "amount": rf"\b(?:\d[\d,.]*|{_NUMBER_WORD})(?: {_ADJECTIVE})? [a-z]{{2,}}\b",
    "name": r"\b[A-Z][\w’'-]+(?: (?:of|and|the|de|van|von) (?=[A-Z])| [A-Z][\w’'-]+)*",
    "phrase": r"\b(?:a|an|the|its|their|his|her) (?:[a-z][\w’'-]+ ){0,2}[a-z][\w’'-]+",
}
_ENDS = ".!?:;"
_NOT_NAMES = frozenset({"I", "A", "The", "It", "If", "No", "In", "On", "At", "We", "You", "This"})


@dataclass(frozen=True, slots=True)
class Stretch:
    """A stretch of a passage; `kind` is a key of `KINDS`, or `phrase`."""

    kind: str
    start: int
    text: str

    @property
    def end(self) -> int:
        """Where it ends in the passage."""
        return self.start + len(self.text)


def kind_of(answer: str) -> str:
    """`date`, `time`, `money`, `share`, `amount`, `name`, or `phrase` for all else."""
    said = answer.strip(" .,;:")
    for kind, pattern in KINDS.items():
        if re.fullmatch(pattern, said) and not (kind == "name" and said.split()[0].lower() in STOP):
            return kind
    numbers = ("date", "time", "money", "share", "amount")
    begun = (kind for kind in numbers if re.match(KINDS[kind], said))
    return next(begun, "phrase")  # "£140 a month" stands among sums, not among phrases


def begins_sentence(passage: str, start: int) -> bool:
    """Whether a capital letter there says nothing, because a sentence begins."""
    return start == 0 or passage[:start].rstrip(" “\"'(")[-1:] in _ENDS


def answers(passage: str) -> list[Stretch]:
    """Stretches that a question can be asked about, in their order; none within another."""
    found: list[Stretch] = []
    for kind in _ANSWERS:
        for stretch in _of_kind(kind, passage):
            if not any(stretch.start < old.end and old.start < stretch.end for old in found):
                found.append(stretch)
    counts: dict[str, int] = {}
    for stretch in found:
        counts[stretch.text.lower()] = counts.get(stretch.text.lower(), 0) + 1
    once = [stretch for stretch in found if counts[stretch.text.lower()] == 1]
    return sorted(once, key=lambda stretch: stretch.start)


def _of_kind(kind: str, passage: str) -> Iterator[Stretch]:
    for match in re.finditer(_ANSWERS[kind], passage):
        text = match[0].strip(" .,;:")
        while kind in {"amount", "phrase"} and " " in text and text.split()[-1] in STOP:
            text = text.rsplit(" ", 1)[0]
        if kind == "amount" and " " not in text:
            continue  # a bare number is a clause's or a list's
        if kind == "phrase" and len(text.split()) < 2:
            continue
        if kind == "name" and _is_no_name(text, passage, match.start()):
            continue
        yield Stretch(kind, match.start(), text)


def _is_no_name(text: str, passage: str, start: int) -> bool:
    if len(text) < 3 or text in _NOT_NAMES or text.isupper():
        return True
    return " " not in text and begins_sentence(passage, start)
