"""What a dataset row becomes before it gets a wording: one task on one context, text cleaned."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

_REPAIRS = (
    (re.compile(r"``\s?|\s?''|“|”"), '"'),
    (re.compile(r"[‘’`]"), "'"),
    (re.compile(r" (n't|'s|'re|'ve|'ll|'d|'m)\b"), r"\1"),
    (re.compile(r"\b(\w+) (nt)\b"), r"\1n't"),
    (re.compile(r"\s+([,.;:!?%)\]])"), r"\1"),
    (re.compile(r"([(\[])\s+"), r"\1"),
    (re.compile(r"(\w) - (\w)"), r"\1-\2"),
    (re.compile(r"\s+"), " "),
)
_PIPE = "<|"  # our own markers may not occur inside data


@dataclass(frozen=True, slots=True)
class Row:
    """One task on one context; `document` is what may not be split between training and dev.

    `fields` are the texts that a wording may name: question, answer, options, hypothesis and so on.
    """

    task: str
    dataset: str
    document: str
    context: str
    fields: Mapping[str, str] = field(default_factory=dict[str, str])


def clean(text: str) -> str:
    """One line of plain text: tokenised punctuation joined again, quotes made plain."""
    for pattern, repair in _REPAIRS:
        text = pattern.sub(repair, text)
    return text.replace(_PIPE, "").strip()


def question(text: str) -> str:
    """A question as people write it: with a capital letter and a question mark."""
    text = clean(text).rstrip(" ?.") + "?"
    return text[:1].upper() + text[1:]


def sentence(text: str) -> str:
    """A sentence with a capital letter and a full stop where it had neither."""
    text = clean(text)
    text = text[:1].upper() + text[1:]
    return text if text[-1:] in '.!?"' else text + "."


def words(text: str) -> int:
    """How many words, parted by white space."""
    return len(text.split())


def split_sentences(text: str) -> list[str]:
    """The sentences of cleaned prose; simple on purpose, abbreviations may cut one short."""
    return [part for part in re.split(r"(?<=[a-z0-9)\"][.!?]) (?=[A-Z\"])", text) if part]


def around(text: str, start: int, end: int, size: int) -> str:
    """The sentences around `[start, end)` that together have up to `size` words."""
    spans = [
        (m.start(), m.end()) for m in re.finditer(r".+?(?:[.!?](?=\s+[A-Z])|$)", text, re.DOTALL)
    ]
    inside = [i for i, (a, b) in enumerate(spans) if a < end and b > start]
    if not inside:
        return ""
    first, last = inside[0], inside[-1]
    while words(text[spans[first][0] : spans[last][1]]) < size:
        grown = (max(0, first - 1), min(len(spans) - 1, last + 1))
        if grown == (first, last):
            break
        first, last = grown
    return text[spans[first][0] : spans[last][1]].strip()
