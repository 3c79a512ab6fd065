"""Audits: random samples of tasks that a person reads, to say how many of all may be wrong."""

from collections.abc import Mapping
from dataclasses import dataclass

USUAL_SEED = 42


@dataclass(frozen=True, slots=True)
class Portion:
    """A sample of some tasks: drawn at random, read so far, and found wrong.

    Accepted as it is means right; rejected or edited means wrong; anything else is not read.
    """

    tasks: int  # that the sample stands for, itself included
    drawn: int
    read: int
    wrong: int
    kept: int = 0  # of those read: accepted as they are, or edited

    @property
    def is_complete(self) -> bool:
        """All of it was read, so it can speak for the others."""
        return 0 < self.drawn == self.read


@dataclass(frozen=True, slots=True)
class Audit:
    """One sample, with what came of it so far."""

    id: int
    seed: int
    who: str
    at: str
    meaning: str  # which tasks, in words; empty for all that were not reviewed
    whole: Portion
    types: Mapping[str, Portion]  # by short name; of each, what was drawn of it by chance
    accepted: int  # tasks accepted together on the strength of it, while that stands
    rejected: int = 0  # the same of tasks rejected together
