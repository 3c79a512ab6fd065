"""With which numbers a new run begins to be put together on this computer; pure."""

import math
from dataclasses import dataclass

from engine.records import Sampling

TEMPERATURES, TOP_PS, SAMPLES = (0.0, 2.0), (0.05, 1.0), (1, 20)
"""The lowest and the highest of each; the Generate page offers these too."""

_REFERENCE = Sampling()


@dataclass(frozen=True, slots=True)
class UsualSampling:
    """How tokens are drawn, and how often from each passage."""

    temperature: float = _REFERENCE.temperature
    top_p: float = _REFERENCE.top_p
    samples: int = 1

    def as_text(self) -> str:
        """For the preferences."""
        return f"{self.temperature:g} {self.top_p:g} {self.samples}"


def from_text(text: str) -> UsualSampling:
    """The numbers that `as_text` wrote; those of a new computer for anything else."""
    try:
        temperature, top_p, samples = (float(part) for part in text.split())
    except ValueError:  # none yet, or written by hand
        return UsualSampling()
    given = zip((temperature, top_p, samples), (TEMPERATURES, TOP_PS, SAMPLES), strict=True)
    if not all(math.isfinite(one) and low <= one <= high for one, (low, high) in given):
        return UsualSampling()
    return UsualSampling(temperature, top_p, int(samples))
