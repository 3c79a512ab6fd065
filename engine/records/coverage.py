"""Coverage: which characters of which document gave tasks."""

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class CoveredSpan:
    """A passage that gave tasks of a type which are well-formed and not rejected."""

    document_id: int
    task_type: str
    start: int
    end: int
    is_accepted: bool  # one of them was accepted, as it is or edited


@dataclass(frozen=True, slots=True)
class Covered:
    """Characters that gave tasks: any that are kept, and those that a person accepted."""

    kept: int = 0
    accepted: int = 0


@dataclass(frozen=True, slots=True)
class DocumentCoverage:
    """How much of one document's text gave tasks.

    `gaps` are the stretches that gave none, `accepted` those that gave accepted ones.
    """

    document_id: int
    name: str
    characters: int
    whole: Covered
    types: Mapping[str, Covered]
    gaps: tuple[tuple[int, int], ...]
    accepted: tuple[tuple[int, int], ...] = ()
