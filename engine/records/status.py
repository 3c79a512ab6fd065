"""The project in numbers."""

from collections.abc import Mapping
from dataclasses import dataclass

from engine.records.review import Verdict
from engine.records.runs import Run
from engine.records.tasks import Outcome


@dataclass(frozen=True, slots=True)
class TaskCount:
    """How many tasks of one run, type and outcome stand under one verdict; None: undecided."""

    run_id: int
    task_type: str
    outcome: Outcome
    verdict: Verdict | None
    tasks: int


@dataclass(frozen=True, slots=True)
class ProjectStatus:
    """The project in numbers, all counted in one read."""

    documents: int
    refused_files: int
    passages: int
    runs: tuple[Run, ...]
    units_planned: int
    units_open: int
    outcomes: Mapping[Outcome, int]
    verdicts: Mapping[Verdict, int]
    unreviewed: int
    skipped: int = 0  # well-formed tasks put off for later
    flagged: int = 0  # well-formed tasks put off for somebody else
    mended: int = 0  # well-formed tasks that a reviewer made of a unit that was refused
