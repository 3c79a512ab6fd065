"""Measure a model where it lies: how fast it is there, and whether it is computed rightly.

The prompt is fixed, so that two devices can be compared. A first, untimed pass looks at the logits
behind a prompt and behind single tokens, which a graphics card computes with programs of its own;
they are compiled on the way. The second pass is timed.
"""

import math
import time
from collections.abc import Callable
from typing import Protocol

from engine.worker.messages import Measured

_TEXT = (
    "The harbour office opens at nine in the morning. The last ferry to the island returns at six, "
    "in winter at five. Dogs may travel on the lower deck if they are kept on a lead. "
)
_FIRST, _PLACES, _LOGITS = 48, 4, 64  # tokens before the first place; places; logits of each


class Measurable(Protocol):
    """One sequence of a loaded model."""

    def clear(self) -> None:
        """Forget all tokens."""
        ...

    def put(self, tokens: list[int], position: int) -> None:
        """Compute tokens from this position on; raises `RunnerError`."""
        ...

    def logits(self) -> list[float]:
        """Those of the last token that was put, for the whole vocabulary."""
        ...


def measure(
    model: Measurable,
    tokenize: Callable[[str], list[int]],
    prompt_tokens: int,
    written_tokens: int,
    on_step: Callable[[], None],
) -> Measured:
    """The numbers of `Measured`; raises `RunnerError`."""
    tokens = tokenize(_TEXT)
    tokens = (tokens * (prompt_tokens // max(1, len(tokens)) + 1))[:prompt_tokens]
    best, looked_at = _look(model, tokens, on_step)
    model.clear()
    on_step()
    started = time.perf_counter()
    model.put(tokens, 0)
    read = time.perf_counter()
    for position in range(prompt_tokens, prompt_tokens + written_tokens):
        on_step()
        model.put(tokens[position % prompt_tokens :][:1], position)
    ended = time.perf_counter()
    model.clear()
    return Measured(read - started, ended - read, tuple(best), tuple(looked_at))


def _look(
    model: Measurable, tokens: list[int], on_step: Callable[[], None]
) -> tuple[list[int], list[float]]:
    """The likeliest token at each place, and some logits of all places."""
    best, looked_at = list[int](), list[float]()
    model.clear()
    model.put(tokens[:_FIRST], 0)
    for place in range(_PLACES):
        on_step()
        row = model.logits()
        best.append(max(range(len(row)), key=row.__getitem__))
        some = row[:: max(1, len(row) // _LOGITS)][:_LOGITS]
        looked_at += [logit if math.isfinite(logit) else 0.0 for logit in some]
        model.put(tokens[_FIRST + place :][:1], _FIRST + place)
    return best, looked_at
