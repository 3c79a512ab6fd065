"""Find the slot whose cache has the longest prefix of a prompt, so that prefill skips it; pure.

Samples of one prompt have all of it in common, and prompts with examples have the examples of
their task type. llama.cpp copies only a whole stream from one slot to another; what the prompts
don't have in common is then cut off. The copy moves the whole stream (131 KB a token in a 7B
Mistral, 23 KB in the embedded model), about as much work as the prefill of a few tokens, so less
than `LEAST` in common are not worth it; tests/bench/sharing.py measures both.

How a number is rounded depends on the tokens that are computed beside it. With one slot nothing
but the very same prompt is shared, so that what a unit writes does not depend on its neighbours.
"""

from collections.abc import Iterable
from collections.abc import Sequence as Many
from dataclasses import dataclass, replace

from engine.worker.sequence import Sequence

LEAST = 64


@dataclass(frozen=True, slots=True)
class Source:
    """What a slot holds, or will after prefill: `computed` of `tokens` are in it."""

    slot: int
    tokens: Many[int]
    computed: int
    shared: int = 0  # tokens that a certain sequence has in common with it

    @property
    def is_ready(self) -> bool:
        """All that is shared is in the cache."""
        return self.computed >= self.shared


def longest_shared(
    sequence: Sequence, sources: Iterable[Source], *, is_strict: bool
) -> Source | None:
    """The source that has most in common with a prompt; None if none has enough.

    Never all of the prompt: its last token must be computed for there to be logits.
    """
    wanted = sequence.tokens[:-1]
    least = len(wanted) if is_strict else min(LEAST, len(wanted))
    compared = (replace(one, shared=common(wanted, one.tokens)) for one in sources)
    enough = [one for one in compared if one.shared >= max(1, least)]
    return max(enough, key=lambda one: (one.shared, one.is_ready), default=None)


def common(one: Many[int], other: Many[int]) -> int:
    """How many tokens two begin with in common."""
    pairs = zip(one, other, strict=False)
    return next((n for n, (a, b) in enumerate(pairs) if a != b), min(len(one), len(other)))
