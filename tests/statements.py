"""Which SQL statements a project is sent, told by SQLite itself."""

from collections.abc import Iterator
from contextlib import contextmanager

from engine.store import Project


@contextmanager
def counted(project: Project | None) -> Iterator[list[str]]:
    """Gather the statements that are run meanwhile, in their order.

    The driver tells a statement once more for each trigger that it fires, and what an index of
    words reads of its own tables: neither was sent by the application.
    """
    assert project is not None
    raw = project._connection.database.conn
    seen: list[str] = []

    def note(sql: str) -> None:
        is_own = sql.startswith("--") or "'main'." in sql
        if not is_own and seen[-1:] != [sql]:
            seen.append(sql)

    raw.set_trace_callback(note)
    try:
        yield seen
    finally:
        raw.set_trace_callback(None)
