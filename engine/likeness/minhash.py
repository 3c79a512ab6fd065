"""MinHash: a short signature of a set of shingles, by which the likeness of two sets is guessed.

One permutation in place of many: each shingle falls into one of `BINS` bins, which keeps its
smallest. A bin that stays empty takes over the value of another, chosen by its own number alone, so
that two sets choose alike ("optimal densification", Shrivastava, ICML 2017, arXiv 1703.04664). That
costs one step a shingle instead of one for each bin. Held against datasketch in the tests.
"""

from array import array
from collections.abc import Iterable

BINS = 64
BYTES_A_BIN = 4
_BIN_SHIFT = 58  # the six highest bits of a shingle choose its bin
_VALUE_SHIFT = 26  # of the others the 32 highest are compared
_VALUE_BITS = (1 << 32) - 1
_EMPTY = 1 << 32
_TRIES = 40  # to find a bin that is not empty; then any of them


def signature(shingles: Iterable[int]) -> bytes:
    """The signature of a set of shingles, `BINS` numbers of 32 bits; raises `ValueError` for none.

    Native byte order: it is for one process.
    """
    bins = [_EMPTY] * BINS
    for shingle in shingles:
        place, value = shingle >> _BIN_SHIFT, shingle >> _VALUE_SHIFT & _VALUE_BITS
        if value < bins[place]:  # noqa: PLR1730 twice as fast as min
            bins[place] = value
    filled = [place for place, value in enumerate(bins) if value != _EMPTY]
    if not filled:
        raise ValueError("there is no shingle to sign")
    if len(filled) < BINS:
        bins = [
            value if value != _EMPTY else bins[_donor(place, bins, filled)]
            for place, value in enumerate(bins)
        ]
    return array("I", bins).tobytes()


def likeness(one: bytes, other: bytes) -> float:
    """The guess at the Jaccard likeness of the sets of two signatures."""
    pairs = zip(memoryview(one).cast("I"), memoryview(other).cast("I"), strict=True)
    return sum(mine == theirs for mine, theirs in pairs) / BINS


def _donor(place: int, bins: list[int], filled: list[int]) -> int:
    """The filled bin that lends an empty one its value."""
    for donor in _DONORS[place]:
        if bins[donor] != _EMPTY:
            return donor
    return filled[place % len(filled)]


def _donors(place: int) -> list[int]:
    """The bins that an empty one asks in turn: a walk by a linear congruence, the same for all."""
    state, found = (place + 1) * 0x2545F4914F6CDD1D, list[int]()
    while len(found) < _TRIES:
        state = (state * 6364136223846793005 + 1442695040888963407) & ((1 << 64) - 1)
        found.append(state >> _BIN_SHIFT)
    return found


_DONORS = [_donors(place) for place in range(BINS)]
