"""Cut a text into the pieces in which it is stored and searched; pure.

They have nothing to do with passages: a text is stored once and cut into passages in many ways.
"""

import re
from bisect import bisect_right

USUAL, LONGEST = 1_500, 3_000  # characters: a long paragraph or a few short ones

_BREAK = re.compile(r"\n\s*\n|\n|\s")


def pieces(text: str) -> list[tuple[int, int]]:
    """Slices `[start, end)` that give exactly `text` when put together; one at least.

    A piece ends after a blank line where one comes in time, else after a line or a word.
    """
    breaks = _ends_of_breaks(text)
    found: list[tuple[int, int]] = []
    start = 0
    while len(text) - start > LONGEST:
        end = _end_of_piece(breaks, start)
        found.append((start, end))
        start = end
    return [*found, (start, len(text))]


def _ends_of_breaks(text: str) -> tuple[list[int], list[int], list[int]]:
    """Where blank lines, line ends and other white space end, each in order."""
    blank: list[int] = []
    lines: list[int] = []
    words: list[int] = []
    for match in _BREAK.finditer(text):
        if match.group().count("\n") > 1:
            blank.append(match.end())
        elif match.group() == "\n":
            lines.append(match.end())
        else:
            words.append(match.end())
    return blank, lines, words


def _end_of_piece(breaks: tuple[list[int], ...], start: int) -> int:
    """The last break of the best sort from the usual length on back, or else up to the longest."""
    for limit in (start + USUAL, start + LONGEST):
        for ends in breaks:
            place = bisect_right(ends, limit) - 1
            if place >= 0 and ends[place] > start + USUAL // 3:
                return ends[place]
    return start + LONGEST
