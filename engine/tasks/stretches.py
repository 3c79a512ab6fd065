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
    "name": r"\b(?:[A-Z][\w’'-]+|[A-Z]\.)(?: (?:of|and|the|de|van|von)(?= [A-Z])| [A-Z][\w’'-]+)*",
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
_NUMBER = rf"(?:\d+(?:[.,]\d+)*|{_NUMBER_WORD}(?:-{_NUMBER_WORD})?)"
_DAY_NAME = r"(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day"
_ANSWERS = {  # narrower than KINDS: an amount has a unit, a name is not a heading
    "date": KINDS["date"] + rf"|\b{_MONTH}\b",
    "money": r"[£$€] ?\d+(?:[.,]\d+)*(?: (?:million|billion))?"
    r"|\b\d+(?:[.,]\d+)*(?: (?:million|billion))? (?:euros?|pounds?|dollars?|crowns?)\b",
    "time": r"\b\d{1,2}:\d\d(?: ?[ap]\.?m\.?)?|\b\d{1,2}(?:\.\d\d)? ?[ap]\.?m\.?"
    r"|(?:(?<=\bat )|(?<=\bby )|(?<=\bfrom )|(?<=\buntil )|(?<=\bbefore )|(?<=\bafter ))"
    r"\d{1,2}\.\d\d\b(?! ?(?:%|°|a |an |per|met|mill|euro|k|lit|cent|each))",
    "share": KINDS["share"],
    "amount": rf"(?<![\w.,-]){_NUMBER}(?: million| billion)?(?: {_ADJECTIVE})? [a-z]{{2,}}\b(?!-)",
    "name": r"\b[A-Z][\w’'-]+(?: (?:of|the|de|van|von)(?= [A-Z])| [A-Z][\w’'-]+)*",
    "phrase": r"\b(?:a|an|the|its|their|his|her) (?:[a-z][\w’'-]+ ){0,2}[a-z][\w’'-]+",
}
_ADDRESSED = re.compile(
    r"^(?:(?:Dear|To|At|In|On|From|Under|For|Until|Between|Before|After)(?: the)?|The) "
)
_NO_UNIT = frozenset({
    "came", "fell", "rose", "gave", "gives", "gets", "got", "began", "were", "spoke", "left",
    "bore", "stood", "fits", "write", "never", "since", "whereas", "till", "less", "fewer",
    "later", "still", "just", "others", "apiece", "altogether", "together", "gone", "clean",
    "ready", "here", "there", "about", "apart", "above", "below", "one", "two", "three", "four",
    "five", "six",
})  # fmt: skip
_TERM_BEFORE = re.compile(r"\b(?:within|after|every)(?: about| at most| the)? $", re.IGNORECASE)
_TERM_BEHIND = re.compile(r"[’']?,? (?:before|beforehand|ahead|ago|later|earlier|apart)\b")
_RANGE = re.compile(rf"(?:\d(?:st|nd|rd|th)?|{_MONTH}) (?:and|to|or|through) $")
_ENDS = ".!?:;"
_NOT_NAMES = frozenset({"I", "A", "The", "It", "If", "No", "In", "On", "At", "We", "You", "This"})


@dataclass(frozen=True, slots=True)
class Stretch:
    """A stretch of a passage; `kind` is a key of `KINDS`, or `phrase`.

    `is_term` where the passage says within, after or before how long something happens.
    """

    kind: str
    start: int
    text: str
    is_term: bool = False

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
        start, text = match.start(), match[0].strip(" .,;:")
        if kind == "name":
            start, text = _as_name(text, passage, start)
        elif kind == "phrase":
            text = _cut_at_stop(text)
        elif kind == "amount":
            text = _without_stops(text)
        if not _is_none(kind, text, passage, start):
            is_term = kind == "amount" and _is_term(passage, start, start + len(text))
            yield Stretch(kind, start, text, is_term)


def _is_term(passage: str, start: int, end: int) -> bool:
    said_before = _TERM_BEFORE.search(passage[:start])
    return bool(said_before or _TERM_BEHIND.match(passage[end:]))


def _is_none(kind: str, text: str, passage: str, start: int) -> bool:
    """Whether what a pattern found is no answer after all."""
    match kind:
        case "amount":  # a bare number is a clause's or a list's
            unit = text.rsplit(maxsplit=1)[-1]
            is_done = unit.endswith("ed") and unit != "hundred"
            return " " not in text or unit in _NO_UNIT or is_done
        case "date":  # an end of a range alone is no answer
            return bool(_RANGE.search(passage[:start])) or _begins_range(passage, start + len(text))
        case "phrase":
            return len(text.split()) < 2
        case "name":
            return _is_no_name(text, passage, start)
        case _:
            return False


def _begins_range(passage: str, end: int) -> bool:
    return bool(re.match(rf" (?:and|to|or|through) (?:{_MONTH} )?\d", passage[end:]))


def _as_name(text: str, passage: str, start: int) -> tuple[int, str]:
    """Without "Dear" or "To" before it and without what shows a possessor or a quotation behind."""
    if (begun := _ADDRESSED.match(text)) and begins_sentence(passage, start):
        start, text = start + begun.end(), text[begun.end() :]
    return start, re.sub(r"[’'](?:s)?$", "", text)


def _cut_at_stop(text: str) -> str:
    """Up to the first word that only joins: "a forklift" of "a forklift and said"."""
    first, *words = text.split(" ")
    kept = [first]
    for word in words:
        if word in STOP:
            break
        kept.append(word)
    return " ".join(kept)


def _without_stops(text: str) -> str:
    while " " in text and text.rsplit(maxsplit=1)[-1] in STOP:
        text = text.rsplit(" ", 1)[0]
    return text


def _is_no_name(text: str, passage: str, start: int) -> bool:
    if len(text) < 3 or text in _NOT_NAMES or text.isupper():
        return True
    if re.match(r"I[’']|No\.?$", text) or re.fullmatch(rf"{_DAY_NAME}s?|{_MONTH}", text):
        return True
    return " " not in text and begins_sentence(passage, start)
