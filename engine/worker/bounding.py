"""Whether the likeliest few tokens are all that top-p can leave; pure.

Sorting and weighing a vocabulary of 50,000 for each token takes longer than a graphics card needs
to compute it. The likeliest `MOST` are found faster; all others together are bounded from their
probability. Where that bound shows that top-p cuts at the same place with them and without, the
rest of the chain works on the few, and what is drawn is the same. Elsewhere it works on all.

At temperature T <= 1 a token of probability p has the weight p^(1/T). For each token behind the
last of the few, with probability q, that is p^(1/T - 1) p <= q^(1/T - 1) p; so all of them weigh at
most q^(1/T - 1) times their whole probability.
"""

from collections.abc import Callable, Sequence
from itertools import accumulate
from typing import NamedTuple

MOST = 128  # llama.cpp sorts up to this many in place, and keeps the others behind them
_ROUNDING = 1e-6  # of probabilities that llama.cpp adds up in 32 bits


class Few(NamedTuple):
    """The probabilities of the likeliest: the first, the last and the sum of all of them."""

    first: float
    last: float
    whole: float


def is_enough(probabilities: Sequence[float], temperature: float, top_p: float) -> bool:
    """These, the largest first, lead top-p at this temperature to where all would lead it."""
    few = Few(probabilities[0], probabilities[-1], sum(probabilities))

    def weights() -> list[float]:
        return [(one / few.first) ** (1 / temperature) for one in probabilities]

    return few_are_enough(few, temperature, top_p, weights)


def few_are_enough(
    few: Few, temperature: float, top_p: float, weights: Callable[[], Sequence[float]]
) -> bool:
    """The same from three numbers, where they decide.

    `weights` gives (p / first)^(1/T) for each of the few; it is called only where they don't.
    """
    if not 0 < temperature <= 1 or not 0 < top_p < 1 or few.first <= 0:
        return False
    others = max(0.0, 1 - few.whole) + _ROUNDING
    behind = (few.last / few.first) ** (1 / temperature - 1) * others / few.first
    if behind <= _ROUNDING:
        return True  # less than the rounding of the sum, which is 1 or more
    sums = list(accumulate(weights()))
    cut = next(one for one in sums if one >= top_p * sums[-1])
    return cut >= top_p * (sums[-1] + behind) * (1 + _ROUNDING)
