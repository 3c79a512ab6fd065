"""Backups that hold a deleted document, or open without the new passphrase: noted, then replaced.

They are noted together with the change itself, so that a crash in between changes nothing: whoever
opens the project next replaces them.
"""

from pathlib import Path

from engine.errors import DiskFull
from engine.store.backups import BackupKind, backups_of, label
from engine.store.clock import now
from engine.store.connection import Connection
from engine.store.files import all_files, remove
from engine.store.verified_copy import back_up


def note(connection: Connection, project: Path) -> None:
    """Note every copy that lies beside `project` now; within the caller's transaction."""
    connection.write_many(
        "INSERT OR REPLACE INTO stale_copies (name, at) VALUES (:name, :now)",
        ({"name": backup.path.name, "now": now()} for backup in backups_of(project)),
    )


def replace(connection: Connection) -> None:
    """Make one new copy instead of all that are noted, and remove those; nothing if none is noted.

    Raises `DiskFull`, `ProjectDamaged` or `ProjectReadOnly`; what is left stays noted.
    """
    names = {str(row["name"]) for row in connection.rows("SELECT name FROM stale_copies")}
    if not names:
        return
    try:
        back_up(connection, label(connection.path, BackupKind.BACKUP))
    except DiskFull:
        _remove(connection.path, names)  # they go in any case; perhaps there is room then
        back_up(connection, label(connection.path, BackupKind.BACKUP))
    _remove(connection.path, names)
    connection.write("DELETE FROM stale_copies")


def _remove(project: Path, names: set[str]) -> None:
    """Remove those copies; what a made-up file names besides is no copy of this project."""
    for backup in backups_of(project):
        if backup.path.name in names:
            for file in all_files(backup.path):
                remove(file)
