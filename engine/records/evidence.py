"""Evidence: where in its document an answer stands, and how it was found there."""

from dataclasses import dataclass, field
from enum import StrEnum


class EvidenceGrade(StrEnum):
    """How the answer was found in the passage."""

    EXACT = "exact"
    NORMALISED = "normalised"  # equal after folding case, white space and quotation marks
    EDITED = "edited"  # a reviewer's words, which the passage does not hold
    NONE = "none"


@dataclass(frozen=True, slots=True)
class Evidence:
    """Where in the document the answer stands, as document offsets.

    `places` is how often it stands in its passage, of which this is the first; 0 where it does not
    or nobody counted. Two that name the same place are equal.
    """

    grade: EvidenceGrade
    start: int | None = None
    end: int | None = None
    places: int = field(default=0, compare=False)


NOWHERE = Evidence(EvidenceGrade.NONE)
"""It was looked for and not found, or is none that could be."""
