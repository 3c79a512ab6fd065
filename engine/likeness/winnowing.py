"""Winnowing: texts of which one holds most of the other, whichever is the larger, also as a part.

Of the shingles of some words each, every window of neighbours keeps its smallest (Schleimer,
Wilkerson and Aiken, SIGMOD 2003): a stretch of `WORDS + WINDOW - 1` words that two texts share
gives both at least one of the same marks, wherever it stands. So a part of a text is found in the
whole, which MinHash can't do.
"""

from engine.likeness.shingles import plain_words, word_shingles

WORDS = 3  # of a shingle
WINDOW = 4  # shingles of which one is kept


def marks(text: str) -> frozenset[int]:
    """The marks of a text; empty if it has no word."""
    words = plain_words(text)
    if not words:
        return frozenset()
    shingles = word_shingles(words, WORDS)
    last = max(1, len(shingles) - WINDOW + 1)
    return frozenset(min(shingles[start : start + WINDOW]) for start in range(last))


def held(one: frozenset[int], other: frozenset[int]) -> float:
    """The share of the smaller text that stands in the other."""
    smaller = min(len(one), len(other))
    return len(one & other) / smaller if smaller else 0.0
