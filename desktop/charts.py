"""What the charts show: shares by task type and by document, from counts that are kept; pure."""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

from desktop import wording
from engine.records import REVIEWED, DocumentCoverage, Outcome, TaskCount, TypeYield, Verdict
from engine.tasks.types import TASK_TYPES

_KEPT = frozenset({Verdict.ACCEPT, Verdict.EDIT})


@dataclass(frozen=True, slots=True)
class Share:
    """One bar: `key` is a type's short name or a document's number."""

    key: str | int
    title: str
    part: int
    whole: int


def yields(made: Iterable[TypeYield]) -> list[Share]:
    """Of each type, how many of its units the model wrote well-formed, in the types' order."""
    by_type = {one.task_type: one for one in made}
    return [
        Share(kind.short, wording.title(kind.name), one.well_formed, one.units)
        for kind in TASK_TYPES
        if (one := by_type.get(kind.short))
    ]


def acceptance(counts: Iterable[TaskCount]) -> list[Share]:
    """Of each type, how many of the well-formed tasks that were settled are kept."""
    return _by_type(
        counts,
        lambda one: one.outcome is Outcome.OK and one.verdict in REVIEWED,
        lambda one: one.verdict in _KEPT,
    )


def reviewed(counts: Iterable[TaskCount]) -> list[Share]:
    """Of each type, how many of the well-formed tasks are settled."""
    return _by_type(
        counts,
        lambda one: one.outcome is Outcome.OK,
        lambda one: one.verdict in REVIEWED,
    )


def coverage(found: Mapping[int, DocumentCoverage]) -> list[Share]:
    """Of each document, how many of its characters gave tasks that are kept; the least first."""
    shares = [
        Share(one.document_id, one.name, one.whole.kept, one.characters) for one in found.values()
    ]
    return sorted(shares, key=lambda one: (one.part / max(one.whole, 1), one.title.casefold()))


def _by_type(
    counts: Iterable[TaskCount],
    counts_at_all: Callable[[TaskCount], bool],
    is_part: Callable[[TaskCount], bool],
) -> list[Share]:
    whole, part = Counter[str](), Counter[str]()
    for one in counts:
        if counts_at_all(one):
            whole[one.task_type] += one.tasks
            part[one.task_type] += one.tasks if is_part(one) else 0
    return [
        Share(kind.short, wording.title(kind.name), part[kind.short], whole[kind.short])
        for kind in TASK_TYPES
        if whole[kind.short]
    ]
