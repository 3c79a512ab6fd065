"""Decide whether a unit is tried again, and how; pure.

First freely. If the answer does not parse, is truncated or breaks its type's rule, again with
another seed: freely while attempts are left, and in the last one with a sampler that only lets
through what can still become a valid answer (`grammar.py`); a multiple choice of which only the
choice was wrong keeps its question for it (`options.py`). The seed of an attempt derives from
the unit's, so it does not depend on anything that happened in between.

Why two: of 56 units of the shipped samples, all types, with the embedded model, 44 were valid
freely; of the 12 others a second free seed made 1 valid for 390 tokens, and then the grammar 10 of
11 for 335 (tests/bench/retries.py, one run). Valid is not right.
"""

import hashlib
from dataclasses import dataclass

from engine.records import Outcome

MOST_ATTEMPTS = 2
NEVER_RETRIED = frozenset({
    Outcome.OK, Outcome.DUPLICATE, Outcome.TOO_LONG, Outcome.ENGINE_FAILED,
})  # fmt: skip
RETRIED = frozenset(Outcome) - NEVER_RETRIED


@dataclass(frozen=True, slots=True)
class Policy:
    """How often a unit is tried; of these the last time constrained, unless it is the first."""

    most: int = MOST_ATTEMPTS
    constrains: bool = True

    def may_retry(self, outcome: Outcome, number: int) -> bool:
        """Attempt `number` (from 1) ended so: is there to be another?"""
        return outcome in RETRIED and number < self.most

    def is_constrained(self, number: int) -> bool:
        """Attempt `number` is sampled under the grammar."""
        return self.constrains and number == self.most > 1


DEFAULT_POLICY = Policy()


def attempt_seed(unit_seed: int, number: int) -> int:
    """The seed of attempt `number` (from 1), of 31 bits; the first has the unit's own."""
    if number == 1:
        return unit_seed
    digest = hashlib.sha256(f"{unit_seed}/{number}".encode()).digest()
    return int.from_bytes(digest[:4]) >> 1
