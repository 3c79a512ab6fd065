"""Share units out over train, validation and test: a unit is a document, or a family of them.

Units are dealt in the order of a hash of their SHA-256, so the same rows always split the same
way, on any machine, and long and short documents fall into every part. Only those that are larger
than the smallest part wanted come first, the largest of all first: later they would fit nowhere.
Each goes to the part that lacks most rows; when there are only as many units left as there are
empty parts, each of those gets one, because a part without rows is of no use to anyone. Rows whose
part was given before fill that part first.
"""

import hashlib
from collections.abc import Mapping

from engine.errors import BadSetting
from engine.records import PARTS


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


def assign(
    rows: Mapping[str, int], weights: tuple[int, ...], filled: Mapping[str, int] | None = None
) -> dict[str, str]:
    """The part of each unit, from its SHA-256 and its number of rows.

    `filled` are the rows that the parts have already.
    """
    there = filled or {}
    total = sum(rows.values()) + sum(there.values())
    wanted = {part: weight * total / 100 for part, weight in zip(PARTS, weights, strict=False)}
    lacking = {p: n - there.get(p, 0) for p, n in wanted.items() if n}
    smallest = min(wanted[part] for part in lacking) if lacking else 0
    empty = {part for part in lacking if not there.get(part)}
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
