"""What a key does to the passages of a document: a function of the passages as they are by then."""

from collections.abc import Callable

from engine.passages import edits
from engine.records import PassageSet, Span, TokenCounter

State = tuple[PassageSet, list[Span]]
Edit = Callable[[State, TokenCounter], list[Span]]


def merged(text: str, offset: int) -> Edit:
    """The passage at `offset` and the next one are one."""
    return lambda state, count: edits.merge(
        text, state[1], place(state[1], offset), state[0].settings.max_tokens, count
    )


def parted(text: str, offset: int) -> Edit:
    """The passage at `offset` is two, parted before the word that is there."""
    at = edits.word_start(text, offset)
    return lambda state, count: edits.split(text, state[1], at, state[0].settings.max_tokens, count)


def toggled(offset: int) -> Edit:
    """The passage at `offset` is left out, or taken in again."""
    return lambda state, _count: edits.toggle(state[1], place(state[1], offset))


def place(spans: list[Span], offset: int) -> int:
    """Which passage holds an offset; the first one for text before it."""
    return edits.place_of(spans, offset) or 0
