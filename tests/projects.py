"""Real projects with documents, a run and tasks in them, made without a model."""

import atexit
import shutil
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

from engine.export import FORMATS
from engine.export.shapes import PAIRS
from engine.records import (
    Decision,
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
    Verdict,
)
from engine.store import Project

ONE_ANSWER = tuple(name for name in FORMATS if name != PAIRS)  # whose rows need no rejected one
MODEL = ModelIdentity("tiny", "/models/tiny.gguf", "a" * 64, "bonito")
TYPES = ("exqa", "ynqa")


def fill(project: Project, documents: int = 2, answers: str = "{question}") -> list[int]:
    """Add documents of two passages each and an ok task of each of `TYPES` for every passage.

    Gives the ids of the tasks. `answers` is the answer's wording; `{question}` is filled in.
    """
    for number in range(documents):
        text = f"Gate {number} opens at nine. Nobody may enter before."
        extract = Extract(text, (PageMark(0, "1"), PageMark(24, "2")))
        sha256 = f"{number:064x}"
        report = project.documents.add(
            f"/in/d{number}.txt", f"d{number}.txt", "txt", 50, sha256, extract
        )
        assert report.document_id is not None
        spans = [Span(0, 24, 6), Span(24, 48, 5)]
        project.passages.save(report.document_id, PassageSettings(), spans)
    return answer(project, answers)


def answer(project: Project, answers: str = "{question}") -> list[int]:
    """An ok task of each of `TYPES` for every passage, by one run; gives their ids."""
    passages = [passage_id for _document, passage_id in project.passages.ids(PassageSettings())]
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


def edit_all(project: Project, tasks: list[int]) -> None:
    """A reviewer writes another answer to each of these tasks, so that each makes a pair."""
    edits = [Decision(task, Verdict.EDIT, output=f"In other words, {task}.") for task in tasks]
    project.decisions.add(edits, "Ada")


def spoil(project: Project, outcome: Outcome) -> int:
    """Add a run of one unit that ended badly; gives the id of its task."""
    passage_id = project.passages.ids(PassageSettings(), None)[0][1]
    request = RunRequest("tiny", ("qa",))
    run = project.runs.create(request, MODEL, [PlannedUnit(passage_id, "qa", 0, 1)])
    (unit,) = project.runs.open_units(run.id, limit=1)
    task = project.tasks.add(TaskDraft(unit.id, outcome, raw="no separator"))
    project.runs.set_state(run.id, RunState.DONE)
    return task.id
