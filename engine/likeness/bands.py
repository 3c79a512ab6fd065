"""Bands: which signatures are worth comparing, because a band of each is the same; pure.

Of `BANDS` bands of four numbers each, two sets of Jaccard likeness j share at least one with the
chance 1 - (1 - j^4)^16: 64 % at 0.5, 99 % at 0.7. Of a band 32 bits are kept, so that a signature
takes 64 bytes; strangers that meet by chance are told apart when they are compared.
"""

from array import array
from collections.abc import Iterator
from itertools import groupby
from zlib import crc32

from engine.likeness.minhash import BINS, BYTES_A_BIN

ROWS = 4  # numbers in a band
BANDS = BINS // ROWS
_BAND_BYTES = ROWS * BYTES_A_BIN
_PLACE_BITS = 32
_PLACE = (1 << _PLACE_BITS) - 1
_SHELVES_SHIFT = 28  # the four highest bits of a key choose what is sorted together


class Bands:
    """The bands of signatures, each of which has a place and a kind."""

    def __init__(self) -> None:
        self._places = array("I")
        self._keys = [array("I") for _ in range(BANDS)]

    def add(self, place: int, signature: bytes, kind: int) -> None:
        """Take up a signature; it is compared with those of its kind, a number of 32 bits."""
        self._places.append(place)
        for number, keys in enumerate(self._keys):
            start = number * _BAND_BYTES
            keys.append(crc32(signature[start : start + _BAND_BYTES], kind))

    def buckets(self) -> Iterator[list[int]]:
        """Places that share a band and a kind, in the order in which they came, band by band.

        A pair comes as often as it shares bands.
        """
        for keys in self._keys:
            for shelf in _shelves(keys):
                for _key, same in groupby(sorted(shelf), key=lambda entry: entry >> _PLACE_BITS):
                    found = [self._places[entry & _PLACE] for entry in same]
                    if len(found) > 1:
                        yield found


def _shelves(keys: "array[int]") -> "list[array[int]]":
    """Each key with its number, put together by the key's highest bits."""
    shelves = [array("Q") for _ in range(1 << (_PLACE_BITS - _SHELVES_SHIFT))]
    for number, key in enumerate(keys):
        shelves[key >> _SHELVES_SHIFT].append((key << _PLACE_BITS) | number)
    return shelves
