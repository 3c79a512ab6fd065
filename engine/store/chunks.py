"""Cut a text into the pieces in which it is stored and searched; pure.

They have nothing to do with passages: a text is stored once and cut into passages in many ways.
"""

from collections.abc import Iterator

USUAL, LONGEST = 1_500, 3_000  # characters: a long paragraph or a few short ones


def pieces(text: str) -> Iterator[tuple[int, int]]:
    """Slices `[start, end)` that give exactly `text` when put together; one at least.

    A piece ends after a blank line where one comes in time, else after a line or a word. They come
    one at a time: the places of all words of a long text would take many times its memory.
    """
    start = 0
    while len(text) - start > LONGEST:
        end = _end_of_piece(text, start)
        yield start, end
        start = end
    yield start, len(text)


def _end_of_piece(text: str, start: int) -> int:
    """The last break of the best sort from the usual length on back, or else up to the longest."""
    low = start + USUAL // 3
    for high in (start + USUAL, start + LONGEST):
        for mark in ("\n\n", "\n"):
            place = text.rfind(mark, low, high)
            if place >= 0:
                return place + len(mark)
        for place in range(high, low, -1):
            if text[place - 1].isspace():
                return place
    return start + LONGEST
