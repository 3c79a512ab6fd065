"""Bands: which signatures are worth comparing, because a band of each is the same; pure.

Of `BANDS` bands of four numbers each, two sets of Jaccard likeness j share at least one with the
chance 1 - (1 - j^4)^16: 64 % at 0.5, 99 % at 0.7. One band is looked at after the other, so that
memory holds the buckets of one band only.
"""

from collections import defaultdict
from collections.abc import Iterator, Sequence

from engine.likeness.minhash import BINS, BYTES_A_BIN

ROWS = 4  # numbers in a band
BANDS = BINS // ROWS
_BAND_BYTES = ROWS * BYTES_A_BIN
Key = tuple[int, bytes]


def buckets(signatures: Sequence[bytes], kinds: Sequence[int]) -> Iterator[list[int]]:
    """Places of signatures that share a band and are of the same kind, band by band.

    A pair comes as often as it shares bands.
    """
    for start in range(0, BANDS * _BAND_BYTES, _BAND_BYTES):
        found = defaultdict[Key, list[int]](list)
        for place, signature in enumerate(signatures):
            found[kinds[place], signature[start : start + _BAND_BYTES]].append(place)
        for places in found.values():
            if len(places) > 1:
                yield places
