"""Which passages a run reads: all of them, but of single sentences those that are some.

The passages stay as they were cut. So a run is planned over the very same ones as a run of an
earlier version, some left out, and each unit that both have has the same seed.
"""

from collections.abc import Callable, Collection
from dataclasses import dataclass

from engine.passages.choice import are_sentences
from engine.records import (
    NEWEST_SENTENCE_RULE,
    PassageKind,
    PassageSettings,
    RunRequest,
    SentenceRule,
)
from engine.runs.cutting import settings_for
from engine.store import Project
from engine.tasks.types import TaskType
from models.library import FoundModel


@dataclass(frozen=True, slots=True)
class ToRead:
    """Passages that a run reads as (document id, passage id), and those its rule leaves out."""

    ids: list[tuple[int, int]]
    others: tuple[int, ...] = ()

    @property
    def left_out(self) -> int:
        """How many headings, rows of tables and the like are not read."""
        return len(self.others)


def to_read(
    project: Project,
    settings: PassageSettings,
    document_ids: Collection[int] | None = None,
    rule: SentenceRule = NEWEST_SENTENCE_RULE,
    is_cancelled: Callable[[], bool] = lambda: False,
) -> ToRead:
    """What is to be read of these documents, None meaning all, in the order of the plan.

    A text is looked at once for each set of passages while the project is open. Once cancelled,
    the sentences of the other documents are not told apart.
    """
    ids = project.passages.ids(settings, document_ids)
    if settings.kind is not PassageKind.SENTENCE or rule is SentenceRule.ALL:
        return ToRead(ids)
    sets = project.passages.current_ids(settings)
    known = project.passages.left_out_of_sets
    for document_id in dict.fromkeys(document_id for document_id, _ in ids):
        if sets[document_id] not in known and not is_cancelled():
            known[sets[document_id]] = _others(project, document_id, settings)
    others = {passage for one, passage in ids if passage in known.get(sets[one], ())}
    return ToRead([each for each in ids if each[1] not in others], tuple(sorted(others)))


def rule_of(project: Project, request: RunRequest) -> SentenceRule:
    """The rule that a run is planned by: the rest of a pilot by the pilot's."""
    if request.after_run is None:
        return request.sentences
    return project.runs.get(request.after_run).sentences


def left_out(
    project: Project,
    model: FoundModel,
    wanted: Collection[TaskType],
    document_ids: Collection[int] | None,
    rule: SentenceRule,
) -> int:
    """How many headings, table rows and the like are no sentences for these task types."""
    if not any(kind.reads is PassageKind.SENTENCE for kind in wanted):
        return 0
    settings = settings_for(model, PassageKind.SENTENCE)
    return to_read(project, settings, document_ids, rule).left_out


def _others(project: Project, document_id: int, settings: PassageSettings) -> frozenset[int]:
    """The passages of a document that are not taken for sentences."""
    passages = project.passages.of(document_id, settings)
    taken = are_sentences(
        project.documents.text(document_id), [(one.start, one.end) for one in passages]
    )
    return frozenset(one.id for one, is_one in zip(passages, taken, strict=True) if not is_one)
