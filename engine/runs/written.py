"""A run that was written beforehand and is kept in a file: the tasks of the sample project.

The first line names the run: model, task types, sampling, and on what it was computed. Each line
after it is a unit in the order of the plan, with the passage by its document's name and place, and
all that the store keeps of how it ended. `packaging/sample_run.py` writes the file by a real run.
"""

import hashlib
import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from enum import StrEnum
from typing import Any, TypeVar, cast

from engine.errors import NothingToDo
from engine.records import (
    Attempt,
    Check,
    CheckKind,
    Evidence,
    EvidenceGrade,
    ModelIdentity,
    Outcome,
    PlannedUnit,
    Run,
    RunRequest,
    RunState,
    Sampling,
    SentenceRule,
    TaskDraft,
)
from engine.runs.cutting import settings_for
from engine.store import Project
from engine.tasks.types import task_type
from models.library import FoundModel

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class WrittenUnit:
    """One unit: where it read, and the draft, whose `near_task` counts units from 1."""

    document: str  # a name
    start: int
    end: int
    sha256: str  # of the passage's text
    task_type: str
    sample: int
    seed: int
    draft: TaskDraft


@dataclass(frozen=True, slots=True)
class WrittenRun:
    """All of a run that can be stored in another project with the same documents."""

    model: ModelIdentity
    task_types: tuple[str, ...]
    sampling: Sampling
    agree: int
    device: str
    units: tuple[WrittenUnit, ...]


def to_lines(run: WrittenRun) -> Iterator[str]:
    """The file's lines, without their ends."""
    head = {
        "model": asdict(run.model), "task_types": run.task_types,
        "sampling": asdict(run.sampling), "agree": run.agree, "device": run.device,
    }  # fmt: skip
    yield json.dumps(head, ensure_ascii=False)
    for unit in run.units:
        yield json.dumps(asdict(unit), ensure_ascii=False)


def from_lines(lines: Sequence[str]) -> WrittenRun:
    """What `to_lines` wrote; the file is ours, so a fault in it is a bug."""
    head, *units = (cast("dict[str, Any]", json.loads(line)) for line in lines)
    return WrittenRun(
        model=ModelIdentity(**head["model"]),
        task_types=tuple(head["task_types"]),
        sampling=Sampling(**head["sampling"]),
        agree=head["agree"],
        device=head["device"],
        units=tuple(_unit(unit) for unit in units),
    )


def _unit(kept: dict[str, Any]) -> WrittenUnit:
    cells: dict[str, Any] = {**kept, "draft": _draft(kept["draft"])}
    return WrittenUnit(**cells)


def text_sha256(text: str) -> str:
    """By what a passage is known again."""
    return hashlib.sha256(text.encode()).hexdigest()


def add_written(project: Project, model: FoundModel, written: WrittenRun) -> Run:
    """Store the run and its tasks in a project with the same documents, cut in the same passages.

    Units whose passage is not there, or says something else, are left out. Raises `NothingToDo` if
    none is left.
    """
    passages = _passages(project, model, written.task_types)
    there = [u for u in written.units if (u.document, u.start, u.end, u.sha256) in passages]
    if not there:
        raise NothingToDo("None of the passages that tasks were written for is in this project.")
    planned = [
        PlannedUnit(passages[u.document, u.start, u.end, u.sha256], u.task_type, u.sample, u.seed)
        for u in there
    ]
    request = RunRequest(
        written.model.name, written.task_types, sampling=written.sampling, agree=written.agree,
        sentences=SentenceRule.ALL,
    )  # fmt: skip
    run = project.runs.create(request, written.model, planned)
    project.runs.note_device(run.id, written.device)
    _save(project, run, written, there)
    project.runs.set_state(run.id, RunState.DONE)
    return project.runs.get(run.id)


def _save(project: Project, run: Run, written: WrittenRun, there: Sequence[WrittenUnit]) -> None:
    """Each unit's task, as it was; one that was nearly the same as another names it anew."""
    numbers = {id(unit): number for number, unit in enumerate(written.units, 1)}
    tasks = dict[int, int]()  # number of a unit -> id of its task here
    stored = project.runs.open_units(run.id, len(there))
    for unit, kept in zip(there, stored, strict=True):
        near = tasks.get(unit.draft.near_task, 0)
        added = project.tasks.save(replace(unit.draft, unit_id=kept.id, near_task=near))
        tasks[numbers[id(unit)]] = added.id


def _passages(
    project: Project, model: FoundModel, task_types: Sequence[str]
) -> Mapping[tuple[str, int, int, str], int]:
    """The passages that these types read, by what a written unit knows of them."""
    found = dict[tuple[str, int, int, str], int]()
    names = {document.id: document.name for document in project.documents.all()}
    for kind in sorted({task_type(short).reads for short in task_types}):
        for document_id, passage_id in project.passages.ids(settings_for(model, kind)):
            read = project.passages.read(passage_id)
            key = names[document_id], read.start, read.start + len(read.text)
            found[*key, text_sha256(read.text)] = passage_id
    return found


def _draft(kept: dict[str, Any]) -> TaskDraft:
    cells: dict[str, Any] = {
        **kept,
        "outcome": Outcome(kept["outcome"]),
        "evidence": _made(Evidence, kept["evidence"], "grade", EvidenceGrade),
        "attempts": tuple(_made(Attempt, one, "outcome", Outcome) for one in kept["attempts"]),
        "checks": tuple(_made(Check, one, "kind", CheckKind) for one in kept["checks"]),
    }
    return TaskDraft(**cells)


def _made(
    record: Callable[..., T], cells: dict[str, Any], name: str, enum: Callable[[str], StrEnum]
) -> T:
    """A record whose cell of this name is a word of an enumeration."""
    return record(**{**cells, name: enum(cells[name])})
