"""The user's own words: names and whatever else must not leave, as whole words; pure.

One a line. Several ways to write one person stand in one line with "|" between them, and get one
pseudonym: "Anna Weber | A. Weber | Frau Weber". Case counts only where a line is all capitals, so
that "MAY" is not every "may".
"""

import re
from collections.abc import Iterator

from engine.records import PersonalHit, PersonalKind


class OwnWords:
    """A list as it is looked for; made once and used for many texts."""

    def __init__(self, lines: str) -> None:
        self._value_of = dict[str, str]()
        patterns = list[str]()
        for line in lines.splitlines():
            ways = [way for way in map(_plain, line.split("|")) if way]
            for way in sorted(ways, key=len, reverse=True):
                exact = way.isupper() and len(way) > 1
                pattern = r"\s+".join(map(re.escape, way.split()))
                patterns.append(pattern if exact else f"(?i:{pattern})")
                self._value_of.setdefault(way.casefold(), ways[0])
        longest_first = sorted(patterns, key=len, reverse=True)
        whole = "|".join(longest_first)
        self._pattern = re.compile(rf"(?<!\w)(?:{whole})(?!\w)") if whole else None

    def find(self, text: str) -> Iterator[PersonalHit]:
        """Every place of every word; the longer of two that begin alike."""
        if self._pattern is None:
            return
        for match in self._pattern.finditer(text):
            value = self._value_of[_plain(match[0]).casefold()]
            yield PersonalHit(PersonalKind.WORD, match.start(), match.end(), value)


def _plain(text: str) -> str:
    return " ".join(text.split())
