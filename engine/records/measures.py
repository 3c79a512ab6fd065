"""Measures of a project: how long its texts are, and when what was made and decided."""

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Measures:
    """Counts by length and by time, over a whole project; times are whole seconds since 1970."""

    passages: Mapping[int, int] = field(default_factory=dict[int, int])  # that gave tasks; tokens
    questions: Mapping[int, int] = field(default_factory=dict[int, int])  # characters of their own
    answers: Mapping[int, int] = field(default_factory=dict[int, int])  # characters
    run_id: int = 0  # the newest run that made something; 0: none did
    made: Mapping[int, int] = field(default_factory=dict[int, int])  # its units, by when they ended
    settled: Mapping[int, int] = field(default_factory=dict[int, int])  # tasks that were read
    kept: Mapping[int, int] = field(default_factory=dict[int, int])  # of those, accepted or edited
