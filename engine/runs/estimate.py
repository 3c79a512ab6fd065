"""What a pilot says of the rest: how long it will take and what will be well-formed; pure.

From a few units little is known, and the intervals say so: of ten such statements about nine hold.
Time is the pilot's, unit for unit. Units of one type are as often well-formed as in the pilot,
drawn towards the whole pilot's share as far as it has few of them.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import sqrt

from engine.records import RunTimes, TypeYield
from engine.tasks.bounds import share_interval

CONFIDENCE = 0.9
_NORMAL = 1.645  # standard deviations on each side of that
_LEAST = 0.15  # share of the time that is never claimed to be known better


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


def estimate(to_come: Mapping[str, int], pilot: Sequence[TypeYield], times: RunTimes) -> Estimate:
    """What `to_come` units of each type (short name) will take and give."""
    units = sum(to_come.values())
    tried, good = sum(one.units for one in pilot), sum(one.well_formed for one in pilot)
    low, high = share_interval(good, tried, CONFIDENCE) if tried else (0.0, 1.0)
    known = {one.task_type: one for one in pilot}
    expected = sum(
        count * _share(known.get(short), good / tried if tried else 0.0)
        for short, count in to_come.items()
    )
    each = times.seconds / (times.units - 1) if times.units > 1 and times.seconds else None
    off = uncertainty(times.units, times.spread)
    seconds = None if each is None else each * units
    return Estimate(
        units=units,
        seconds=seconds,
        fastest=(seconds or 0.0) * max(1 - off, 0.1),
        slowest=(seconds or 0.0) * (1 + off),
        well_formed=round(expected),
        fewest=min(int(low * units), round(expected)),
        most=max(int(high * units), round(expected)),
    )


def uncertainty(units: int, spread: float) -> float:
    """The share by which a time measured over so many units may be off, up and down.

    `spread` is the standard deviation of a unit's own seconds, as a share of their mean.
    """
    return max(_LEAST, _NORMAL * spread / sqrt(max(units, 1)))


def _share(one: TypeYield | None, whole: float) -> float:
    return whole if one is None else (one.well_formed + whole) / (one.units + 1)


def poor_types(pilot: Sequence[TypeYield], least_units: int = 2) -> tuple[str, ...]:
    """Types of which fewer than half came out well, of at least so many units (short names)."""
    return tuple(
        one.task_type
        for one in pilot
        if one.units >= least_units and one.well_formed * 2 < one.units
    )
