"""Plan on paper for sizes that nobody runs: `python -m tests.bench.packets_on_paper`.

Prints what `plan --estimate` says of up to 10,000 packets and 100,000,000 units, and beside it how
long the same takes when it is played through: each machine has a true speed somewhere within what
its measure allows, takes the next packet when it is free, and now and then loses one in the middle.
"""

import time
from heapq import heapify, heappop, heappush
from random import Random

from engine.cli.estimating import between
from engine.planning.forecast import Forecast, forecast
from engine.planning.machines import Machine, Machines
from engine.planning.sharing import part_seconds
from engine.planning.times import duration

CROWD = Machines(
    (
        Machine("laptop, 7B on the CPU", 127.0, off=0.15, count=400),
        Machine("desktop, 7B on the CPU", 260.0, off=0.2, count=80),
        Machine("server with a card, 7B", 30_471.0, off=0.15, count=12),
    )
)


def played(made: Forecast, helpers: Machines, seed: int, failing: float) -> float:
    """Seconds until the last packet is done, of which a share fails half-way and goes back.

    A packet that comes back is continued: what was saved of it is not made again.
    """
    dice = Random(seed)  # noqa: S311 - dice, not secrets
    each = [
        part_seconds(one, made.largest, helpers.start_seconds)
        * dice.uniform(1 - one.off, 1 + one.off)
        for one in helpers.machines
        for _ in range(one.count)
    ]
    waiting = [1.0] * made.parts
    free = [(0.0, place) for place in range(len(each))]
    heapify(free)
    ended = 0.0
    while waiting:
        at, place = heappop(free)
        rest = waiting.pop()
        if dice.random() < failing:
            waiting.insert(0, rest / 2)
            rest /= 2
        at += each[place] * rest
        ended = max(ended, at)
        heappush(free, (at, place))
    return ended


def main() -> None:
    """Print a line for each size."""
    heads = ("units", "packets", "said", "played", "with 5 % failing", "merge", "MB", "CPU")
    print("{:<12} {:<9} {:<25} {:<10} {:<17} {:<12} {:<4} {}".format(*heads))
    for units, parts in ((10**4, 500), (10**6, 2_000), (10**8, 10_000)):
        began = time.process_time()
        made = forecast(units, CROWD, parts)
        spent = time.process_time() - began
        calm, rough = (duration(played(made, CROWD, 1, share)) for share in (0.0, 0.05))
        print(
            f"{units:<12,} {parts:<9,} {between(made.queued):<25} {calm:<10} {rough:<17} "
            f"{duration(made.merge_seconds):<12} {made.merge_bytes / 1e6:<4.0f} {spent:.2f} s"
        )


if __name__ == "__main__":
    main()
