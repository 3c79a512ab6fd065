"""The full-text indices: made from rows that the project has, so a broken one is built again."""

# ruff: noqa: S608 only names out of the schema are put into the statements

from engine.errors import ProjectDamaged
from engine.store.connection import Connection
from engine.store.log import Log


def is_of_index(message: str) -> bool:
    """A finding of SQLite's integrity check that concerns a full-text index alone."""
    return message.startswith("fts5:") or "FTS5 table" in message


def repair(connection: Connection) -> None:
    """Build every index again; raises `ProjectDamaged` if what it is made from is damaged too."""
    with connection.transaction():
        for table in _indices(connection):
            connection.write(f"INSERT INTO {table} ({table}) VALUES ('rebuild')")
        Log(connection).add("repaired", "A full-text index was broken and was built again")


def repair_if_unreadable(connection: Connection) -> None:
    """Look a word up in each index, and build them again if that fails; one short read if not."""
    try:
        for table in _indices(connection):
            connection.rows(f"SELECT rowid FROM {table} WHERE {table} MATCH 'a' LIMIT 1")
    except ProjectDamaged:
        repair(connection)


def _indices(connection: Connection) -> list[str]:
    rows = connection.rows(
        "SELECT name FROM sqlite_master WHERE type = 'table'"
        " AND sql LIKE 'CREATE VIRTUAL TABLE%' ORDER BY name"
    )
    return [row["name"] for row in rows]
