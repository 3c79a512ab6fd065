"""A verified copy of a project file: written, opened again and compared before it is relied on.

The copy of a protected project is protected by the same passphrase.

A project is locked against a second connection, also by this process (`connection.py`), so a copy
is taken over the one connection: with SQLite's online backup, some pages at a time, and other
threads read and write between two steps. What they write goes into the copy as well. Everything
slow (the check, the comparing of texts) is done in the copy, which nobody waits for.
"""

import os
from collections.abc import Callable, Generator, Mapping
from contextlib import ExitStack, contextmanager
from pathlib import Path

from engine.errors import ProjectDamaged
from engine.store.backups import BackupKind, backups_of, base
from engine.store.connection import Connection
from engine.store.documents import altered_text, text_was_altered
from engine.store.files import all_files, move, private_file, remove, said, sync_file
from engine.store.full_text import is_of_index, repair

DRAFT = "unfinished"
"""The label of what is still being written; whoever holds the project's lock may remove those."""


def back_up(connection: Connection, label: str, *, with_texts: bool = True) -> Path:
    """Copy the open project to a new file beside it, named after `label`; gives its path.

    It gets its name once it is whole and checked. Raises `ProjectDamaged` if the copy does not
    hold what the project holds; it is removed then.
    """
    with beside(connection.path) as draft:
        write_copy(connection, draft, with_texts=with_texts)
        target = free_name(connection.path, label)
        move(draft, target)
    return target


def write_copy(connection: Connection, draft: Path, *, with_texts: bool = True) -> None:
    """Copy the open project into an empty file and check it; a run may go on meanwhile.

    A broken full-text index is built again in the project first. `with_texts` also compares each
    text with the one imported; not where the copy is what is left to rescue.
    """
    try:
        _copy(connection, draft, with_texts=with_texts)
    except _IndexBroken:
        repair(connection)
        _copy(connection, draft, with_texts=with_texts)


def _copy(connection: Connection, draft: Path, *, with_texts: bool) -> None:
    expected: dict[str, int] = {}
    name = connection.path.name

    def finish(copy: Connection) -> None:
        if with_texts and (altered := altered_text(copy)):
            raise text_was_altered(altered, name)
        _forget_stale(copy)

    connection.copy_pages(draft, lambda: expected.update(contents(connection)))
    check_copy(draft, connection.passphrase, expected, name, finish)


def remove_drafts(project: Path) -> None:
    """Remove what a process left that died while it wrote a copy or put one back."""
    end = f"){project.suffix}"
    try:
        files = list(project.parent.iterdir())
    except OSError:
        return  # a folder that doesn't say what is in it; nothing depends on this
    starts = tuple(f"{name} ({DRAFT}" for name in {base(project), project.stem})
    drafts = [path for path in files if path.name.startswith(starts) and path.name.endswith(end)]
    # A restore that died keeps the project under a second name: it is no copy, but the same file.
    links = [
        copy.path
        for copy in backups_of(project)
        if copy.kind is BackupKind.REPLACED and copy.path.samefile(project)
    ]
    for path in (*drafts, *links):
        for file in all_files(path):
            remove(file)


def find_damage(connection: Connection) -> str:
    """What SQLite's own checks find wrong, in its words; empty if nothing."""
    found = [row["integrity_check"] for row in connection.rows("PRAGMA integrity_check")]
    found = [] if found == ["ok"] else found
    found.sort(key=is_of_index)  # what can't be mended comes first
    if found and not is_of_index(found[0]):
        return str(found[0])
    broken = connection.rows("PRAGMA foreign_key_check")
    if broken:
        return f"a row of {broken[0]['table']} refers to nothing"
    return str(found[0]) if found else ""


@contextmanager
def beside(project: Path) -> Generator[Path]:
    """A new, empty, private file beside a project; it is removed unless the block moves it."""
    target = _new_file(project)
    with ExitStack() as undo:
        for file in all_files(target):
            undo.callback(file.unlink, missing_ok=True)
        yield target


def check_copy(
    draft: Path,
    passphrase: str,
    expected: Mapping[str, int],
    name: str,
    finish: Callable[[Connection], None] | None = None,
) -> None:
    """Open a copy and look; raises `ProjectDamaged` unless it is sound and holds `expected`.

    `finish` may look further, and write into it what does not belong in the original.
    """
    copy = Connection(draft, passphrase)
    try:
        damage = find_damage(copy)
        if is_of_index(damage):
            raise _IndexBroken(f"“{name}” can't be searched: {damage}; open it again.")
        if damage or contents(copy) != expected:
            raise ProjectDamaged(
                f"“{name}” could not be backed up: it is damaged, and was left as it is. "
                "Go back to an earlier copy of it."
            )
        if finish:
            finish(copy)
    finally:
        copy.close()
    with said(draft):
        sync_file(draft)


class _IndexBroken(ProjectDamaged):
    """Nothing but a full-text index is broken; it can be built again."""


def _forget_stale(copy: Connection) -> None:
    """A copy has no older copies of its own to replace."""
    if copy.row("SELECT name FROM sqlite_master WHERE name = 'stale_copies'"):
        copy.write("DELETE FROM stale_copies")


def free_name(project: Path, label: str) -> Path:
    """A name beside a project that nothing has, with the label and, if need be, a number."""
    number = 1
    while True:
        ending = label if number == 1 else f"{label} {number}"
        target = project.with_name(f"{base(project)} ({ending}){project.suffix}")
        if not os.path.lexists(target):
            return target
        number += 1


def _new_file(project: Path) -> Path:
    while True:
        target = free_name(project, DRAFT)
        with said(target):
            try:
                private_file(target)
            except FileExistsError:
                continue  # somebody else was faster
        return target


def contents(connection: Connection) -> dict[str, int]:
    """How many rows each table has, and the numbers in the header."""
    tables = connection.rows(  # an index of words has no rows of its own to count
        "SELECT name FROM sqlite_master WHERE type = 'table' AND sql NOT LIKE 'CREATE VIRTUAL%'"
    )
    counts = {row["name"]: _rows_of(connection, row["name"]) for row in tables}
    header = ("application_id", "user_version")
    return counts | {name: connection.number(f"PRAGMA {name}") for name in header}


def _rows_of(connection: Connection, table: str) -> int:
    quoted = table.replace('"', '""')
    return connection.number(f'SELECT count(*) FROM "{quoted}"')  # noqa: S608 names can't be bound
