"""The tables of a project, and how an older project becomes a current one.

`user_version` counts the migrations a file has seen; `migrations/` has one module for each.
"""

from functools import cache
from pathlib import Path
from typing import Any

from engine.errors import ProjectDamaged, ProjectNewer
from engine.store.connection import Connection, Database, Migrations
from engine.store.log import CHAINED_SINCE, Log
from engine.store.migrations import VERSION, migrations, steps_to
from engine.store.migrations.v1_first import APPLICATION_ID
from engine.store.verified_copy import back_up

__all__ = ["APPLICATION_ID", "VERSION", "check", "damaged", "migrations", "newer", "upgrade"]


def upgrade(connection: Connection, steps: Migrations, version: int) -> None:
    """Bring an open file to `version` by the `steps` it has not seen, all or nothing.

    An older project is checked against the tables of its own version, so that no trigger of a
    made-up file runs meanwhile, and is backed up beside itself first.
    """
    seen = connection.number("PRAGMA user_version")
    if seen > version:
        raise newer(connection.path)
    if seen == version:
        return
    if seen:
        check(connection, seen)
    # An altered text keeps nobody from opening the project: how else is the document deleted?
    label = f"before version {version}"
    copy = back_up(connection, label, with_texts=False) if seen else None
    with connection.without_foreign_keys(), connection.transaction():
        steps.apply(connection.database)
        if connection.rows("PRAGMA foreign_key_check"):
            raise damaged(connection.path)
        if seen and seen < CHAINED_SINCE <= version:
            Log(connection).begin()
        if copy:
            Log(connection).add("upgraded", f"To version {version}; as it was: {copy.name}")
    # So that the header of the file itself, and not only its -wal file, says whose it is.
    connection.rows("PRAGMA wal_checkpoint(TRUNCATE)")


def check(connection: Connection, version: int = VERSION) -> None:
    """Raise `ProjectDamaged` if the tables are not exactly those of a version.

    Every table, index, trigger and view is compared by its SQL, whatever its name: a made-up file
    brings nothing of its own. A project that came through older versions has the SQL of a new one,
    because a new one goes through the same steps.
    """
    found = frozenset(
        _part(row["type"], row["name"], row["sql"]) for row in connection.rows(_PARTS)
    )
    if found != _parts_of(version):
        raise damaged(connection.path)


@cache
def _parts_of(version: int) -> frozenset[tuple[str, str, str]]:
    """What a new project of a version is made of. Kept: all steps take 50 ms at each opening."""
    fresh: Any = Database(memory=True, execute_plugins=False, strict=True)
    steps_to(version).apply(fresh)
    parts = frozenset(_part(*row) for row in fresh.execute(_PARTS))
    fresh.close()
    return parts


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


_PARTS = "SELECT type, name, sql FROM sqlite_master"


def _part(kind: str, name: str, sql: str | None) -> tuple[str, str, str]:
    """SQLite puts names in quotes, or not, when it renames a table: a matter of its version."""
    return kind, name, " ".join((sql or "").replace('"', "").split())
