"""Draw the units of a pilot: a random sample of the run that it stands for; pure.

What a pilot gave is told as what the rest will give, so its passages must not be the first ones of
each document, where titles and lists of contents stand. Each document is read once if there are
units for that; the others fall to documents by how much there is to make of each, at even steps
from a random start. Types take turns, and each reads passages at random. Of several samples of one
prompt two are made, to see how often they are the same.
"""

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from math import ceil
from random import Random

Queues = Mapping[int, Mapping[str, Sequence[int]]]
"""The passages to read, by document and task type (short name)."""
_TOGETHER = 2  # samples of one prompt


def draw(
    queues: Queues,
    samples: int,
    limit: int,
    seed: int,
    done: Collection[tuple[int, str, int]] = frozenset(),
) -> list[tuple[int, str, int]]:
    """At most `limit` units, each a passage, a type and a sample, without those that are done."""
    chance = Random(seed)  # noqa: S311 - it must be repeatable
    open_samples = _open_samples(queues, samples, done)
    prompts = len(open_samples)
    each = max(_TOGETHER, ceil(limit / max(prompts, 1)))
    wanted = ceil(limit / min(each, samples))
    shuffled = _shuffled(queues, open_samples, chance)
    drawn = _drawn(shuffled, wanted, chance)
    drawn += _drawn(shuffled, prompts, chance)  # where some have fewer samples left than others
    first = [(*one, sample) for one in drawn for sample in open_samples[one][:each]]
    more = [(*one, sample) for one in drawn for sample in open_samples[one][each:]]
    units = first + more
    return units[:limit]


def _open_samples(
    queues: Queues, samples: int, done: Collection[tuple[int, str, int]]
) -> dict[tuple[int, str], list[int]]:
    """The samples that are still to be made of each passage and type that has any."""
    found = dict[tuple[int, str], list[int]]()
    for kinds in queues.values():
        for short, passages in kinds.items():
            for passage in passages:
                left = [n for n in range(samples) if (passage, short, n) not in done]
                if left:
                    found[passage, short] = left
    return found


def _shuffled(
    queues: Queues, wanted: Collection[tuple[int, str]], chance: Random
) -> dict[int, dict[str, list[int]]]:
    """The passages that something is left to be made of, in a random order."""
    found = dict[int, dict[str, list[int]]]()
    for document, kinds in queues.items():
        for short, passages in kinds.items():
            left = [passage for passage in passages if (passage, short) in wanted]
            if left:
                chance.shuffle(left)
                found.setdefault(document, {})[short] = left
    return found


def _drawn(
    queues: dict[int, dict[str, list[int]]], limit: int, chance: Random
) -> list[tuple[int, str]]:
    """Passages with their types: of each document that has its turn, the type that had least."""
    planned, of_document = Counter[str](), Counter[tuple[int, str]]()
    found = list[tuple[int, str]]()
    while queues and len(found) < limit:
        sizes = {number: sum(map(len, kinds.values())) for number, kinds in queues.items()}
        for document in _turns(sizes, limit - len(found), chance):
            kinds = queues.get(document)
            if kinds is None:  # read to its end in this round
                continue
            short = min(kinds, key=lambda kind: (planned[kind], of_document[document, kind]))
            planned[short] += 1
            of_document[document, short] += 1
            found.append((kinds[short].pop(), short))
            if not kinds[short]:
                del kinds[short]
            if not kinds:
                del queues[document]
    return found


def _turns(sizes: Mapping[int, int], units: int, chance: Random) -> list[int]:
    """So many documents, in a random order: each once if they are enough, the rest by size."""
    turns = list(sizes) if units >= len(sizes) else []
    left, whole = units - len(turns), sum(sizes.values())
    step = whole / left if left else 0.0
    mark, passed = chance.random() * step, 0.0
    for document, size in sizes.items():
        passed += size
        while left and mark < passed:
            turns.append(document)
            mark += step
    chance.shuffle(turns)
    return turns[:units]
