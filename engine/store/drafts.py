"""Drafts: what a reviewer typed into a task and has not saved yet; one a task, no decision.

Kept in the project so that a filter, another row, a closed window or a crash loses no word. A saved
edit removes its draft by a trigger (migrations/v4_drafts.py).
"""

from engine.errors import NothingToDo
from engine.records import EditDraft
from engine.store.clock import now
from engine.store.connection import Connection

_SAVE = """
INSERT INTO drafts (task_id, input, output, at)
SELECT id, :input, :output, :now FROM tasks WHERE id = :task
ON CONFLICT (task_id) DO UPDATE SET
    input = excluded.input, output = excluded.output, at = excluded.at
RETURNING task_id
"""


class Drafts:
    """The drafts of a project."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def save(self, task_id: int, input: str, output: str) -> None:  # noqa: A002 as in `Decision`
        """Keep both texts instead of an earlier draft; raises `NothingToDo` for no such task."""
        with self._connection.transaction():
            saved = self._connection.rows(
                _SAVE, task=task_id, input=input, output=output, now=now()
            )
            if not saved:
                raise NothingToDo(
                    f"There is no task {task_id} in this project; the draft was not kept."
                )

    def get(self, task_id: int) -> EditDraft | None:
        """The draft of a task, or None."""
        row = self._connection.row(
            "SELECT task_id, input, output, at FROM drafts WHERE task_id = :task", task=task_id
        )
        return EditDraft(**row) if row else None

    def discard(self, task_id: int) -> None:
        """Remove the draft of a task, if there is one."""
        self._connection.write("DELETE FROM drafts WHERE task_id = :task", task=task_id)

    def task_ids(self) -> list[int]:
        """The tasks that have a draft, the newest draft first."""
        return self._connection.numbers("SELECT task_id FROM drafts ORDER BY at DESC, task_id")
