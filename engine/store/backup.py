"""A verified copy of a project file: written, opened again and compared before it is relied on."""

import os
from contextlib import ExitStack
from pathlib import Path

from engine.errors import ProjectDamaged
from engine.store.connection import Connection


def back_up(connection: Connection, label: str) -> Path:
    """Copy the open project to a new file beside it, named after `label`; gives its path.

    Raises `ProjectDamaged` if the copy does not hold what the project holds; it is removed then.
    """
    target = _new_file(connection.path, label)
    with ExitStack() as undo:
        undo.callback(target.unlink, missing_ok=True)
        connection.write("VACUUM INTO :target", target=str(target))
        _compare(connection, target)
        undo.pop_all()
    return target


def find_damage(connection: Connection) -> str:
    """What SQLite's own checks find wrong, in its words; empty if nothing."""
    found = [row["integrity_check"] for row in connection.rows("PRAGMA integrity_check")]
    broken = connection.rows("PRAGMA foreign_key_check")
    if found != ["ok"]:
        return str(found[0])
    return f"a row of {broken[0]['table']} refers to nothing" if broken else ""


def private_file(path: Path) -> None:
    """Make an empty file that nobody else may read, from its first byte on; never overwrites."""
    os.close(os.open(path, os.O_CREAT | os.O_EXCL | os.O_RDWR, 0o600))


def _new_file(beside: Path, label: str) -> Path:
    number = 1
    while True:
        ending = label if number == 1 else f"{label} {number}"
        target = beside.with_name(f"{beside.stem} ({ending}){beside.suffix}")
        try:
            private_file(target)
        except FileExistsError:
            number += 1
        else:
            return target


def _compare(connection: Connection, target: Path) -> None:
    copy = Connection(target)
    try:
        if find_damage(copy) or _contents(copy) != _contents(connection):
            raise ProjectDamaged(
                f"“{connection.path.name}” could not be backed up before it is brought up to date; "
                "it was left as it is. Go back to an earlier copy of it."
            )
    finally:
        copy.close()


def _contents(connection: Connection) -> dict[str, int]:
    tables = connection.rows("SELECT name FROM sqlite_master WHERE type = 'table'")
    counts = {row["name"]: _rows_of(connection, row["name"]) for row in tables}
    header = ("application_id", "user_version")
    return counts | {name: connection.number(f"PRAGMA {name}") for name in header}


def _rows_of(connection: Connection, table: str) -> int:
    quoted = table.replace('"', '""')
    return connection.number(f'SELECT count(*) FROM "{quoted}"')  # noqa: S608 names can't be bound
