"""Real projects with documents, a run and tasks in them, made without a model."""

import atexit
import shutil
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

from engine.records import (
    Evidence,
    EvidenceGrade,
    Extract,
    ModelIdentity,
    Outcome,
    PageMark,
    Passage,
    PassageSettings,
    PlannedUnit,
    RunRequest,
    RunState,
    Sampling,
    Span,
    TaskDraft,
)
from engine.store import Project

MODEL = ModelIdentity("tiny", "/models/tiny.gguf", "a" * 64, "bonito")
TYPES = ("exqa", "ynqa")


def fill(project: Project, documents: int = 2, answers: str = "{question}") -> list[int]:
    """Add documents of two passages each and an ok task of each of `TYPES` for every passage.

    Gives the ids of the tasks. `answers` is the answer's wording; `{question}` is filled in.
    """
    settings = PassageSettings()
    passages: list[int] = []
    for number in range(documents):
        text = f"Gate {number} opens at nine. Nobody may enter before."
        extract = Extract(text, (PageMark(0, "1"), PageMark(24, "2")))
        sha256 = f"{number:064x}"
        report = project.documents.add(
            f"/in/d{number}.txt", f"d{number}.txt", "txt", 50, sha256, extract
        )
        assert report.document_id is not None
        project.passages.save(report.document_id, settings, [Span(0, 24, 6), Span(24, 48, 5)])
        passages += [passage.id for passage in project.passages.of(report.document_id, settings)]
    units = [PlannedUnit(p, kind, 0, 7) for p in passages for kind in TYPES]
    request = RunRequest("tiny", TYPES, sampling=Sampling(temperature=1, top_p=1))
    run = project.runs.create(request, MODEL, units)
    tasks = [
        project.tasks.add(
            TaskDraft(
                unit.id,
                Outcome.OK,
                raw="raw",
                input=f"Question {unit.id}?",
                output=answers.format(question=unit.id),
                evidence=_evidence(
                    project.passages.get(unit.passage_id), answers.format(question=unit.id)
                ),
                prompt_sha256="b" * 64,
            )
        ).id
        for unit in project.runs.open_units(run.id, limit=1000)
    ]
    project.runs.set_state(run.id, RunState.DONE)
    return tasks


def _evidence(passage: Passage, answer: str) -> Evidence:
    """At the passage's start and as long as the answer, if that fits into it."""
    end = passage.start + len(answer)
    if end > passage.end:
        return Evidence(EvidenceGrade.NONE)
    return Evidence(EvidenceGrade.EXACT, passage.start, end)


@cache
def _template() -> Path:
    folder = TemporaryDirectory(prefix="bonito-template-")
    atexit.register(folder.cleanup)
    path = Path(folder.name, "new.bonito")
    Project.create(path).close()
    return path


def new_project(path: Path) -> Project:
    """A new, open project: a copy of one that was made once, in a tenth of the time."""
    shutil.copyfile(_template(), path)
    return Project.open(path)


def filled(path: Path, documents: int = 2) -> list[int]:
    """A new project at `path`, filled and closed; gives the ids of its tasks."""
    with new_project(path) as project:
        return fill(project, documents)


def spoil(project: Project, outcome: Outcome) -> int:
    """Add a run of one unit that ended badly; gives the id of its task."""
    passage_id = project.passages.ids(PassageSettings(), None)[0][1]
    request = RunRequest("tiny", ("qa",))
    run = project.runs.create(request, MODEL, [PlannedUnit(passage_id, "qa", 0, 1)])
    (unit,) = project.runs.open_units(run.id, limit=1)
    task = project.tasks.add(TaskDraft(unit.id, outcome, raw="no separator"))
    project.runs.set_state(run.id, RunState.DONE)
    return task.id
