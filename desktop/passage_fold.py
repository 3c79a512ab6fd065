"""Fold the copy of the passage in an input: it stands beside the input anyway; pure."""

from dataclasses import dataclass

from desktop import wording
from desktop.language import tr

LEAST = 80  # characters; a shorter passage takes up no more room than what stands for it


@dataclass(frozen=True, slots=True)
class Folded:
    """An input with a few words for its passage, at `place` `[start, end)`."""

    text: str
    place: tuple[int, int]


def asked_place(text: str, passage: str) -> tuple[int, int] | None:
    """Where an input asks, beside its copy of the passage; None without a copy."""
    copy = passage.strip()
    start = text.find(copy) if copy else -1
    if start < 0:
        return None
    behind = start + len(copy)
    return (behind, len(text)) if text[behind:].strip() else (0, start)


def fold(text: str, passage: str) -> Folded | None:
    """None if the input does not hold the whole passage, or the passage is short."""
    copy = passage.strip()
    start = text.find(copy)
    if start < 0 or len(copy) < LEAST:
        return None
    said = " " + tr("The passage, {words}", words=wording.counted(len(copy.split()), "word")) + " "
    shown = f"{text[:start]}{said}{text[start + len(copy) :]}"
    return Folded(shown, (start, start + len(said)))
