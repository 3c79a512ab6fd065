"""The frozen data that passes between rooms, by noun; every room may import it, it imports none.

Nothing here does work. Offsets are counted in Unicode code points of a document's text,
`[start, end)`. Times are ISO 8601 in UTC, to the second. Hashes are lower-case hex SHA-256.

Imported by cli, demo, desktop, devices, documents, errors, export, importing, packets, passages,
personal, rereading, runs, selftest, store, tasks, worker.
"""

from engine.records.audits import USUAL_SEED, Audit, Portion
from engine.records.checks import Check, CheckKind, Doubt, GradedTask, Habit, SelfAgreement
from engine.records.coverage import Covered, CoveredSpan, DocumentCoverage
from engine.records.devices import ComputedOn, Device, DeviceKind, FoundDevices, Unusable
from engine.records.documents import (
    AS_THE_READER_DECIDES,
    Document,
    Extract,
    FileReport,
    FileStatus,
    ImportOptions,
    PageMark,
    SearchHit,
)
from engine.records.evidence import Evidence, EvidenceGrade
from engine.records.facets import Facets
from engine.records.measures import Measures
from engine.records.near import ComparedTask, Near, NearCounts
from engine.records.packets import (
    KnownPacket,
    Merged,
    OpenPassage,
    Packed,
    PacketFile,
    PacketKind,
    PacketOrigin,
)
from engine.records.parts import PARTS, AlikePair, Kinship
from engine.records.passages import (
    Header,
    Passage,
    PassageKind,
    PassageSet,
    PassageSettings,
    PassageText,
    PlacedPassage,
    Span,
    TokenCounter,
)
from engine.records.personal import (
    PersonalChoice,
    PersonalHit,
    PersonalKind,
    PersonalValue,
    PlacedMask,
    TaskHit,
)
from engine.records.review import (
    REVIEWED,
    Decision,
    DecisionFilter,
    EditDraft,
    MadeDecision,
    UndoStep,
    Verdict,
)
from engine.records.runs import (
    ModelIdentity,
    PlannedUnit,
    Run,
    RunRequest,
    RunState,
    RunTimes,
    Sampling,
    TypeYield,
    Unit,
)
from engine.records.status import ProjectStatus, TaskCount
from engine.records.tasks import (
    AddedTask,
    Attempt,
    Outcome,
    StopReason,
    Task,
    TaskDraft,
    TaskFilter,
)

__all__ = [
    "AS_THE_READER_DECIDES",
    "PARTS",
    "REVIEWED",
    "USUAL_SEED",
    "AddedTask",
    "AlikePair",
    "Attempt",
    "Audit",
    "Check",
    "CheckKind",
    "ComparedTask",
    "ComputedOn",
    "Covered",
    "CoveredSpan",
    "Decision",
    "DecisionFilter",
    "Device",
    "DeviceKind",
    "Document",
    "DocumentCoverage",
    "Doubt",
    "EditDraft",
    "Evidence",
    "EvidenceGrade",
    "Extract",
    "Facets",
    "FileReport",
    "FileStatus",
    "FoundDevices",
    "GradedTask",
    "Habit",
    "Header",
    "ImportOptions",
    "Kinship",
    "KnownPacket",
    "MadeDecision",
    "Measures",
    "Merged",
    "ModelIdentity",
    "Near",
    "NearCounts",
    "OpenPassage",
    "Outcome",
    "Packed",
    "PacketFile",
    "PacketKind",
    "PacketOrigin",
    "PageMark",
    "Passage",
    "PassageKind",
    "PassageSet",
    "PassageSettings",
    "PassageText",
    "PersonalChoice",
    "PersonalHit",
    "PersonalKind",
    "PersonalValue",
    "PlacedMask",
    "PlacedPassage",
    "PlannedUnit",
    "Portion",
    "ProjectStatus",
    "Run",
    "RunRequest",
    "RunState",
    "RunTimes",
    "Sampling",
    "SearchHit",
    "SelfAgreement",
    "Span",
    "StopReason",
    "Task",
    "TaskCount",
    "TaskDraft",
    "TaskFilter",
    "TaskHit",
    "TokenCounter",
    "TypeYield",
    "UndoStep",
    "Unit",
    "Unusable",
    "Verdict",
]
