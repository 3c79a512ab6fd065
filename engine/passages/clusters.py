r"""Where a run of characters without a space may be cut: never inside what is read as one; pure.

What is read as one is an extended grapheme cluster of Unicode (UAX 29), `\X` of the package
`regex`: an emoji of several code points, a letter with its marks. Thai has no spaces between its
words; BudouX (a model of 33 kB) says where they end. Khmer and Lao are cut at clusters alone: only
ICU knows their words, with dictionaries of 42 MB.
"""

from functools import cache
from typing import Any, cast

import budoux
import regex

_CLUSTER = cast("Any", regex).compile(r"\X")  # the package has no types
_THAI = range(0x0E00, 0x0E80)
_BEFORE, _AFTER = 60, 30  # characters around an edge in which words are looked for


def edges(text: str, start: int, end: int, parts: int) -> list[int]:
    """`parts` + 1 or fewer offsets from `start` to `end`, about evenly spread, at clusters.

    Where one cluster is all there is, its characters are cut: a limit is a limit.
    """
    wanted = [start + (end - start) * part // parts for part in range(1, parts)]
    inner = sorted({edge for edge in _cluster_edges(text, start, end, wanted) if edge < end})
    inner = inner or sorted({edge for edge in wanted if start < edge < end})
    words = {_word_edge(text, low, edge) for low, edge in zip((start, *inner), inner, strict=False)}
    return [start, *sorted(words), end]


def _cluster_edges(text: str, start: int, end: int, wanted: list[int]) -> list[int]:
    """For each wanted offset the next one at which a cluster ends."""
    found: list[int] = []
    matches = _CLUSTER.finditer(text, start, end)
    for edge in wanted:
        if found and found[-1] >= edge:
            continue
        place = next((match.end() for match in matches if match.end() >= edge), end)
        found.append(place)
    return found


def _word_edge(text: str, low: int, edge: int) -> int:
    """The end of the last Thai word before `edge`, if the text there is Thai."""
    if ord(text[edge]) not in _THAI or ord(text[edge - 1]) not in _THAI:
        return edge
    first = max(low, edge - _BEFORE)
    place = first
    best = edge
    for word in _thai().parse(text[first : edge + _AFTER]):
        place += len(word)
        if place > edge:
            break
        if place > first + len(word):  # the first piece may be half a word
            best = place
    return best if best > low else edge


@cache
def _thai() -> budoux.Parser:
    return budoux.load_default_thai_parser()
