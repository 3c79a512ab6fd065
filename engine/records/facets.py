"""How many tasks each entry of a filter would leave."""

from collections.abc import Mapping
from dataclasses import dataclass

from engine.records.checks import Doubt
from engine.records.evidence import EvidenceGrade
from engine.records.near import Near
from engine.records.review import Verdict
from engine.records.tasks import Outcome


@dataclass(frozen=True, slots=True)
class Facets:
    """Of each entry, the tasks left if it were chosen and all other filters stayed as they are.

    Entries without a task are missing. What is searched for is left aside.
    """

    task_types: Mapping[str, int]
    documents: Mapping[int, int]
    evidence: Mapping[EvidenceGrade, int]
    outcomes: Mapping[Outcome, int]
    verdicts: Mapping[Verdict | None, int]  # None: nobody decided
    doubts: Mapping[Doubt | None, int]  # None: nothing was observed
    near: Mapping[Near, int]
    languages: Mapping[str, int]  # "" where it can't be told
    names: Mapping[int, str]  # of the documents
