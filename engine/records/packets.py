"""Packets: projects that carry a part of another one to a different computer, and come back."""

from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from engine.records.review import Verdict

AT_ODDS = "Decided differently"
"""Begins the reason of the decision that asks somebody to look at a task again."""


class PacketKind(StrEnum):
    """What a packet carries."""

    RUN = "run"  # open units of a run
    REVIEW = "review"  # tasks to decide on


@dataclass(frozen=True, slots=True)
class PacketOrigin:
    """What a project that is a packet was packed from."""

    uid: str
    kind: PacketKind
    run_id: int  # 0 for a review
    part: int  # from 1
    parts: int
    source: str  # name of the file it was packed from
    head: str  # of the log of that
    last_unit: int  # later ones were planned in the packet
    is_blind: bool  # made without the decisions that there were
    who: str
    at: str


@dataclass(frozen=True, slots=True)
class KnownPacket:
    """A packet that a project made or merged."""

    id: int
    uid: str
    kind: PacketKind
    run_id: int
    part: int
    parts: int
    name: str  # of its file
    size: int  # units, or tasks to review
    who: str
    at: str
    merged_at: str  # last; empty: not yet


@dataclass(frozen=True, slots=True)
class OpenPassage:
    """A passage of which a run has open units; they all go into the same packet."""

    document_id: int
    passage_id: int
    units: int


@dataclass(frozen=True, slots=True)
class PacketFile:
    """One packet that was written."""

    path: Path
    uid: str
    part: int
    documents: int
    passages: int
    size: int  # units, or tasks to review


@dataclass(frozen=True, slots=True)
class Packed:
    """What `pack` wrote."""

    kind: PacketKind
    run_id: int  # 0 for a review
    plan_sha256: str  # empty for a review
    files: tuple[PacketFile, ...]

    @property
    def size(self) -> int:
        """Units or tasks in all packets."""
        return sum(one.size for one in self.files)


@dataclass(frozen=True, slots=True)
class Opinion:
    """What one person said of a task."""

    who: str
    verdict: Verdict
    reason: str
    at: str
    input: str | None = None  # of an edit
    output: str | None = None


@dataclass(frozen=True, slots=True)
class Conflict:
    """A task that people decided differently, and that nobody settled yet."""

    task_id: int
    task_type: str
    document: str  # its name
    opinions: tuple[Opinion, ...]  # oldest first


@dataclass(frozen=True, slots=True)
class Judgement:
    """What one person said last of a task, for counting agreement."""

    task_type: str
    task_id: int
    who: str
    verdict: str


@dataclass(frozen=True, slots=True)
class Agreement:
    """How far two people agreed on the tasks that both decided, of one type or of all.

    Kappa is None where it says nothing: both always said the same one thing.
    """

    first: str
    second: str
    task_type: str  # empty: of all types
    tasks: int
    same: int
    kappa: float | None
    low: float | None  # 95 % interval
    high: float | None


@dataclass(frozen=True, slots=True)
class Merged:
    """What came of one packet."""

    path: Path
    kind: PacketKind
    run_id: int
    part: int
    parts: int
    added: int  # units that got their task
    same: int  # units that had the very same task already
    kept: int  # units whose own, other answer was kept because that was asked for
    gone: int  # units or tasks whose document was deleted here since
    waiting: int  # units that are still open in the packet
    decisions: int  # brought
    conflicts: int  # tasks that two people decided differently
    is_done: bool  # the run has all its tasks now
    mended: int = 0  # refused units of which an edit made tasks, less those taken back
