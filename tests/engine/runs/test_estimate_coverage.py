"""Of ten intervals that a pilot gives at least nine hold what comes, in simulated projects.

In each the types, the documents and the passages differ in how much comes of them. The pilot is
drawn by the planner, and each unit of the rest comes out as its type, document and passage say.
"""

import math
from collections import Counter
from dataclasses import dataclass
from random import Random

import pytest

from engine.records import PassageKind, RunTimes, TypeYield
from engine.runs.estimate import CONFIDENCE, estimate
from engine.runs.planner import plan
from engine.tasks.types import TASK_TYPES

PROJECTS = 120
SLACK = 0.03  # one standard deviation of the share of so many projects
TIMES = RunTimes(12, 60.0, 0.3)


@dataclass(frozen=True)
class World:
    """How projects of a kind differ within: standard deviations in logits."""

    documents: int
    types: int
    of_type: float = 1.3
    of_document: float = 0.7
    of_passage: float = 0.5
    later: float = 0.0  # how much worse the passages behind the first are
    pilot: int = 12


WORLDS = {
    "all alike": World(4, 4, of_document=0, of_passage=0),
    "documents differ": World(4, 4, of_document=1.2),
    "one document": World(1, 4),
    "many documents": World(20, 4),
    "as many types as units": World(6, 12),
    "types that differ much": World(6, 6, of_type=2.5),
    "two types": World(3, 2),
    "first passages unlike the rest": World(4, 4, later=-2.0),
    "a large pilot": World(8, 4, pilot=40),
}


def simulated(world: World, random: Random) -> tuple[dict[str, int], list[TypeYield], int]:
    """Units to come, what the pilot gave, and how many of those to come will be well-formed."""
    types = [kind for kind in TASK_TYPES if kind in random.sample(TASK_TYPES, world.types)]
    source, offset = dict[PassageKind, list[tuple[int, int]]](), dict[int, float]()
    sizes = [random.choice([4, 8, 16, 30]) for _ in range(world.documents)]
    own = [random.gauss(0, world.of_document) for _ in sizes]
    for kind, factor in ((PassageKind.PARAGRAPH, 1), (PassageKind.SENTENCE, 3)):
        for document, size in enumerate(sizes):
            for place in range(size * factor):
                passage = len(offset)
                source.setdefault(kind, []).append((document, passage))
                is_first = place < 2 * factor
                offset[passage] = own[document] + random.gauss(0, world.of_passage)
                offset[passage] += 0.0 if is_first else world.later
    base = random.gauss(0.4, 1.0)
    of_type = {kind.short: random.gauss(base, world.of_type) for kind in types}
    seed = random.randrange(10**6)
    pilot = {(u.passage_id, u.task_type) for u in plan(source, types, 1, seed, world.pilot)}
    tried, good, left, comes = Counter[str](), Counter[str](), Counter[str](), 0
    for unit in plan(source, types, 1, seed):
        short = unit.task_type
        logit = of_type[short] + offset[unit.passage_id]
        is_good = random.random() < 1 / (1 + math.exp(-logit))
        if (unit.passage_id, short) in pilot:
            tried[short] += 1
            good[short] += is_good
        else:
            left[short] += 1
            comes += is_good
    return dict(left), [TypeYield(short, tried[short], good[short]) for short in tried], comes


@pytest.mark.parametrize("name", WORLDS)
def test_the_interval_holds_as_often_as_it_claims(name: str):
    random, held = Random(1), 0  # noqa: S311 - it must be repeatable
    for _ in range(PROJECTS):
        to_come, pilot, comes = simulated(WORLDS[name], random)
        found = estimate(to_come, pilot, TIMES)
        held += found.fewest <= comes <= found.most
    print(f"{name}: {held} of {PROJECTS} intervals held")  # noqa: T201
    assert held / PROJECTS >= CONFIDENCE - SLACK
