"""What a reader noted of a file, in the language of the window: sentence by sentence.

A note is several sentences of the engine in one line, and some list counts: "2 comments and 1
hidden row left out." So it is taken apart here before each is looked up.
"""

import re

from desktop.language import told, tr

_SENTENCES = re.compile(r"(?<=[.!?]) (?=[A-Z\d“])")
_LEFT_OUT = re.compile(r"(\d.*) left out\.", re.DOTALL)
_ITEMS = re.compile(r", (?=\d)| and (?=\d)")


def noted(note: str) -> str:
    """A note in the language that holds; a sentence that nobody translated stays as it is."""
    said, rest = list[str](), _SENTENCES.split(note)
    while rest:
        sentence, rest = _first(rest)
        said.append(sentence)
    return " ".join(said)


def _first(pieces: list[str]) -> tuple[str, list[str]]:
    """The first sentence, which may hold a full stop inside, and the pieces behind it."""
    for end in range(1, len(pieces) + 1):
        sentence = " ".join(pieces[:end])
        found = _said(sentence)
        if found != sentence:
            return found, pieces[end:]
    return pieces[0], pieces[1:]


def _said(sentence: str) -> str:
    counts = _LEFT_OUT.fullmatch(sentence)
    items = [told(item) for item in _ITEMS.split(counts[1])] if counts else []
    if counts and items != _ITEMS.split(counts[1]):
        return tr("{things} left out.", things=_listed(items))
    return told(sentence)


def _listed(items: list[str]) -> str:
    if len(items) == 1:
        return items[0]
    return tr("{several} and {last}", several=", ".join(items[:-1]), last=items[-1])
