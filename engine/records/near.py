"""Near-duplicates: tasks that say nearly the same, in groups; kept, marked, and told apart here."""

from dataclasses import dataclass
from enum import StrEnum


class Near(StrEnum):
    """Which tasks a filter leaves, by what else says nearly the same."""

    WITH = "with"  # those that have near-duplicates
    WITHOUT = "without"
    BEST = "best"  # of each group the one that shows for all, and those without near-duplicates


@dataclass(frozen=True, slots=True)
class ComparedTask:
    """A well-formed task as it is compared with others: what is shown of it."""

    id: int
    passage_id: int
    input: str
    output: str


@dataclass(frozen=True, slots=True)
class NearCounts:
    """How many groups of near-duplicates there are, and how many tasks are in them."""

    groups: int
    tasks: int
    is_current: bool  # nothing was added or edited since all tasks were compared

    @property
    def superfluous(self) -> int:
        """How many tasks would go if one of each group stayed."""
        return self.tasks - self.groups
