"""Whether the likeliest few tokens are all that top-p can leave; pure.

Sorting and weighing a vocabulary of 50,000 for each token takes longer than a graphics card needs
to compute it. The likeliest `MOST` are found faster; all others together are bounded from their
probability. Where that bound shows that top-p cuts at the same place with them and without, the
rest of the chain works on the few, and what is drawn is the same. Elsewhere it works on all.

At temperature T <= 1 a token of probability p has the weight p^(1/T). For each token behind the
last of the few, with probability q, that is p^(1/T - 1) p <= q^(1/T - 1) p; so all of them weigh at
most q^(1/T - 1) times their whole probability.
"""

from collections.abc import Sequence
from itertools import accumulate

FEWEST = 16  # these are looked at first, since the threads of all slots share one interpreter
MOST = 128  # llama.cpp sorts up to this many in place, and keeps the others behind them
_ROUNDING = 1e-6  # of probabilities that llama.cpp adds up in 32 bits


def is_enough(probabilities: Sequence[float], temperature: float, top_p: float) -> bool:
    """These, the largest first, lead top-p at this temperature to where all would lead it."""
    if not 0 < temperature <= 1 or not 0 < top_p < 1:
        return False
    first, last = probabilities[0], probabilities[-1]
    if first <= 0:
        return False
    others = max(0.0, 1 - sum(probabilities)) + _ROUNDING
    behind = (last / first) ** (1 / temperature - 1) * others / first
    if behind <= _ROUNDING:
        return True  # less than the rounding of the sum, which is 1 or more
    sums = list(accumulate((one / first) ** (1 / temperature) for one in probabilities))
    cut = next(one for one in sums if one >= top_p * sums[-1])
    return cut >= top_p * (sums[-1] + behind) * (1 + _ROUNDING)
