"""Wrong answers of the right one's kind, out of its own passage; pure.

A number stands among numbers of the same unit, a date among dates of the same form, a person among
persons; what the passage lacks is made up (`made_up.py`) where it is a number or a date. A name
gets none but names of the passage, and any other phrase none at all: which phrases could stand for
each other, code can't tell. English only.
"""

import random
import re
from collections.abc import Iterator

from engine.tasks.evidence import find
from engine.tasks.folding import fold
from engine.tasks.made_up import DAYS, MONTHS, others
from engine.tasks.quantities import stated
from engine.tasks.stretches import KINDS, STOP, begins_sentence, kind_of

MOST = 3
_PATTERNS = {**KINDS, "name": KINDS["name"].replace("of|and|the", "of|the")}  # "Mr A and Mr B"
_AMOUNT_WORDS = 3  # "28 working days"; more is a phrase that begins with a number
_LEAD = re.compile(
    r"^(?:(?:about|around|within|at least|at most|up to|over|under|more than|less than|fewer than"
    r"|only|almost|nearly|in|on|by|at|from|after|before|until|since|for|the) )+",
    re.IGNORECASE,
)
_TITLES = frozenset({"Mr", "Mrs", "Ms", "Miss", "Dr", "Professor", "Prof", "Sir", "Lady", "Judge"})
_BODIES = re.compile(
    r"\b(?:Ltd|Limited|Inc|LLC|Company|Court|Council|Committee|Board|Bank|University|Institute"
    r"|Library|School|Hospital|Department|Ministry|Agency|Authority|Association|Society|Union"
    r"|Trust|Fund|Office|Centre|Center|Scheme|Group|Party|Service|Commission|Parliament)\b"
)
_PLACES = re.compile(r"\b(?:Street|Road|Lane|Square|Park|River|Bridge|Island|Avenue|Hill|Vale)\b")
_DETERMINERS = frozenset({"the", "a", "an", "this", "our", "its", "their"})
_CALENDAR = frozenset((*MONTHS, *DAYS))


def wrong_options(answer: str, passage: str, dice: random.Random) -> list[str]:
    """Up to three texts of the answer's kind that are not it, none within another."""
    lead = (_LEAD.match(answer) or re.match("", answer) or [""])[0]
    core = answer[len(lead) :]
    kind = "date" if core in _CALENDAR else kind_of(core)
    if kind == "phrase" or (kind == "amount" and len(core.split()) > _AMOUNT_WORDS):
        return []
    found = [lead + text for text in _of_passage(core, kind, answer, passage)]
    dice.shuffle(found)
    found.sort(key=lambda text: abs(len(text.split()) - len(answer.split())))
    chosen = _apart(found, answer, ())
    if kind != "name" and len(chosen) < MOST:
        made = (lead + text for text in others(core, kind, passage, dice))
        chosen = _apart(made, answer, chosen)
    return chosen[:MOST]


def _apart(texts: Iterator[str] | list[str], answer: str, chosen: tuple[str, ...] | list[str]
           ) -> list[str]:  # fmt: skip
    kept = list(chosen)
    for text in texts:
        if len(kept) < MOST and all(_are_apart(text, other) for other in (answer, *kept)):
            kept.append(text)
    return kept


def _are_apart(text: str, other: str) -> bool:
    one, two = fold(text).strip(" .,;:"), fold(other).strip(" .,;:")
    return bool(one) and one not in two and two not in one


def _of_passage(core: str, kind: str, answer: str, passage: str) -> Iterator[str]:
    """Other stretches of the same kind and form, each once."""
    place, seen = find(answer, passage), set[str]()
    form, values = form_of(core, kind, passage, -1), _values(core)
    for match in re.finditer(_PATTERNS[kind], passage):
        text = _trimmed(match[0], kind)
        end = match.start() + len(text)
        is_answer = place.start is not None and place.end is not None and (
            match.start() < place.end and place.start < end)  # fmt: skip
        if is_answer or not text or text.casefold() in seen:
            continue
        is_same = kind not in {"date", "name"} and bool(values & _values(text))
        if not is_same and form_of(text, kind, passage, match.start()) == form:
            seen.add(text.casefold())
            yield _as_said(text, core, kind)


def _trimmed(text: str, kind: str) -> str:
    text = re.sub(r"['’]s?$", "", text.strip(" .,;:"))
    while kind == "amount" and " " in text and text.split()[-1] in STOP:
        text = text.rsplit(" ", 1)[0]
    return text


def _as_said(text: str, core: str, kind: str) -> str:
    """With what stands behind the answer's own number: "£20" beside "£140 a month"."""
    if kind not in {"money", "share"}:
        return text
    own = re.match(KINDS[kind], core)
    return text + core[own.end() :] if own else text


def _values(text: str) -> set[float]:
    return {value for found in stated(text) for value in found.readings}


def form_of(text: str, kind: str, passage: str, start: int) -> str:
    """What two texts of a kind must have in common to stand beside each other; empty for none."""
    match kind:
        case "date":
            for part, sign in ((rf"\b(?:{'|'.join(MONTHS)})\b", "M"),
                               (rf"\b(?:{'|'.join(DAYS)})\b", "D"),
                               (r"\b\d{4}\b", "Y"), (r"\b\d{1,2}\b", "1")):  # fmt: skip
                text = re.sub(part, sign, text)
            return text
        case "money":
            sign = re.search(r"[£$€]|(?:euro|pound|dollar|crown)", text)
            return sign[0] if sign else ""
        case "time":
            return re.sub(r"\d+", "1", text).replace(".", "").lower()
        case "amount":
            unit = [word.casefold() for word in text.split()[1:]]
            return unit[-1].removesuffix("s") if unit and not STOP.intersection(unit) else ""
        case "name":
            return _name_form(text, passage, start)
        case _:
            return kind


def _name_form(text: str, passage: str, start: int) -> str:
    """Person, body, place, thing or, where nothing says so, how many words it has."""
    words = text.split()
    start = start if start >= 0 else max(0, passage.find(text))
    before = re.findall(r"[\w’']+", passage[max(0, start - 20) : start])
    starts = len(words) == 1 and begins_sentence(passage, start)
    if (
        starts
        or text.isupper()
        or words[0] in _CALENDAR
        or words[-1] in STOP
        or re.search("[’']", text)
    ):
        return ""
    signs = {
        "person": words[0] in _TITLES,
        "body": bool(_BODIES.search(text)),
        "place": bool(_PLACES.search(text)),
        "thing": bool(before) and before[-1].lower() in _DETERMINERS,
    }
    return next((sort for sort, is_so in signs.items() if is_so), f"{len(words)} words")
