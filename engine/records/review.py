"""Review: what a reviewer can say of a task."""

from dataclasses import dataclass
from enum import StrEnum

from engine.records.evidence import Evidence


class Verdict(StrEnum):
    """What a reviewer can say of a task."""

    ACCEPT = "accept"
    REJECT = "reject"
    EDIT = "edit"
    FLAG = "flag"
    SKIP = "skip"


REVIEWED = frozenset({Verdict.ACCEPT, Verdict.REJECT, Verdict.EDIT})
"""Verdicts that settle a task; SKIP and FLAG put it off, for later or for somebody else."""


@dataclass(frozen=True, slots=True)
class Decision:
    """A reviewer's decision on one task, before it is stored."""

    task_id: int
    verdict: Verdict
    reason: str = ""
    input: str | None = None  # only with EDIT: what the reviewer wrote instead
    output: str | None = None
    evidence: Evidence | None = None  # for the new output; None: not looked for


@dataclass(frozen=True, slots=True)
class MadeDecision:
    """A decision as it stands in the project, for whoever asks who said what of which task."""

    id: int
    task_id: int
    task_type: str
    document: str  # its name
    verdict: Verdict
    reason: str
    who: str
    at: str
    undone_at: str = ""  # when it was taken back; empty while it stands


@dataclass(frozen=True, slots=True)
class DecisionFilter:
    """Which decisions of a project are meant; empty: all."""

    who: str = ""
    verdict: str = ""
    text: str = ""  # the number of a task, or a part of a reason or of a document's name


@dataclass(frozen=True, slots=True)
class UndoStep:
    """What one undo takes back: the newest decision, or all that were made by one sample."""

    decision_id: int
    task_id: int
    verdict: Verdict
    reason: str = ""
    batch: int | None = None  # only of those that go back together
    tasks: int = 1


@dataclass(frozen=True, slots=True)
class EditDraft:
    """What a reviewer typed into a task and has not saved yet."""

    task_id: int
    input: str
    output: str
    at: str
