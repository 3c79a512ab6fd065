"""A project with near-duplicates in it: tasks whose texts a test names."""

from collections.abc import Sequence

from engine.records import (
    Extract,
    ModelIdentity,
    Outcome,
    PassageSettings,
    PlannedUnit,
    RunRequest,
    RunState,
    Span,
    TaskDraft,
)
from engine.store import Project
from engine.tasks.near_groups import NearGroups
from engine.tasks.nearness import Likened

PASSAGE = "The ferry leaves the old harbour at nine. Dogs stay ashore unless the warden has signed."
QUESTION = "According to the notice, when does the ferry leave the old harbour?"
CHANGED = QUESTION.replace("notice", "leaflet")
LOUD = QUESTION.replace(",", " -").replace("When", "when")
OTHER = "Who has to sign before a dog may come aboard the ferry?"


def with_tasks(
    project: Project, texts: Sequence[tuple[str, str]], passage: str = PASSAGE, number: int = 1
) -> list[int]:
    """Add a document of one passage and a task for each question and answer; gives their ids."""
    settings = PassageSettings()
    extract = Extract(passage)
    name = f"notice{number}.txt"
    report = project.documents.add(
        f"/in/{name}", name, "txt", len(passage), f"{number:064x}", extract
    )
    assert report.document_id is not None
    project.passages.save(report.document_id, settings, [Span(0, len(passage), 20)])
    (passage_id,) = [one.id for one in project.passages.of(report.document_id, settings)]
    units = [PlannedUnit(passage_id, "qa", sample, sample) for sample in range(len(texts))]
    model = ModelIdentity("tiny", "/models/tiny.gguf", "a" * 64, "bonito")
    run = project.runs.create(RunRequest("tiny", ("qa",), len(texts)), model, units)
    ids = [
        project.tasks.add(
            TaskDraft(unit.id, Outcome.OK, "raw", f"{passage}\n\n{question}", answer)
        ).id
        for unit, (question, answer) in zip(
            project.runs.open_units(run.id, 1_000), texts, strict=True
        )
    ]
    project.runs.set_state(run.id, RunState.DONE)
    return ids


def groups(*tasks: Likened) -> list[tuple[int, int]]:
    """The places of tasks that are in groups, each with the first of its group."""
    found = NearGroups(len(tasks), lambda places: {place: tasks[place] for place in places})
    for place, task in enumerate(tasks):
        found.add(place, task)
    found.join(lambda: False)
    return list(found.pairs())
