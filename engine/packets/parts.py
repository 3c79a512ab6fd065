"""Cut the open units of a run into parts of about the same size; pure.

All units of a passage go together: then they share the reading of its prompt, and which of two
answers is the duplicate of the other is known in the packet. Documents stay whole where asked, and
else a part holds neighbouring passages, so that few documents travel in more than one packet.
"""

from collections.abc import Sequence
from heapq import heapreplace
from itertools import groupby

from engine.errors import BadSetting
from engine.records import OpenPassage

MOST_PARTS = 10_000


def split(
    passages: Sequence[OpenPassage], parts: int, *, by_documents: bool
) -> list[list[OpenPassage]]:
    """`parts` lists of passages, none of them empty; raises `BadSetting` for a number too high."""
    if parts not in range(1, MOST_PARTS + 1):
        raise BadSetting(f"{parts} packets can't be made; choose from 1 to {MOST_PARTS:,}.")
    documents = [list(group) for _id, group in groupby(passages, key=lambda one: one.document_id)]
    blocks = documents if by_documents else [[one] for one in passages]
    if parts > len(blocks):
        what = "documents" if by_documents else "passages"
        raise BadSetting(
            f"{parts:,} packets can't be filled: {len(blocks):,} {what} have open units; "
            "choose fewer parts."
        )
    return _largest_first(blocks, parts) if by_documents else _in_order(blocks, parts)


def _in_order(blocks: Sequence[list[OpenPassage]], parts: int) -> list[list[OpenPassage]]:
    """Neighbours stay together: each part takes its share of what is left."""
    found, left, begin = list[list[OpenPassage]](), sum(map(_size, blocks)), 0
    for waiting in range(parts, 0, -1):
        end, taken = begin, 0
        while end < len(blocks) - waiting + 1 and (
            taken == 0 or 2 * (taken * waiting - left) + waiting * _size(blocks[end]) <= 0
        ):
            taken += _size(blocks[end])
            end += 1
        end = len(blocks) if waiting == 1 else end
        found.append([one for block in blocks[begin:end] for one in block])
        left, begin = left - taken, end
    return found


def _largest_first(blocks: Sequence[list[OpenPassage]], parts: int) -> list[list[OpenPassage]]:
    """Whole documents, the largest first, each into the part that has least."""
    least, chosen = [(0, part) for part in range(parts)], [list[int]() for _ in range(parts)]
    for index in sorted(range(len(blocks)), key=lambda one: (-_size(blocks[one]), one)):
        size, part = least[0]
        heapreplace(least, (size + _size(blocks[index]), part))
        chosen[part].append(index)
    return [[one for index in sorted(part) for one in blocks[index]] for part in chosen]


def _size(block: Sequence[OpenPassage]) -> int:
    return sum(one.units for one in block)
