"""Deleting for good: a document with all that was made from it, or a whole project.

`secure_delete`, its counterpart in the full-text index and a truncating checkpoint leave nothing
of a document in the project's files; backups hold it as well, so they are noted as stale and are
replaced by a new one.
A decision is evidence of what a person said of a task: who deletes it has to say so.
"""

from dataclasses import dataclass
from json import dumps

from engine.errors import RequestError
from engine.records import RunState
from engine.store import stale_copies
from engine.store.connection import Connection
from engine.store.documents import Documents
from engine.store.log import Log

# Children first; `:units` is a JSON list of the ids of the document's units.
_STATEMENTS = (
    "DELETE FROM attempts WHERE unit_id IN (SELECT value FROM json_each(:units))",
    """
    DELETE FROM decisions WHERE task_id IN
        (SELECT id FROM tasks WHERE unit_id IN (SELECT value FROM json_each(:units)))
    """,
    """
    DELETE FROM drafts WHERE task_id IN
        (SELECT id FROM tasks WHERE unit_id IN (SELECT value FROM json_each(:units)))
    """,
    "DELETE FROM tasks WHERE unit_id IN (SELECT value FROM json_each(:units))",
    """
    UPDATE runs SET units_planned = units_planned - (SELECT count(*) FROM units
        WHERE run_id = runs.id AND id IN (SELECT value FROM json_each(:units)))
    """,
    "DELETE FROM units WHERE id IN (SELECT value FROM json_each(:units))",
)
_TABLES = ("current_cuts", "passages", "cuts", "pages", "texts", "languages", "parts", "text_marks")


@dataclass(frozen=True, slots=True)
class Holdings:
    """What goes with a document: its tasks, and those of them that a reviewer decided on."""

    name: str
    tasks: int
    decided: int


class Deletion:
    """Takes documents out of an open project."""

    def __init__(self, connection: Connection, documents: Documents, log: Log) -> None:
        self._connection, self._documents, self._log = connection, documents, log

    def holdings(self, document_id: int) -> Holdings:
        """What deleting this document would take with it; `NothingToDo` if there is none."""
        name, units = self._documents.get(document_id).name, self._units(document_id)
        return Holdings(
            name,
            self._connection.number(
                "SELECT count(*) FROM tasks WHERE unit_id IN (SELECT value FROM json_each(:units))",
                units=units,
            ),
            self._connection.number(
                """
                SELECT count(DISTINCT task_id) FROM decisions JOIN tasks ON tasks.id = task_id
                WHERE undone_at IS NULL AND unit_id IN (SELECT value FROM json_each(:units))
                """,
                units=units,
            ),
        )

    def delete(self, document_id: int, *, with_decisions: bool) -> Holdings:
        """Delete a document, its passages, units, tasks and what was said of them.

        Raises `RequestError` while a run goes on, or if a reviewer decided on some of its tasks
        and `with_decisions` does not say that this is known.
        """
        with self._connection.transaction():
            gone = self.holdings(document_id)
            self._refuse(gone, with_decisions=with_decisions)
            document = self._documents.get(document_id)
            units = self._units(document_id)
            for statement in _STATEMENTS:
                self._connection.write(statement, units=units)
            self._remove(document_id)
            stale_copies.note(self._connection, self._connection.path)
            blanked = self._log.blank(
                document_id, document.name, document.sha256, document.text_sha256
            )
            said = f"Document {document_id}, with {gone.tasks:,} tasks, {gone.decided:,} decided; "
            said += "its name and its hash are kept nowhere"
            self._log.add("deleted", said, facts={
                "document": document_id, "tasks": gone.tasks, "blanked": blanked,
            })  # fmt: skip
        self._connection.rows("PRAGMA wal_checkpoint(TRUNCATE)")
        return gone

    def give_way(self, document_id: int) -> bool:
        """Remove a document of which nothing was made yet, for another reading of its file.

        Tells whether it is gone: one with units, or with passages made by hand, stays, and so do
        all while a run goes on. The backups are left alone: they hold nothing that was to vanish.
        """
        with self._connection.transaction():
            by_hand = self._connection.number(
                "SELECT count(*) FROM cuts WHERE document_id = :id AND revision > 0",
                id=document_id,
            )
            if by_hand or self._is_running() or self._units(document_id) != "[]":
                return False
            name = self._documents.get(document_id).name
            self._remove(document_id)
            self._log.add(
                "read again",
                f"{name}: the earlier reading gave way",
                document_id=document_id,
                whole_tables=False,
            )
        return True

    def _remove(self, document_id: int) -> None:
        """The rows of a document that has no units; within the caller's transaction."""
        for table in _TABLES:
            self._connection.write(
                f"DELETE FROM {table} WHERE document_id = :document",  # noqa: S608 ours
                document=document_id,
            )
        self._connection.write("DELETE FROM documents WHERE id = :id", id=document_id)

    def _is_running(self) -> bool:
        running = RunState.RUNNING.value
        return self._connection.row("SELECT id FROM runs WHERE state = :s", s=running) is not None

    def _units(self, document_id: int) -> str:
        units = self._connection.numbers(
            """
            SELECT units.id FROM units JOIN passages ON passages.id = passage_id
            WHERE document_id = :document
            """,
            document=document_id,
        )
        return dumps(units)

    def _refuse(self, gone: Holdings, *, with_decisions: bool) -> None:
        if self._is_running():
            raise RequestError("A run is going on; wait for its end or stop it, then delete.")
        if gone.decided and not with_decisions:
            raise RequestError(
                f"A reviewer decided on {gone.decided:,} of the {gone.tasks:,} tasks of "
                f"“{gone.name}”; deleting the document deletes these decisions too, so it has to "
                "be asked for expressly."
            )
