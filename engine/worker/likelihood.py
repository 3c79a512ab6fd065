"""How likely the model held what it wrote: the log-probabilities of an answer's tokens; pure.

They cost no pass of their own: the logits are there when a token is drawn (`gauge.py`). What they
mean is not the worker's to say: `engine/tasks/doubt.py`.
"""

import math
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Likelihood:
    """Mean and lowest natural log-probability of some tokens; zeros if there are none."""

    tokens: int = 0
    mean: float = 0.0
    lowest: float = 0.0


class Likelihoods:
    """The tokens of an answer as they are drawn: where each stands in its bytes, how likely."""

    def __init__(self) -> None:
        self._tokens: list[tuple[int, int, float]] = []  # start, end, log-probability
        self._size = 0

    def add(self, piece: bytes, log_probability: float) -> None:
        """Append a token; white space is left out, for its likelihood says nothing."""
        start, self._size = self._size, self._size + len(piece)
        if piece.strip() and math.isfinite(log_probability):
            self._tokens.append((start, self._size, log_probability))

    def parts(self, answer: bytes, divider: bytes) -> tuple[Likelihood, Likelihood]:
        """Of what stands before and behind the first divider; all is behind where there is none.

        Tokens that reach into the divider, or behind the end of the answer, count for neither.
        """
        place = answer.find(divider) if divider else -1
        behind = place + len(divider) if place >= 0 else 0
        return self._of(0, max(0, place)), self._of(behind, len(answer))

    def _of(self, start: int, end: int) -> Likelihood:
        found = [value for first, last, value in self._tokens if start <= first and last <= end]
        if not found:
            return Likelihood()
        return Likelihood(len(found), math.fsum(found) / len(found), min(found))
