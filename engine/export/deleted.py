"""Rows of an export whose documents were deleted from the project since: what can be said of them.

A deletion leaves neither the document's name nor its hash: the lines of the log that named it are
blank, and a commitment whose salt is gone stands for them. So such a row can't be compared with
anything. What the log still shows is that the export was told of before the deletion, with the
SHA-256 of its manifest, and how many tasks went.
"""

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any, cast

from engine.store import LogEntry, Project

_TASKS = re.compile(r"with ([\d,]+) tasks")  # in the sentence of earlier versions


@dataclass(slots=True)
class DeletedRows:
    """The documents that were there at the export, the deletions since, and the rows met."""

    entry: LogEntry | None  # that tells of the export
    deletions: tuple[LogEntry, ...]
    kept: frozenset[str]  # SHA-256 of the documents that are there and were at the export
    rows: int = 0  # of deleted documents
    documents: set[str] = field(default_factory=set[str])

    def explains(self, row: dict[str, Any]) -> bool:
        """A row without its task is explained, because its document was deleted since."""
        sha256 = str(row["provenance"]["document"]["sha256"])
        if not self.deletions or sha256 in self.kept:
            return False
        self.rows += 1
        self.documents.add(sha256)
        return True

    def problems(self) -> Iterator[str]:
        """More is missing than was deleted."""
        tasks = sum(_tasks_of(one) for one in self.deletions)
        if self.rows > tasks:
            yield (
                f"{self.rows:,} rows are of documents that the project does not have, and only "
                f"{tasks:,} tasks were deleted with documents since the export."
            )
        if len(self.documents) > len(self.deletions):
            yield (
                f"Rows are of {len(self.documents):,} documents that the project does not have, "
                f"and only {len(self.deletions):,} were deleted since the export."
            )

    def notes(self) -> Iterator[str]:
        """Why these rows can't be compared, and what is shown of them all the same."""
        if not self.rows or self.entry is None:
            return
        rows = "1 row is" if self.rows == 1 else f"{self.rows:,} rows are"
        listed = ", ".join(_place(one) for one in self.deletions)
        yield (
            f"{rows} of {_documents(len(self.documents))} deleted from the project after this "
            f"export (deletions since: {listed}), and can't be compared. The project keeps neither "
            "name nor hash of what was deleted: the lines that named it are blank, and commitments "
            "that nobody can read back hold their places in the chain. That these rows are what "
            f"was exported is shown by entry {self.entry.number} of the log, which has the SHA-256 "
            "of this manifest and was written before."
        )


def deleted_rows(project: Project, entry: LogEntry | None) -> DeletedRows:
    """What the project's log says of deletions after an export."""
    if entry is None:
        return DeletedRows(None, (), frozenset())
    deletions = tuple(
        one for one in project.log.all() if one.event == "deleted" and one.number > entry.number
    )
    kept = frozenset(one.sha256 for one in project.documents.all() if one.imported_at <= entry.at)
    return DeletedRows(entry, deletions, kept)


def _tasks_of(deletion: LogEntry) -> int:
    """How many tasks went with a document."""
    facts = cast("dict[str, Any]", json.loads(deletion.facts or "{}"))
    if "tasks" in facts:
        return int(facts["tasks"])
    said = _TASKS.search(deletion.detail)
    return int(said[1].replace(",", "")) if said else 0


def _documents(count: int) -> str:
    return "a document that was" if count == 1 else f"{count:,} documents that were"


def _place(deletion: LogEntry) -> str:
    by = f" by {deletion.who}" if deletion.who else ""
    return f"entry {deletion.number}, {deletion.at}{by}"
