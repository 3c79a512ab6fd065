"""How much of each document gave tasks, and which passages a run has to read to fill the gaps.

A passage counts as covered for a task type if at least half of its characters lie in passages that
gave a well-formed task of that type which nobody rejected: so another cut of the same text does not
open every gap again. What was tried and failed, or was rejected, is a gap.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence

from engine.passages.covering import Stretch, gaps, length, merged, shared
from engine.records import Covered, CoveredSpan, Document, DocumentCoverage, PassageKind
from engine.runs.choosing import to_read
from engine.runs.cutting import settings_for
from engine.store import Project
from engine.tasks.types import TaskType
from models.library import FoundModel

HALF = 0.5


def coverage(project: Project) -> list[DocumentCoverage]:
    """The coverage of every document, in the order of the documents."""
    of_document = defaultdict[int, list[CoveredSpan]](list)
    for span in project.coverage.spans():
        of_document[span.document_id].append(span)
    return [_of(document, of_document[document.id]) for document in project.documents.all()]


def document_coverage(project: Project, document: Document) -> DocumentCoverage:
    """The coverage of one document."""
    return _of(document, project.coverage.spans_of(document.id))


def _of(document: Document, spans: Sequence[CoveredSpan]) -> DocumentCoverage:
    types = sorted({span.task_type for span in spans})
    kept = merged((span.start, span.end) for span in spans)
    return DocumentCoverage(
        document_id=document.id,
        name=document.name,
        characters=document.characters,
        whole=_covered(spans),
        types={t: _covered([one for one in spans if one.task_type == t]) for t in types},
        gaps=tuple(gaps(kept, document.characters)),
        accepted=tuple(merged((one.start, one.end) for one in spans if one.is_accepted)),
    )


def whole(documents: Iterable[DocumentCoverage]) -> tuple[int, Covered]:
    """All characters there are, and those of them that gave tasks."""
    every = list(documents)
    kept = sum(one.whole.kept for one in every)
    accepted = sum(one.whole.accepted for one in every)
    return sum(one.characters for one in every), Covered(kept, accepted)


def covered_passages(
    project: Project,
    model: FoundModel,
    types: Collection[TaskType],
    document_ids: tuple[int, ...] | None,
) -> frozenset[tuple[int, str]]:
    """The passages that are covered, each with the type (short name) it is covered for."""
    stretches = _by_type(project)
    found = set[tuple[int, str]]()
    for kind in {one.reads for one in types}:
        wanted = [one.short for one in types if one.reads is kind]
        for document_id in _documents(project, model, kind, document_ids):
            for passage in project.passages.of(document_id, settings_for(model, kind)):
                least = HALF * (passage.end - passage.start)
                found |= {
                    (passage.id, short)
                    for short in wanted
                    if (document_id, short) in stretches
                    and shared(passage.start, passage.end, stretches[document_id, short]) >= least
                }
    return frozenset(found)


def open_passages(
    project: Project,
    model: FoundModel,
    types: Collection[TaskType],
    document_ids: tuple[int, ...] | None,
) -> dict[str, int]:
    """How many passages of each type (short name) a run that fills the gaps would read."""
    done = covered_passages(project, model, types, document_ids)
    passages = {
        kind: [p for _d, p in to_read(project, settings_for(model, kind), document_ids).ids]
        for kind in {one.reads for one in types}
    }
    return {
        one.short: sum((passage, one.short) not in done for passage in passages[one.reads])
        for one in types
    }


def _documents(
    project: Project, model: FoundModel, kind: PassageKind, document_ids: tuple[int, ...] | None
) -> list[int]:
    return sorted(
        {one for one, _p in project.passages.ids(settings_for(model, kind), document_ids)}
    )


def _by_type(project: Project) -> Mapping[tuple[int, str], list[Stretch]]:
    spans = defaultdict[tuple[int, str], list[Stretch]](list)
    for span in project.coverage.spans():
        spans[span.document_id, span.task_type].append((span.start, span.end))
    return {key: merged(stretches) for key, stretches in spans.items()}


def _covered(spans: Collection[CoveredSpan]) -> Covered:
    """Characters of passages, without what lies between them."""
    kept = merged(((one.start, one.end) for one in spans), joint=0)
    accepted = merged(((one.start, one.end) for one in spans if one.is_accepted), joint=0)
    return Covered(length(kept), length(accepted))
