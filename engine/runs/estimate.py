"""What a pilot says of the rest: how long it will take and what will be well-formed; pure.

From a few units little is known, and the intervals say so: of ten such statements at least nine
hold, as `tests/engine/runs/test_estimate.py` counts over simulated projects. Time is the pilot's,
unit for unit. What the rest gives is drawn many times: a share of all that the pilot's units allow,
a share of each type that is drawn towards it as if two more units had been seen, and the units.
Passages of one document are alike, and two samples of one prompt are even more so: units that are
alike count for less than as many that are not.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import sqrt
from random import Random

from engine.records import RunTimes, TypeYield

CONFIDENCE = 0.9
_NORMAL = 1.645  # standard deviations on each side of that
_LEAST = 0.15  # share of the time that is never claimed to be known better
_PRIOR = 2.0  # units that the whole pilot's share is worth for a type
_WORTH = 0.7  # of a unit, because passages of one document are alike
_DRAWN = 1_000
_TINY = 1e-3  # `betavariate` takes no 0
_SEED = 7


@dataclass(frozen=True, slots=True)
class Estimate:
    """Of the units still to come; the seconds are None where the pilot was too short to tell."""

    units: int
    seconds: float | None
    fastest: float
    slowest: float
    well_formed: int
    fewest: int
    most: int


def estimate(
    to_come: Mapping[str, int],
    pilot: Sequence[TypeYield],
    times: RunTimes,
    prompts: int | None = None,
) -> Estimate:
    """What `to_come` units of each type (short name) will take and give.

    `prompts` says how many of the pilot's units had a prompt of their own, if not all.
    """
    units, tried = sum(to_come.values()), sum(one.units for one in pilot)
    worth = _WORTH * (1.0 if prompts is None or not tried else min(prompts / tried, 1.0))
    drawn = _well_formed(to_come, pilot, worth)
    tail = round(_DRAWN * (1 - CONFIDENCE) / 2)
    each = times.seconds / (times.units - 1) if times.units > 1 and times.seconds else None
    off = uncertainty(times.units, times.spread)
    seconds = None if each is None else each * units
    return Estimate(
        units=units,
        seconds=seconds,
        fastest=(seconds or 0.0) * max(1 - off, 0.1),
        slowest=(seconds or 0.0) * (1 + off),
        well_formed=drawn[_DRAWN // 2],
        fewest=drawn[tail],
        most=drawn[-1 - tail],
    )


def uncertainty(units: int, spread: float) -> float:
    """The share by which a time measured over so many units may be off, up and down.

    `spread` is the standard deviation of a unit's own seconds, as a share of their mean.
    """
    return max(_LEAST, _NORMAL * spread / sqrt(max(units, 1)))


def _well_formed(to_come: Mapping[str, int], pilot: Sequence[TypeYield], worth: float) -> list[int]:
    """How many units may come out well, drawn many times; the fewest first."""
    chance = Random(_SEED)  # noqa: S311 - the same pilot always says the same
    known = {one.task_type: _weighed(one, worth) for one in pilot}
    good, bad = (sum(part) for part in zip((0.0, 0.0), *known.values(), strict=True))
    found = list[int]()
    for _ in range(_DRAWN):
        whole = chance.betavariate(good + 1, bad + 1)
        well_formed = 0
        for short, count in to_come.items():
            well, badly = known.get(short, (0.0, 0.0))
            share = chance.betavariate(
                well + max(_PRIOR * whole, _TINY), badly + max(_PRIOR * (1 - whole), _TINY)
            )
            well_formed += _units(count, share, chance)
        found.append(well_formed)
    return sorted(found)


def _weighed(one: TypeYield, worth: float) -> tuple[float, float]:
    """Units that came out well and badly, as many as they tell of."""
    return worth * one.well_formed, worth * (one.units - one.well_formed)


def _units(count: int, share: float, chance: Random) -> int:
    """So many of `count` units with this share come out well; of many by the normal law."""
    if count <= 20:
        return sum(chance.random() < share for _ in range(count))
    drawn = chance.gauss(count * share, sqrt(count * share * (1 - share)))
    return min(max(round(drawn), 0), count)


def poor_types(pilot: Sequence[TypeYield], least_units: int = 2) -> tuple[str, ...]:
    """Types of which fewer than half came out well, of at least so many units (short names)."""
    return tuple(
        one.task_type
        for one in pilot
        if one.units >= least_units and one.well_formed * 2 < one.units
    )
