"""Write the rows of an export into its files, counting what goes in as it goes in."""

import hashlib
import os
from collections import Counter
from collections.abc import Iterator, Mapping
from contextlib import ExitStack
from pathlib import Path
from types import TracebackType
from typing import Self

from engine.export.contents import Contents, ExportedFile, ExportRequest
from engine.export.instructions import instructed
from engine.export.personal import Written, as_written
from engine.export.rows import Origin, has_control_text, line, provenance, row
from engine.export.split import PARTS
from engine.export.target import home
from engine.records import Document, Run, Task
from engine.store import Project


class RowFile:
    """A file of rows being written, with its checksum; on the disk for good when left."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._file = path.open("wb")
        self._hash = hashlib.sha256()
        self._rows = self._bytes = 0

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, _: TracebackType | None
    ) -> None:
        with self._file:
            if error is None:
                self._file.flush()
                os.fsync(self._file.fileno())

    def add(self, text: str) -> None:
        """Append one line."""
        data = text.encode()
        self._file.write(data)
        self._hash.update(data)
        self._rows += 1
        self._bytes += len(data)

    def report(self, folder: Path) -> ExportedFile:
        """The file as it will lie in `folder`."""
        path = folder / self._path.name
        return ExportedFile(path, self._rows, self._hash.hexdigest(), self._bytes)


class Sources:
    """The documents and runs of the rows, each fetched once."""

    def __init__(self, project: Project) -> None:
        self._project = project
        self.documents: dict[int, Document] = {}
        self.runs: dict[int, Run] = {}

    def of(self, task: Task) -> Origin:
        """Where the task came from; `ProjectDamaged` if that text is not the one imported."""
        if task.document_id not in self.documents:
            self._project.documents.text(task.document_id)  # raises if it was damaged since
            self.documents[task.document_id] = self._project.documents.get(task.document_id)
        if task.run_id not in self.runs:
            self.runs[task.run_id] = self._project.runs.get(task.run_id)
        return Origin(self.documents[task.document_id], self.runs[task.run_id])


def write_rows(
    project: Project,
    request: ExportRequest,
    part_of: Mapping[int, str],
    names: Mapping[str, str],
    staged: Path,
) -> Contents:
    """Write every row into the file in `staged` that `names` gives for its document's part.

    A document without a part (it got its first row just now) goes where the most go: `train`.
    """
    sources = Sources(project)
    part_of_document = dict(part_of)
    count = _Counts()
    first = next(part for part in PARTS if part in names)
    with ExitStack() as stack:
        files = {part: stack.enter_context(RowFile(staged / name)) for part, name in names.items()}
        for written in as_written(project, _chosen(project, request)):
            part = part_of_document.setdefault(written.task.document_id, first)
            files[part].add(_line_of(written, sources.of(written.task), request))
            count.add(written)
    return Contents(
        files=tuple(file.report(home(request.target)) for file in files.values()),
        documents=sources.documents,
        runs=sources.runs,
        part_of_document=part_of_document,
        rows_of_document=count.of_document,
        rows_of_type=count.of_type,
        rows_with_control_text=count.with_control_text,
        near_left_out=_near_left_out(project, request, len(count.tasks)),
        masked=count.masked,
        personal=tuple(project.personal.settled(count.tasks)),
        rejected_for_it=project.personal.rejected_tasks(),
    )


class _Counts:
    """What the rows are, counted as they are written."""

    def __init__(self) -> None:
        self.of_document: Counter[int] = Counter()
        self.of_type: Counter[str] = Counter()
        self.with_control_text = self.masked = 0
        self.tasks: list[int] = []

    def add(self, written: Written) -> None:
        task = written.task
        self.of_document[task.document_id] += 1
        self.of_type[task.task_type] += 1
        self.with_control_text += has_control_text(task)
        self.masked += written.masked
        self.tasks.append(task.id)


def _chosen(project: Project, request: ExportRequest) -> Iterator[Task]:
    return project.tasks.export_rows(
        only_accepted=request.only_accepted, one_of_each=request.one_of_each
    )


def _near_left_out(project: Project, request: ExportRequest, rows: int) -> int:
    """How many rows there would be more if near-duplicates were kept."""
    if not request.one_of_each:
        return 0
    return max(0, len(project.tasks.export_ids(request.only_accepted)) - rows)


def _line_of(written: Written, origin: Origin, request: ExportRequest) -> str:
    content = row(instructed(written.task, request.instructions), request.format)
    if request.with_provenance:
        content["provenance"] = {
            **provenance(written.task, origin),
            "masked": written.masked,
            "instruction": dict(request.instructions).get(written.task.task_type, ""),
        }
    return line(content)
