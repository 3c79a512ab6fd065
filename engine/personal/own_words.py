"""The user's own words: names and whatever else must not leave, as whole words; pure.

One a line. Several ways to write one person stand in one line with "|" between them, and get one
pseudonym: "Anna Weber | A. Weber | Frau Weber". Case counts only where a word is all capitals, so
that "MAY" is not every "may". Each word of a text is looked up as the first one of a way to write
somebody, so that thousands of names cost no more than ten.
"""

import re
from collections import defaultdict
from collections.abc import Iterator

from engine.records import PersonalHit, PersonalKind

_WORD = re.compile(r"\w+")
Way = tuple[re.Pattern[str], str]
"""A way to write somebody, and the value it stands for."""


class OwnWords:
    """A list as it is looked for; made once and used for many texts."""

    def __init__(self, lines: str) -> None:
        self._by_first_word = defaultdict[str, list[Way]](list)
        for line in lines.splitlines():
            ways = [way for way in map(_plain, line.split("|")) if _WORD.search(way)]
            for way in ways:
                self._add(way, ways[0])
        for found in self._by_first_word.values():
            found.sort(key=lambda way: -len(way[0].pattern))  # the longest comes first

    def _add(self, way: str, value: str) -> None:
        first = _WORD.search(way)
        if first is None:
            return
        rest = way[first.start() :]  # what is no letter before it is not looked for
        exact = rest.isupper() and len(rest) > 1
        pattern = r"\s+".join(map(re.escape, rest.split()))
        flags = re.NOFLAG if exact else re.IGNORECASE
        whole = re.compile(rf"{pattern}(?!\w)", flags)
        self._by_first_word[first[0].casefold()].append((whole, value))

    def find(self, text: str) -> Iterator[PersonalHit]:
        """Every place of every word; the longer of two that begin alike."""
        if not self._by_first_word:
            return
        behind = 0
        for word in _WORD.finditer(text):
            if word.start() < behind:
                continue
            for pattern, value in self._by_first_word.get(word[0].casefold(), ()):
                if match := pattern.match(text, word.start()):
                    behind = match.end()
                    yield PersonalHit(PersonalKind.WORD, match.start(), behind, value)
                    break


def _plain(text: str) -> str:
    return " ".join(text.split())
