"""The sample project with its real tasks, made in this process: no reader, no worker, no model."""

import hashlib
from importlib import resources
from pathlib import Path

from engine import demo
from engine.documents.readers import read_document
from engine.records import Extract, PassageKind, Run, Span
from engine.runs.cutting import settings_for
from engine.runs.written import WrittenRun, add_written, from_lines
from engine.store import Project
from models.library import find
from tests.projects import new_project

TOKENS = 100  # of each passage; nothing asks how many they are


def written() -> WrittenRun:
    """The run that is kept beside the sample documents."""
    place = resources.files("engine") / "samples" / demo.WRITTEN
    return from_lines(place.read_text(encoding="utf-8").splitlines())


def sample_project(path: Path) -> Project:
    """A new, open project with the sample's documents, passages and tasks."""
    project = new_project(path)
    run, model = written(), find("default")
    for name in demo.SAMPLES:
        extract = _extract(name)
        sha256 = hashlib.sha256(extract.text.encode()).hexdigest()
        report = project.documents.add(f"/in/{name}", name, "txt", 1, sha256, extract)
        assert report.document_id is not None
        places = sorted({(one.start, one.end) for one in run.units if one.document == name})
        spans = [Span(start, end, TOKENS) for start, end in places]
        for kind in PassageKind:
            project.passages.save(report.document_id, settings_for(model, kind), spans)
    add_written(project, model, run)
    return project


def written_run(project: Project) -> Run:
    """The one run of the sample project."""
    (run,) = project.runs.all()
    return run


def _extract(name: str) -> Extract:
    data = (resources.files("engine") / "samples" / name).read_bytes()
    suffix = Path(name).suffix[1:]
    return read_document(data, "markdown" if suffix == "md" else suffix)
