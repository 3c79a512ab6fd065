"""Share documents out over train, validation and test, so that no document is in two parts.

Documents are dealt in the order of a hash of their SHA-256, so the same rows always split the same
way, on any machine, and long and short documents fall into every part. Only those that are larger
than the smallest part wanted come first, the largest of all first: later they would fit nowhere.
Each goes to the part that lacks most rows; when there are only as many documents left as there
are empty parts, each of those gets one, because a part without rows is of no use to anyone.
"""

import hashlib
from collections.abc import Mapping

from engine.errors import BadSetting

PARTS = ("train", "validation", "test")


def parse_split(text: str) -> tuple[int, ...]:
    """The percentages in `80/10/10` (or `90/10`: no test part); raises `BadSetting`."""
    numbers = [part.strip() for part in text.split("/")]
    if not (
        2 <= len(numbers) <= len(PARTS)
        and all(number.isascii() and number.isdigit() for number in numbers)
    ):
        raise BadSetting(f"“{text}” is no split; give percentages such as 80/10/10.")
    return check_split(tuple(int(number) for number in numbers))


def check_split(weights: tuple[int, ...]) -> tuple[int, ...]:
    """The same percentages if they make a split; raises `BadSetting` if they don't."""
    if not 2 <= len(weights) <= len(PARTS) or min(weights) < 0 or sum(weights) != 100:
        shown = "/".join(str(weight) for weight in weights)
        raise BadSetting(f"The split {shown} does not add up to 100; try 80/10/10.")
    return weights


def assign(rows: Mapping[str, int], weights: tuple[int, ...]) -> dict[str, str]:
    """The part of each document, from its SHA-256 and its number of rows."""
    total = sum(rows.values())
    lacking = {
        part: weight * total / 100 for part, weight in zip(PARTS, weights, strict=False) if weight
    }
    smallest, empty = min(lacking.values()), set(lacking)
    order = sorted(rows, key=lambda sha256: (-max(rows[sha256] - smallest, 0), _deal(sha256)))
    parts: dict[str, str] = {}
    for left, sha256 in zip(range(len(rows), 0, -1), order, strict=True):
        open_parts = [part for part in lacking if part in empty or left > len(empty)]
        part = max(open_parts, key=lacking.__getitem__)  # the first of equals: train
        parts[sha256] = part
        lacking[part] -= rows[sha256]
        empty.discard(part)
    return parts


def _deal(sha256: str) -> bytes:
    return hashlib.sha256(b"bonito split " + sha256.encode()).digest()
