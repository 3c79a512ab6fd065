"""Deal equal parts out to machines of different speeds, and choose how many parts to cut; pure.

Parts are equal because a packet is cut before anybody knows who will take it; a fast machine takes
more of them. The fewest parts are chosen that cost at most a twentieth of time against the best
number: each part is a file to carry and a model to load.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from heapq import heapify, heappop, heappush

from engine.planning.machines import Machine

MOST_PARTS = 10_000
_GROWTH = 1.25  # from one number of parts that is tried to the next
_NEAR_ENOUGH = 1.05


@dataclass(frozen=True, slots=True)
class Deal:
    """Who takes how many parts: one number for each machine, those of a group behind each other.

    `largest` is the units of the largest part, `seconds` when the last machine ends, `left` the
    parts that nobody has the time for.
    """

    parts: int
    largest: int
    taken: tuple[tuple[int, ...], ...]
    seconds: float
    left: int = 0


def part_seconds(machine: Machine, units: int, start_seconds: float) -> float:
    """How long one machine is expected to need for a part of so many units."""
    return start_seconds + 3600 * units / machine.units_per_hour


def deal(units: int, parts: int, machines: Sequence[Machine], start_seconds: float) -> Deal:
    """Give each part to the machine that would end it first, which is best for equal parts.

    A machine with few hours takes no part that it might not end in them, should it be as slow as
    its speed allows for.
    """
    largest = -(-units // parts)
    single = [(place, machine) for place, machine in enumerate(machines)]
    each = [part_seconds(machine, largest, start_seconds) for machine in machines]
    room = [_room(machine, seconds) for machine, seconds in zip(machines, each, strict=True)]
    taken = [[0] * machine.count for machine in machines]
    free = [(each[g], g, n) for g, machine in single for n in range(machine.count) if room[g]]
    heapify(free)
    last, left = 0.0, parts
    while left and free:
        ends, group, number = heappop(free)
        taken[group][number] += 1
        last, left = max(last, ends), left - 1
        if taken[group][number] < room[group]:
            heappush(free, (ends + each[group], group, number))
    return Deal(parts, largest, tuple(map(tuple, taken)), last, left)


def _room(machine: Machine, seconds: float) -> int:
    """How many parts fit the hours of a machine."""
    if machine.hours is None:
        return MOST_PARTS
    return int(machine.hours * 3600 / (seconds * (1 + machine.off)))


def best_deal(units: int, machines: Sequence[Machine], start_seconds: float) -> Deal:
    """The deal with the fewest parts among those that take nearly the shortest time."""
    deals = [deal(units, parts, machines, start_seconds) for parts in _numbers(units, machines)]
    least = min(one.left / one.parts for one in deals)
    complete = [one for one in deals if one.left / one.parts <= least]
    shortest = min(one.seconds for one in complete)
    return next(one for one in complete if one.seconds <= shortest * _NEAR_ENOUGH)


def _numbers(units: int, machines: Sequence[Machine]) -> list[int]:
    """Numbers of parts to try, from one for each machine on."""
    most = min(units, MOST_PARTS)
    number = min(sum(machine.count for machine in machines), most)
    found = list[int]()
    while number < most:
        found.append(number)
        number = max(number + 1, int(number * _GROWTH))
    return [*found, most]
