"""A project with something in it, for every test of the store."""

from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import pytest

from engine.records import (
    Extract,
    ModelIdentity,
    Outcome,
    PageMark,
    PassageSettings,
    PlannedUnit,
    Run,
    RunRequest,
    RunState,
    Span,
    Task,
    TaskDraft,
)
from engine.store import Project
from tests.projects import new_project

TEXT = "The ferry leaves at nine. The inspector signs the form. Dogs stay ashore."
SPANS = (Span(0, 25, 6), Span(26, 55, 7), Span(56, 73, 5))


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "harbour.bonito"


@pytest.fixture
def project(path: Path) -> Iterator[Project]:
    with new_project(path) as project:
        yield project


@pytest.fixture
def settings() -> PassageSettings:
    return PassageSettings(tokenizer="v1")


@pytest.fixture
def document_id(project: Project) -> int:
    report = project.documents.add(
        path="/papers/rules.pdf",
        name="rules.pdf",
        format="pdf",
        size_bytes=900,
        sha256="b1",
        extract=Extract(TEXT, (PageMark(0, "1"), PageMark(26, "2"), PageMark(60, "3"))),
    )
    return report.document_id or 0


@pytest.fixture
def passage_ids(project: Project, document_id: int, settings: PassageSettings) -> list[int]:
    project.passages.save(document_id, settings, SPANS)
    return [passage for _, passage in project.passages.ids(settings)]


@pytest.fixture
def plan(project: Project, passage_ids: list[int]) -> Callable[..., Run]:
    """Stores a run with a unit for each passage and task type; an earlier one is stopped."""

    def create(task_types: Sequence[str] = ("exqa", "ynqa"), samples: int = 1) -> Run:
        units = [
            PlannedUnit(passage, task_type, sample, seed=passage * 100 + sample)
            for passage in passage_ids
            for task_type in task_types
            for sample in range(samples)
        ]
        for run in project.runs.all():  # only one may be going on
            if run.state is RunState.RUNNING:
                project.runs.set_state(run.id, RunState.STOPPED)
        request = RunRequest("default", tuple(task_types), samples)
        return project.runs.create(
            request, ModelIdentity("Nano", "/m/nano.gguf", "ff", "bonito"), units
        )

    return create


@pytest.fixture
def run(plan: Callable[..., Run]) -> Run:
    return plan()


@pytest.fixture
def tasks(project: Project, run: Run) -> list[Task]:
    """Six tasks, saved in the reverse of the plan; the last two of the plan came to nothing."""
    units = project.runs.open_units(run.id, 10)
    drafts = [
        TaskDraft(unit.id, Outcome.OK, f"raw {n}", f"Question {n}?", f"Answer {n}")
        if n < 4
        else TaskDraft(unit.id, Outcome.NO_PIPE, f"raw {n} without a bar")
        for n, unit in enumerate(units)
    ]
    return [project.tasks.add(draft) for draft in reversed(drafts)]
