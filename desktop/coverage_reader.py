"""Reads, off the UI thread and document by document, how much of each document gave tasks."""

from collections.abc import Mapping

from PySide6.QtCore import QObject, Signal

from desktop.background import Background, Job, Operation
from desktop.language import tr
from engine.records import DocumentCoverage
from engine.runs.coverage import document_coverage
from engine.store import Project


class CoverageReader(QObject):
    """Reads on demand, when tasks or decisions have changed since it did; once at a time."""

    found = Signal(object)  # Mapping[int, DocumentCoverage], by the documents' ids
    failed = Signal(object)  # a known error

    def __init__(self, background: Background) -> None:
        super().__init__()
        self._background = background
        self._project: Project | None = None
        self._job: Job | None = None
        self._is_stale = False

    def show_project(self, project: Project | None) -> None:
        """Another project, or none."""
        if self._job is not None:
            self._job.cancel()
            self._job = None
        self._project, self._is_stale = project, True

    def mark_stale(self) -> None:
        """Tasks, decisions or documents have changed."""
        self._is_stale = True

    def read(self) -> None:
        """Read what has changed; what changes meanwhile waits for the next call."""
        project = self._project
        if project is None or self._job is not None or not self._is_stale:
            return
        self._is_stale = False
        self._job = job = self._background.run(
            Operation(
                name=tr("Reading the coverage"),
                work=lambda own: _coverage(project, own),
                done=lambda found: self._tell(job, found),
                failed=self.failed.emit,
                ended=lambda: self._end(job),
                owner=project,
            )
        )

    def _tell(self, job: Job, found: Mapping[int, DocumentCoverage]) -> None:
        if not job.is_cancelled():
            self.found.emit(found)

    def _end(self, job: Job) -> None:
        if job is self._job:
            self._job = None


def _coverage(project: Project, job: Job) -> dict[int, DocumentCoverage]:
    """Of each document that gave tasks, as far as the work is not given up."""
    found = dict[int, DocumentCoverage]()
    for document_id in project.coverage.document_ids():
        if job.is_cancelled():
            break
        document = project.documents.get(document_id)
        found[document_id] = document_coverage(project, document)
    return found
