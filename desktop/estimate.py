"""How much work a request means: passages of each kind, cut where they aren't yet, and units.

Cutting asks the engine, which asks the model's own tokenizer: call `passages_by_kind` off the
UI thread.
"""

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass

from engine.processes.child import ChildMain
from engine.records import PassageKind
from engine.runs.cutting import cut_missing, settings_for
from engine.store import Project
from engine.tasks.types import task_type
from models.library import FoundModel


@dataclass(frozen=True, slots=True)
class Workload:
    """Passages there are, by kind, for one model and one choice of documents."""

    passages: Mapping[PassageKind, int]
    has_cut: bool = False  # there are passages that were not there before

    def units(self, types: Collection[str], samples: int, limit: int | None) -> int:
        """Units for these task types (short names)."""
        per_sample = sum(self.passages.get(task_type(short).reads, 0) for short in types)
        units = per_sample * samples
        return units if limit is None else min(units, limit)


def passages_by_kind(
    project: Project,
    model: FoundModel,
    document_ids: tuple[int, ...] | None,
    worker: ChildMain,
    is_cancelled: Callable[[], bool] = lambda: False,
) -> Workload:
    """Cut what isn't cut yet and count; raises what the engine raises."""
    before = project.passages.newest_set()
    cut_missing(project, model, tuple(PassageKind), worker, is_cancelled)
    return Workload(
        {
            kind: project.passages.to_read(settings_for(model, kind), document_ids)
            for kind in PassageKind
        },
        has_cut=project.passages.newest_set() != before,
    )
