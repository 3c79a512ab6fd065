"""Keep the tokens that markup is made of out of everything else in a prompt.

llama.cpp leaves control tokens alone in plain text, but not those that a file calls user-defined,
and some files call the marks of their turns so: a document could then end its turn and begin one of
the assistant. Where plain text comes out as a token of the prompt's own markup, it is cut inside
that mark, so that its letters are what the model reads.
"""

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from itertools import pairwise

from models.prompting import Segment

Tokenize = Callable[[Segment], list[int]]


def tokens_of(
    segments: Sequence[Segment],
    tokenize: Tokenize,
    marks_of: Callable[[set[int]], Mapping[int, str]],
) -> list[int]:
    """The tokens of a whole prompt, each segment on its own.

    `marks_of` gives the text of those among some tokens that are no ordinary ones.
    """
    kinds = [(part, tokenize(part)) for part in segments]
    marks = marks_of({token for part, found in kinds if part.is_markup for token in found})
    whole = list[int]()
    for part, found in kinds:
        is_sound = part.is_markup or marks.keys().isdisjoint(found)
        whole += found if is_sound else _letters(part.text, tokenize, marks.values())
    return whole


def _letters(text: str, tokenize: Tokenize, marks: Iterable[str]) -> list[int]:
    """The tokens of a text that is cut behind the first letter of each mark in it."""
    found = re.compile("|".join(map(re.escape, sorted(marks, key=len, reverse=True))))
    cuts = [0, *(match.start() + 1 for match in found.finditer(text)), len(text)]
    pieces = (Segment(text[start:end], is_markup=False) for start, end in pairwise(cuts))
    return [token for piece in pieces for token in tokenize(piece)]
