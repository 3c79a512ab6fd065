"""Text whose lines were broken for another width, as one would read it in this one; pure.

PDF files and plain text carry a break at the end of each printed line. Shown as they are, such
lines are broken twice. Only what is shown changes: a break that a wrap made becomes a space, so
that every offset stays what it was. A wrap is told by its width: the first word of the next line
would not have fitted.
"""

import re
from collections.abc import Iterator
from itertools import pairwise

_FEWEST = 45  # characters of the widest line; a narrower text is a list, a poem or a table
_SLACK = 0.9  # of that width: printed letters are not all as wide
_ENDS = (".", "!", "?", ":", ";")  # behind these a line may have ended on purpose
_OWN_LINE = re.compile(r"\s|[-–—•*·▪◦●○■+>|#]|\(?\w{1,3}[.)]\s|$")
_IN_A_TABLE = re.compile(r"\||\t|\S {3,}\S")


def joined(text: str) -> str:
    """The text with a space in the place of each break that a wrap made; as long as before."""
    lines = text.split("\n")
    width = max(map(len, lines), default=0)
    if width < _FEWEST or len(lines) == 1:
        return text
    return "".join(_pieces(lines, width))


def _pieces(lines: list[str], width: int) -> Iterator[str]:
    for line, following in pairwise(lines):
        yield line
        yield " " if _is_wrapped(line, following, width) else "\n"
    yield lines[-1]


def _is_wrapped(line: str, following: str, width: int) -> bool:
    """The break after `line` is there only because `following` would not have fitted."""
    if _OWN_LINE.match(following) or _IN_A_TABLE.search(line) or line.startswith(("#", "|")):
        return False
    with_next = len(line) + 1 + len(following.split(maxsplit=1)[0])
    return with_next > (width if line.endswith(_ENDS) else _SLACK * width)
