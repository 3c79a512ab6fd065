"""A verified copy of a project file: written, opened again and compared before it is relied on.

The copy of a protected project is protected by the same passphrase.
"""

import os
from collections.abc import Generator, Mapping
from contextlib import ExitStack, contextmanager
from pathlib import Path

from engine.errors import ProjectDamaged
from engine.store.connection import Connection

DRAFT = "unfinished"
"""The label of what is still being written; whoever holds the project's lock may remove those."""


def back_up(connection: Connection, label: str) -> Path:
    """Copy the open project to a new file beside it, named after `label`; gives its path.

    It gets its name once it is whole and checked. Raises `ProjectDamaged` if the copy does not
    hold what the project holds; it is removed then.
    """
    with beside(connection.path) as draft:
        write_copy(connection, draft)
        target = free_name(connection.path, label)
        draft.rename(target)
    return target


def write_copy(connection: Connection, draft: Path) -> None:
    """Copy the open project into an empty file and check it; a run may go on meanwhile."""
    with connection.alone():  # so that what is counted is what is copied
        expected = contents(connection)
        connection.numbers("VACUUM INTO :target", target=str(draft))
    check_copy(draft, connection.passphrase, expected, connection.path.name)


def remove_drafts(project: Path) -> None:
    """Remove what a process left that died while it wrote a copy."""
    start, end = f"{project.stem} ({DRAFT}", f"){project.suffix}"
    try:
        files = list(project.parent.iterdir())
    except OSError:
        return  # a folder that doesn't say what is in it; nothing depends on this
    for path in files:
        if path.name.startswith(start) and path.name.endswith(end):
            for file in all_files(path):
                file.unlink(missing_ok=True)


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


@contextmanager
def beside(project: Path) -> Generator[Path]:
    """A new, empty, private file beside a project; it is removed unless the block moves it."""
    target = _new_file(project)
    with ExitStack() as undo:
        for file in all_files(target):
            undo.callback(file.unlink, missing_ok=True)
        yield target


def all_files(path: Path) -> list[Path]:
    """A project file and what SQLite may put beside it."""
    return [path.with_name(path.name + ending) for ending in ("", "-wal", "-journal", "-shm")]


def check_copy(draft: Path, passphrase: str, expected: Mapping[str, int], name: str) -> None:
    """Open a copy and look; raises `ProjectDamaged` unless it is sound and holds `expected`."""
    copy = Connection(draft, passphrase)
    try:
        if find_damage(copy) or contents(copy) != expected:
            raise ProjectDamaged(
                f"“{name}” could not be backed up: it is damaged, and was left as it is. "
                "Go back to an earlier copy of it."
            )
    finally:
        copy.close()


def free_name(project: Path, label: str) -> Path:
    """A name beside a project that nothing has, with the label and, if need be, a number."""
    number = 1
    while True:
        ending = label if number == 1 else f"{label} {number}"
        target = project.with_name(f"{project.stem} ({ending}){project.suffix}")
        if not os.path.lexists(target):
            return target
        number += 1


def _new_file(project: Path) -> Path:
    while True:
        target = free_name(project, DRAFT)
        try:
            private_file(target)
        except FileExistsError:
            continue  # somebody else was faster
        return target


def contents(connection: Connection) -> dict[str, int]:
    """How many rows each table has, and the numbers in the header."""
    tables = connection.rows("SELECT name FROM sqlite_master WHERE type = 'table'")
    counts = {row["name"]: _rows_of(connection, row["name"]) for row in tables}
    header = ("application_id", "user_version")
    return counts | {name: connection.number(f"PRAGMA {name}") for name in header}


def _rows_of(connection: Connection, table: str) -> int:
    quoted = table.replace('"', '""')
    return connection.number(f'SELECT count(*) FROM "{quoted}"')  # noqa: S608 names can't be bound
