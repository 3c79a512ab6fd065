"""A small project of harbour notices, a tiny GGUF and a listener, for tests that generate."""

import hashlib
import threading
from collections.abc import Iterable
from pathlib import Path
from typing import TypeVar

from engine.records import AddedTask, Extract, RunRequest, Task
from engine.runs.events import RunEvent, TaskAdded
from engine.store import Project
from engine.worker.fake import main as fake_worker
from tests.models.gguf_files import gguf
from tests.projects import new_project

E = TypeVar("E")
NOTICE = "The {name} opens at nine in the morning. Visitors with dogs use the lower deck."
NOTICES = [f"Notice {n}. The pier opens at nine in the morning. Dogs stay." for n in range(40)]
NAMES = ("office", "ferry", "museum")

__all__ = [
    "NAMES",
    "NOTICE",
    "NOTICES",
    "Events",
    "fake_worker",
    "harbour",
    "import_text",
    "request",
    "told_tasks",
]


def import_text(project: Project, name: str, text: str, language: str = "") -> int:
    """Add a document made of `text`."""
    sha256 = hashlib.sha256(text.encode()).hexdigest()
    extract = Extract(text, language=language)
    report = project.documents.add(f"/in/{name}", name, "txt", len(text), sha256, extract)
    assert report.document_id is not None
    return report.document_id


def harbour(folder: Path, texts: Iterable[str] = ()) -> Project:
    """A new, open project with one document for each text."""
    project = new_project(folder / "harbour.bonito")
    for number, text in enumerate(texts or (NOTICE.format(name=name) for name in NAMES)):
        import_text(project, f"d{number}.txt", text)
    return project


def request(folder: Path, *types: str, **more: object) -> RunRequest:
    """A request for a stranger's tiny model, which is prompted as a Bonito."""
    path = folder / "tiny.gguf"
    if not path.exists():
        path.write_bytes(gguf())
    return RunRequest(str(path), types or ("exqa",), **more)  # type: ignore[arg-type]


def told_tasks(project: Project, events: "Events") -> list[Task]:
    """The tasks that a listener was told of, as they are stored."""
    return project.tasks.page([task.id for task in events.tasks])


class Events:
    """A listener that keeps what it is told, and lets a test wait for it."""

    def __init__(self) -> None:
        self.seen: list[RunEvent] = []
        self._changed = threading.Condition()

    def __call__(self, event: RunEvent) -> None:
        with self._changed:
            self.seen.append(event)
            self._changed.notify_all()

    def of(self, kind: type[E]) -> list[E]:
        return [event for event in self.seen if isinstance(event, kind)]

    def wait_for(self, kind: type[RunEvent], count: int = 1) -> None:
        """Return when `count` events of a kind came; a minute at most."""
        with self._changed:
            assert self._changed.wait_for(lambda: len(self.of(kind)) >= count, 60)

    @property
    def tasks(self) -> list[AddedTask]:
        return [event.task for event in self.of(TaskAdded)]
