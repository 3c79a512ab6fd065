"""Shingles: the overlapping stretches of letters that a text is made of, each as a number; pure.

Numbers are CRC-32 of the stretch, spread over 64 bits by a multiplication, so that they are the
same in every process and on every computer, and cost 0.2 microseconds.
"""

import re
import unicodedata
from collections.abc import Sequence
from itertools import accumulate
from zlib import crc32

LETTERS = 4  # of a shingle: a changed word costs those that touch it
_WORD = re.compile(r"\w+")
_SPREAD = 0x9E3779B97F4A7C15  # 2^64 divided by the golden ratio
_ALL_BITS = (1 << 64) - 1


def plain_words(text: str) -> list[str]:
    """The words of a text without case, accents and punctuation, in their order."""
    folded = text.casefold()
    if not folded.isascii():
        parts = unicodedata.normalize("NFKD", folded)
        folded = "".join(sign for sign in parts if not unicodedata.combining(sign))
    return _WORD.findall(folded)


def spread(stretch: str) -> int:
    """A stretch of text as a number of 64 bits."""
    return crc32(stretch.encode("utf-8", "replace")) * _SPREAD & _ALL_BITS


def letter_shingles(text: str, letters: int = LETTERS) -> set[int]:
    """The shingles of so many letters; of a shorter text the whole of it."""
    last = max(1, len(text) - letters + 1)
    if text.isascii():  # the same numbers, and one encoding instead of many
        data = text.encode()
        return {crc32(data[start : start + letters]) * _SPREAD & _ALL_BITS for start in range(last)}
    return {spread(text[start : start + letters]) for start in range(last)}


def word_shingles(words: Sequence[str], size: int) -> list[int]:
    """The shingles of so many words, in their order; of fewer words all of them in one."""
    last = max(1, len(words) - size + 1)
    joined = " ".join(words)
    if not joined.isascii():
        return [spread(" ".join(words[start : start + size])) for start in range(last)]
    data = joined.encode()  # the same numbers, and one encoding instead of many
    ends = list(accumulate(len(word) + 1 for word in words)) or [1]
    starts = [0, *ends[: last - 1]]
    stops = ends[size - 1 :] or ends[-1:]
    return [
        crc32(data[start : stop - 1]) * _SPREAD & _ALL_BITS
        for start, stop in zip(starts, stops, strict=True)
    ]


def jaccard(one: set[int], other: set[int]) -> float:
    """The share of all shingles that both have: what MinHash estimates."""
    together = len(one | other)
    return len(one & other) / together if together else 1.0
