"""Write the rows of an export into its files, counting what goes in as it goes in."""

import hashlib
import os
from collections import Counter
from collections.abc import Mapping
from contextlib import ExitStack
from pathlib import Path
from types import TracebackType
from typing import Self

from engine.export.choosing import near_left_out, unpaired
from engine.export.comparing import passage_rate
from engine.export.contents import Contents, ExportedFile, ExportRequest
from engine.export.explaining import Explainer
from engine.export.hiding import Hider
from engine.export.personal import Written, as_written
from engine.export.rows import Origin, has_control_text, line, passage_sha256
from engine.export.sharing import Shares
from engine.export.target import home
from engine.export.verify_rows import LONG_PASSAGE, LongPassages
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
    """The documents and runs of the rows, each fetched once; of texts the newest one is held."""

    def __init__(self, project: Project) -> None:
        self._project = project
        self.documents: dict[int, Document] = {}
        self.runs: dict[int, Run] = {}
        self._text = (0, "")

    def of(self, task: Task) -> Origin:
        """Where the task came from; `ProjectDamaged` if that text is not the one imported."""
        if task.document_id not in self.documents:
            self.documents[task.document_id] = self._project.documents.get(task.document_id)
        if task.document_id != self._text[0]:
            text = self._project.documents.text(task.document_id)  # raises if it was damaged since
            self._text = (task.document_id, text)
        if task.run_id not in self.runs:
            self.runs[task.run_id] = self._project.runs.get(task.run_id)
        passage = self._text[1][task.passage_start : task.passage_end]
        return Origin(self.documents[task.document_id], self.runs[task.run_id], passage)


def write_rows(
    project: Project,
    request: ExportRequest,
    shares: Shares,
    names: Mapping[str, str],
    staged: Path,
) -> Contents:
    """Write the rows of these tasks into the file in `staged` that `names` gives for their part."""
    sources, count = Sources(project), _Counts()
    hider = Hider(project, is_allowed=bool(request.personal_reason))
    explainer = Explainer(project, request, hider)
    with ExitStack() as stack:
        files = {part: stack.enter_context(RowFile(staged / name)) for part, name in names.items()}
        for written in as_written(project, project.tasks.in_slices(shares.tasks)):
            part = shares.parts[written.task.document_id]
            origin = sources.of(written.task)
            files[part].add(line(explainer.row(written, origin)))
            count.add(written, origin, part)
    return Contents(
        files=tuple(file.report(home(request.target)) for file in files.values()),
        documents=sources.documents,
        runs=sources.runs,
        part_of_document=shares.parts,
        rows_of_document=count.of_document,
        rows_of_type=count.of_type,
        rows_with_control_text=count.with_control_text,
        passage_rate=passage_rate(project) if request.one_of_each else 1,
        near_left_out=near_left_out(project, request, len(shares.tasks)),
        unpaired=unpaired(project, request, len(shares.tasks)),
        masked=count.masked,
        personal=tuple(project.personal.settled(shares.tasks)),
        rejected_for_it=project.personal.rejected_tasks(),
        given_before=shares.given_before,
        kinship=shares.kinship,
        held_back=explainer.held_back,
        mended=dict(sorted(count.mended.items())),
        passages_in_two_parts=count.long_passages.in_two(),
    )


class _Counts:
    """What the rows are, counted as they are written."""

    def __init__(self) -> None:
        self.of_document: Counter[int] = Counter()
        self.of_type: Counter[str] = Counter()
        self.mended: Counter[str] = Counter()
        self.with_control_text = self.masked = 0
        self.long_passages = LongPassages()

    def add(self, written: Written, origin: Origin, part: str) -> None:
        task = written.task
        self.of_document[task.document_id] += 1
        self.of_type[task.task_type] += 1
        self.with_control_text += has_control_text(task)
        self.masked += written.masked
        if task.refused is not None:
            self.mended[task.refused.value] += 1
        if len(origin.passage) >= LONG_PASSAGE:
            self.long_passages.add(part, passage_sha256(origin.passage))
