"""Checks: stored observations about a task, and the doubt that they add up to.

A check says what was observed, by which version of the code; what it means is for
`engine/tasks/doubt.py` to say. Doubt orders the review and accepts nothing.
"""

from dataclasses import dataclass
from enum import StrEnum


class CheckKind(StrEnum):
    """What was observed. Log-probabilities are natural ones, by the model that wrote the task."""

    INPUT_MEAN = "input_mean"
    INPUT_LOWEST = "input_lowest"
    OUTPUT_MEAN = "output_mean"
    OUTPUT_LOWEST = "output_lowest"
    FORM = "form"  # the detail is what was asked and answered, without the passage
    AGREEMENT = "agreement"  # the share of samples that gave the same answer; JSON as the detail
    DOUBT = "doubt"  # from 0 to 1, with its grade as the detail


class Doubt(StrEnum):
    """How a task stands among those of its type in its run; never a probability of being wrong."""

    LOW = "low"
    SOME = "some"
    HIGH = "high"


@dataclass(frozen=True, slots=True)
class Habit:
    """One form that fills more of a run's tasks of a type than it should."""

    run_id: int
    task_type: str
    form: str
    tasks: int
    of: int  # well-formed tasks of the type in the run


@dataclass(frozen=True, slots=True)
class SelfAgreement:
    """How often a model gave the same answer when its answer was drawn `of` times more.

    `others` are the other answers, each with how often it came, the most frequent first.
    """

    same: int
    of: int
    others: tuple[tuple[str, int], ...] = ()


@dataclass(frozen=True, slots=True)
class Check:
    """One observation; `seconds` is what it cost beyond writing the task."""

    kind: CheckKind
    value: float
    version: int = 1
    detail: str = ""
    seconds: float = 0.0


@dataclass(frozen=True, slots=True)
class GradedTask:
    """A task with what its doubt follows from, and the doubt that is stored of it."""

    id: int
    task_type: str
    signals: tuple[Check, ...]
    doubt: Check | None
