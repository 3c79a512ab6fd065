"""Dates of birth: a date behind a word that says so; pure."""

import re
from collections.abc import Iterator

from engine.records import PersonalHit, PersonalKind

_MONTHS = (
    "jan(?:uary|uar|vier)?|feb(?:ruary|ruar)?|février|mar(?:ch)?|märz|mars|apr(?:il)?|avril|may|"
    "mai|june?|juni|juin|july?|juli|juillet|aug(?:ust)?|août|sept?(?:ember|embre)?|"
    "o[ck]t(?:ober|obre)?|nov(?:ember|embre)?|de[cz](?:ember|embre)?|décembre|enero|febrero|marzo|"
    "abril|mayo|junio|julio|agosto|septiembre|octubre|noviembre|diciembre"
)
_DATE = (
    r"(?:\d{1,2}[./\-]\s?\d{1,2}[./\-]\s?(?:\d{4}|\d{2})|\d{4}[./\-]\d{1,2}[./\-]\d{1,2}"
    rf"|\d{{1,2}}(?:st|nd|rd|th|\.|er)?\s(?:of\s|de\s)?(?:{_MONTHS})\.?,?(?:\sde)?\s\d{{4}}"
    rf"|\d{{1,2}}-(?:{_MONTHS})-\d{{4}}"
    rf"|(?:{_MONTHS})\.?\s\d{{1,2}}(?:st|nd|rd|th)?,?\s\d{{4}})"
)
_WORD = (
    r"(?:date\s+of\s+birth|birth\s*(?:date|day)|\bd\.?o\.?b\b\.?|\bborn\b|\bgeb(?:oren|\.)|"
    r"geburts(?:datum|tag)|\bnée?\b|date\s+de\s+naissance|\bnacid[oa]\b|fecha\s+de\s+nacimiento|"
    r"\bnat[oa]\b|data\s+di\s+nascita|\bgeboren\b|geboortedatum|\burodz\w+|data\s+urodzenia|"
    r"data\s+de\s+nascimento|\bnascid[oa]\b|\bfödd\b|födelsedatum)"
)
_BORN = re.compile(
    rf"{_WORD}(?:\s+(?:on|am|the|le|el|il|op|em|den|is|was|ist|war)|[\s:,()\-–]){{0,6}}"
    rf"(?:in\s+[^\W\d_]+,?\s+(?:on\s+)?)?\s*(?P<date>{_DATE})(?!\d)",
    re.IGNORECASE,
)

_BEHIND = re.compile(  # *12.03.1980, and: on 12.03.1980 in Kiel geboren
    rf"(?:(?<!\d)(?<!\d[\s*])\*\s?(?P<star>{_DATE})"
    rf"|(?<!\d)(?P<date>{_DATE})\s+(?:in\s+[^\W\d_]+\s+)?(?:geboren|geb\.|born))(?!\w)",
    re.IGNORECASE,
)


def find_births(text: str) -> Iterator[PersonalHit]:
    """Dates that are called somebody's birth."""
    for match in _BORN.finditer(text):
        value = " ".join(match["date"].casefold().split())
        yield PersonalHit(PersonalKind.BIRTH, match.start("date"), match.end("date"), value)
    for match in _BEHIND.finditer(text):
        group = "star" if match["star"] else "date"
        value = " ".join(match[group].casefold().split())
        yield PersonalHit(PersonalKind.BIRTH, match.start(group), match.end(group), value)
