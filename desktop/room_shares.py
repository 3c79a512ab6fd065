"""How input and output share the height of a task's pane, by what each has to show; pure.

Few shares, so that a task hardly ever lays the page out anew.
"""

from math import ceil

_CHARACTERS = 46  # in a line of the pane on a usual screen
_SHARES = (
    (0.3, (2, 5)),
    (0.42, (1, 2)),
    (0.55, (1, 1)),
    (0.64, (3, 2)),
    (0.74, (2, 1)),
    (1.0, (3, 1)),
)
_FRAME = 2  # lines that the frame and the margins of a text take


def lines(text: str) -> int:
    """About how many lines a text takes."""
    return sum(max(1, ceil(len(line) / _CHARACTERS)) for line in text.splitlines()) or 1


def shares(input: str, output: str) -> tuple[int, int]:  # noqa: A002 as in `Decision`
    """The parts of the height for an input as it is shown, and for its output."""
    above, below = lines(input) + _FRAME, lines(output) + _FRAME
    part = above / (above + below)
    return next(share for most, share in _SHARES if part <= most)
