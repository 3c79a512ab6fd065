"""The tables of a project, and how an older project becomes a current one.

`user_version` counts the migrations a file has seen; `migrations/` has one module for each.
"""

from pathlib import Path
from typing import Any

from engine.errors import ProjectDamaged, ProjectNewer
from engine.store.connection import Connection, Database, Migrations
from engine.store.log import Log
from engine.store.migrations import VERSION, migrations
from engine.store.migrations.v1_first import APPLICATION_ID
from engine.store.verified_copy import back_up

__all__ = ["APPLICATION_ID", "VERSION", "check", "damaged", "migrations", "newer", "upgrade"]


def upgrade(connection: Connection, steps: Migrations, version: int) -> None:
    """Bring an open file to `version` by the `steps` it has not seen, all or nothing.

    An older project is backed up beside itself first.
    """
    seen = connection.number("PRAGMA user_version")
    if seen > version:
        raise newer(connection.path)
    if seen == version:
        return
    copy = back_up(connection, f"before version {version}") if seen else None
    with connection.transaction():
        steps.apply(connection.database)
        if copy:
            Log(connection).add("upgraded", f"To version {version}; as it was: {copy.name}")
    # So that the header of the file itself, and not only its -wal file, says whose it is.
    connection.rows("PRAGMA wal_checkpoint(TRUNCATE)")


def check(connection: Connection) -> None:
    """Raise `ProjectDamaged` if the tables are not exactly those of this version.

    So that a made-up file brings no triggers or views of its own.
    """
    fresh: Any = Database(memory=True, execute_plugins=False, strict=True)
    migrations.apply(fresh)
    expected = set(fresh.execute(_PARTS))
    fresh.close()
    found = {(row["type"], row["name"]) for row in connection.rows(_PARTS)}
    if found != expected:
        raise damaged(connection.path)


def damaged(path: Path) -> ProjectDamaged:
    """The refusal of a file that says it is ours and isn't built like it."""
    return ProjectDamaged(
        f"“{path.name}” has lost or gained parts of its own; "
        "go back to a copy of it, and keep this file meanwhile."
    )


def newer(path: Path) -> ProjectNewer:
    """The refusal of a file from the future."""
    return ProjectNewer(
        f"“{path.name}” was made by a newer version of this application; "
        "update the application to open it."
    )


_PARTS = "SELECT type, name FROM sqlite_master WHERE name NOT LIKE 'sqlite@_%' ESCAPE '@'"
