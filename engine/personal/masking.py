"""Pseudonyms in the place of finds; pure. The stored text never changes: what is exported does."""

from collections.abc import Iterable

from engine.records import PersonalKind, PlacedMask


def pseudonym(kind: PersonalKind, number: int) -> str:
    """What stands for a value everywhere: [E-MAIL 3]."""
    return f"[{kind.value.upper()} {number}]"


def masked(text: str, masks: Iterable[PlacedMask]) -> str:
    """The text with pseudonyms at these places."""
    for mask in sorted(masks, key=lambda mask: mask.start, reverse=True):
        text = text[: mask.start] + pseudonym(mask.kind, mask.number) + text[mask.end :]
    return text
