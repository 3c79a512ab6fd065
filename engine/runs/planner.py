"""Plan a run: passages and task types to units, in an order that is the same every time; pure.

Any first part of the plan touches as many documents and as many task types as it can, so that a
stopped run is a fair sample of the whole. Documents take turns; each takes the task type that it,
and then the plan, has had least. Samples of one prompt stand together, because they can share its
processing. A run with a limit is a pilot, whose units are drawn (`drawing.py`).
"""

import hashlib
from collections import Counter, deque
from collections.abc import Collection, Iterator, Mapping, Sequence

from engine.records import PassageKind, PlannedUnit
from engine.runs.drawing import draw
from engine.tasks.types import TaskType

_STRETCH = 64  # units; a fair sample ends at its borders, or where a limit cuts it off

PassagesByKind = Mapping[PassageKind, Sequence[tuple[int, int]]]
"""(document_id, passage_id) in reading order."""
UnitKey = tuple[int, str, int]
"""A passage, a task type (short name) and the number of a sample."""


def plan(  # noqa: PLR0913 the last two narrow it
    passages: PassagesByKind,
    task_types: Sequence[TaskType],
    samples: int,
    seed: int,
    limit: int | None = None,
    *,
    covered: Collection[tuple[int, str]] = frozenset(),
    done: Collection[UnitKey] = frozenset(),
) -> list[PlannedUnit]:
    """The units of a run: each passage by each task type that reads its kind, `samples` times.

    `covered` are passages with the type (short name) that is not asked of them again; of the others
    the units in `done` are left out.
    """
    keys = [
        (passage_id, short, sample)
        for passage_id, short in _in_turns(passages, task_types, covered)
        for sample in range(samples)
        if not done or (passage_id, short, sample) not in done
    ]
    if limit is not None and limit < len(keys):
        documents = _by_document(passages, task_types, covered)
        queues = {
            number: {short: tuple(queue.passages) for short, queue in kinds.items()}
            for number, kinds in documents.items()
        }
        keys = draw(queues, samples, limit, seed, done)
    units = [PlannedUnit(*key, unit_seed(seed, *key)) for key in keys]
    return _types_together(units, samples * max(1, _STRETCH // samples))


def unit_seed(run_seed: int, passage_id: int, task_type: str, sample: int) -> int:
    """A seed of 31 bits from the unit's key: it does not depend on order, slots or resuming."""
    key = f"{run_seed}/{passage_id}/{task_type}/{sample}".encode()
    return int.from_bytes(hashlib.sha256(key).digest()[:4]) >> 1


def has_own_seeds(unit: PlannedUnit, run_seed: int) -> bool:
    """A unit's seed is not what the run's own would have given it: it fills a gap."""
    return unit.seed != unit_seed(run_seed, unit.passage_id, unit.task_type, unit.sample)


def _types_together(units: list[PlannedUnit], stretch: int) -> list[PlannedUnit]:
    """The units with each stretch in the order in which its task types first come."""
    ordered: list[PlannedUnit] = []
    for start in range(0, len(units), stretch):
        part = units[start : start + stretch]
        types = list(dict.fromkeys(unit.task_type for unit in part))
        ordered += [unit for short in types for unit in part if unit.task_type == short]
    return ordered


def _in_turns(
    passages: PassagesByKind, task_types: Sequence[TaskType], covered: Collection[tuple[int, str]]
) -> Iterator[tuple[int, str]]:
    overall: Counter[str] = Counter()
    turns = deque(_by_document(passages, task_types, covered).values())
    while turns:
        queues = turns.popleft()
        short = min(queues, key=lambda name: (queues[name].planned, overall[name]))
        overall[short] += 1
        yield queues[short].next(), short
        if not queues[short].passages:
            del queues[short]
        if queues:
            turns.append(queues)


class _Queue:
    """The passages of one document that one task type has still to read."""

    def __init__(self, passages: list[int], skip: int) -> None:
        # Types begin at different passages, so that a short run doesn't read the first one only.
        self.passages = deque(passages)
        self.passages.rotate(-skip)
        self.planned = 0

    def next(self) -> int:
        self.planned += 1
        return self.passages.popleft()


def _by_document(
    passages: PassagesByKind, task_types: Sequence[TaskType], covered: Collection[tuple[int, str]]
) -> dict[int, dict[str, _Queue]]:
    """The queues of each document that has something to read."""
    grouped: dict[int, dict[PassageKind, list[int]]] = {}
    for kind in sorted({kind.reads for kind in task_types}):
        for document_id, passage_id in passages.get(kind, ()):
            grouped.setdefault(document_id, {}).setdefault(kind, []).append(passage_id)
    found = dict[int, dict[str, _Queue]]()
    for document_id, kinds in sorted(grouped.items()):
        for index, one in enumerate(task_types):
            left = [p for p in kinds.get(one.reads, ()) if (p, one.short) not in covered]
            if left:
                found.setdefault(document_id, {})[one.short] = _Queue(left, index)
    return found
