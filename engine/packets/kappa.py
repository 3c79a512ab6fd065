"""How far two people agree beyond chance: Cohen's kappa with its 95 % interval; pure.

Cohen 1960; the variance is that of Fleiss, Cohen and Everitt 1969 (Psychological Bulletin 72,
323-327), which holds for large numbers. Where all or nothing is agreed on it is 0, and the interval
comes from Wilson's for the raw agreement instead, which a few tasks can't make narrow.
"""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from math import sqrt

Z = 1.959963984540054  # of 95 %
_NOTHING = 1e-12

Table = Mapping[tuple[str, str], int]
"""How many tasks got each pair of verdicts."""


@dataclass(frozen=True, slots=True)
class Kappa:
    """Kappa and its interval."""

    value: float
    low: float
    high: float


def kappa(table: Table) -> Kappa | None:
    """Cohen's kappa of two people; None where chance alone would have them agree always."""
    total = sum(table.values())
    if not total:
        return None
    shares = {pair: count / total for pair, count in table.items() if count}
    first, second = _sums(shares, 0), _sums(shares, 1)
    agreed = sum(share for (one, other), share in shares.items() if one == other)
    chance = sum(share * second[name] for name, share in first.items())
    if 1 - chance < _NOTHING:
        return None
    value = (agreed - chance) / (1 - chance)
    variance = _variance(shares, value, chance) / total
    if variance < _NOTHING:
        low, high = ((bound - chance) / (1 - chance) for bound in wilson(agreed, total))
    else:
        low, high = value - Z * sqrt(variance), value + Z * sqrt(variance)
    return Kappa(value, max(-1.0, min(low, value)), min(1.0, max(high, value)))


def wilson(share: float, total: int) -> tuple[float, float]:
    """Wilson's 95 % interval of a share of `total`."""
    middle = share + Z * Z / (2 * total)
    half = Z * sqrt(share * (1 - share) / total + Z * Z / (4 * total * total))
    scale = 1 + Z * Z / total
    return (middle - half) / scale, (middle + half) / scale


def _variance(shares: Mapping[tuple[str, str], float], value: float, chance: float) -> float:
    """Times the number of tasks; equation 13 of Fleiss, Cohen and Everitt."""
    first, second = _sums(shares, 0), _sums(shares, 1)
    found = -((value - chance * (1 - value)) ** 2)
    for (one, other), share in shares.items():
        if one == other:
            found += share * (1 - (first[one] + second[one]) * (1 - value)) ** 2
        else:
            found += share * (1 - value) ** 2 * (second[one] + first[other]) ** 2
    return found / (1 - chance) ** 2


def _sums(shares: Mapping[tuple[str, str], float], side: int) -> dict[str, float]:
    """The share of each verdict of one of the two."""
    sums = defaultdict[str, float](float)
    for pair, share in shares.items():
        sums[pair[side]] += share
    return sums
