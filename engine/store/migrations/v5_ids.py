"""Version 5: ids that are never used twice, and an index for each reference between tables.

Without AUTOINCREMENT SQLite gives the id of a deleted row to the next one, and a decision file or
an export then speaks of another task. Without an index on the child's side each deletion of a
parent reads the whole child table.
"""

from typing import Any

from engine.store.connection import Database
from engine.store.scripts import run_script

NAME = "ids_never_used_twice"  # stored in each project by sqlite-utils: never rename it

_TABLES = ("documents", "passages", "runs", "units", "tasks")
_KEY = "id INTEGER PRIMARY KEY"
_INDICES = """
CREATE INDEX cuts_by_settings ON cuts (settings_id);
CREATE INDEX current_cuts_by_cut ON current_cuts (cut_id);
CREATE INDEX passages_by_document ON passages (document_id);
CREATE INDEX tasks_by_passage ON tasks (passage_id);
CREATE INDEX decisions_by_task ON decisions (task_id);
"""


def apply(database: Database) -> None:
    """Change the tables of a project of the version before, within the caller's transaction.

    Foreign keys have to be off: a table is dropped and made anew while others refer to it.
    """
    raw: Any = database.conn
    raw.execute("PRAGMA legacy_alter_table = ON")  # else renaming wants every trigger to be whole
    try:
        for table in _TABLES:
            rebuild(raw, table)
    finally:
        raw.execute("PRAGMA legacy_alter_table = OFF")
    run_script(database, _INDICES)


def rebuild(raw: Any, table: str) -> None:  # noqa: ANN401 the driver has no type stubs
    """Make a table again with AUTOINCREMENT: the same rows, then the same indices and triggers."""
    (sql,) = raw.execute(
        "SELECT sql FROM sqlite_master WHERE type = 'table' AND name = ?", (table,)
    ).fetchone()
    parts = raw.execute(
        "SELECT sql FROM sqlite_master WHERE tbl_name = ? AND type != 'table'"
        " AND sql IS NOT NULL ORDER BY rowid",
        (table,),
    ).fetchall()
    columns = sql[sql.index("(") :].replace(_KEY, f"{_KEY} AUTOINCREMENT", 1)
    raw.execute(f"CREATE TABLE new_{table} {columns}")
    raw.execute(f"INSERT INTO new_{table} SELECT * FROM {table}")  # noqa: S608 names of ours
    raw.execute(f"DROP TABLE {table}")
    raw.execute(f"ALTER TABLE new_{table} RENAME TO {table}")
    for (part,) in parts:
        raw.execute(part)
