"""How long machines need for a run between them, and what bringing it together costs; pure.

Times are ranges, as the window's estimate gives them: a speed that was measured with few units may
be off, and of ten such statements about nine hold. What merging costs by packet and unit is given;
the numbers that stand here are round and rather too high: `python -m tests.bench.packets` took
0.3 ms of processor time a unit and 102 MB for one packet of 1,000,000 units.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from engine.errors import BadSetting
from engine.planning.machines import Machines
from engine.planning.sharing import MOST_PARTS, Deal, best_deal, deal, part_seconds


@dataclass(frozen=True, slots=True)
class MergeCost:
    """What merging costs: time by packet and unit, memory by the units of one packet."""

    seconds_per_packet: float = 1.0
    seconds_per_unit: float = 0.001
    bytes_at_least: int = 120_000_000
    bytes_per_unit: float = 150.0


@dataclass(frozen=True, slots=True)
class Range:
    """Seconds: what is expected, and the bounds that hold nine times of ten."""

    expected: float
    fastest: float
    slowest: float


@dataclass(frozen=True, slots=True)
class Share:
    """What falls to one machine or to a group of equal ones: parts for each, and when all end."""

    name: str
    parts: tuple[int, ...]
    units: int
    seconds: Range
    off: float  # the share by which its time may be off


@dataclass(frozen=True, slots=True)
class Forecast:
    """The whole of it. `queued` holds where each machine takes the next part when it is free."""

    units: int
    parts: int
    largest: int  # units of the largest part
    shares: tuple[Share, ...]
    seconds: Range
    queued: Range
    left_units: int  # that nobody has the time for
    merge_seconds: float
    merge_bytes: int


def forecast(
    units: int, helpers: Machines, parts: int | None = None, cost: MergeCost | None = None
) -> Forecast:
    """What becomes of `units` units, cut into `parts` or into as many as suit the machines."""
    if parts is not None and not 1 <= parts <= min(units, MOST_PARTS):
        most = min(units, MOST_PARTS)
        raise BadSetting(f"{units:,} units can be cut into 1 to {most:,} parts; choose from these.")
    chosen = (
        best_deal(units, helpers.machines, helpers.start_seconds)
        if parts is None
        else deal(units, parts, helpers.machines, helpers.start_seconds)
    )
    shares = _shares(units, chosen, helpers)
    merging = cost or MergeCost()
    return Forecast(
        units=units,
        parts=chosen.parts,
        largest=chosen.largest,
        shares=shares,
        seconds=_last([share.seconds for share in shares]),
        queued=_queued(chosen, helpers),
        left_units=units - sum(share.units for share in shares),
        merge_seconds=merging.seconds_per_packet * chosen.parts + merging.seconds_per_unit * units,
        merge_bytes=round(merging.bytes_at_least + merging.bytes_per_unit * chosen.largest),
    )


def _shares(units: int, chosen: Deal, helpers: Machines) -> tuple[Share, ...]:
    """The shares; what is left over when parts of equal size are filled up is nobody's."""
    shares, left = list[Share](), units
    for machine, taken in zip(helpers.machines, chosen.taken, strict=True):
        each = part_seconds(machine, chosen.largest, helpers.start_seconds)
        mine = min(sum(taken) * chosen.largest, left)
        left -= mine
        time = _around(max(taken) * each, machine.off)
        shares.append(Share(machine.name, taken, mine, time, machine.off))
    return tuple(shares)


def _queued(chosen: Deal, helpers: Machines) -> Range:
    """All work until nothing is left; in the worst case the slowest then begins the last part."""
    start, machines = helpers.start_seconds, helpers.machines
    each = [part_seconds(one, chosen.largest, start) for one in machines]

    def together(parts: int, factor: int) -> float:
        times = zip(machines, each, strict=True)
        return parts / sum(one.count / (time * _bound(factor * one.off)) for one, time in times)

    last = max(time * (1 + one.off) for one, time in zip(machines, each, strict=True))
    return Range(
        together(chosen.parts, 0),
        together(chosen.parts, -1),
        together(chosen.parts - 1, 1) + last,
    )


def _bound(off: float) -> float:
    """The factor of a time that is off by so much; no machine is more than ten times as fast."""
    return max(1 + off, 0.1)


def _around(seconds: float, off: float) -> Range:
    return Range(seconds, seconds * _bound(-off), seconds * _bound(off))


def _last(ranges: Sequence[Range]) -> Range:
    """When the last of them ends."""
    return Range(
        max(one.expected for one in ranges),
        max(one.fastest for one in ranges),
        max(one.slowest for one in ranges),
    )
