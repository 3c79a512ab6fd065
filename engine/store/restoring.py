"""Put a backup in a project's place, or take a project away: both with nobody inside.

What a backup replaces is kept beside it, so that a restore can be taken back.
"""

import os
from contextlib import suppress
from pathlib import Path

from engine.errors import (
    NotAProject,
    PassphraseWrong,
    ProjectDamaged,
    ProjectError,
    ProjectLocked,
    ProjectReadOnly,
)
from engine.store import schema
from engine.store.backups import BackupKind, backups_of, label, rotate
from engine.store.connection import Connection
from engine.store.files import all_files, keep_under, move, remove, said, sync_folder
from engine.store.opening import is_protected, needs_passphrase
from engine.store.project import Project
from engine.store.verified_copy import (
    beside,
    find_damage,
    free_name,
    remove_drafts,
    write_copy,
)


def restore(project: Path, backup: Path, passphrase: str = "") -> Path | None:
    """Put `backup` in the place of `project`; gives where the file that stood there is now.

    The backup is checked and copied first, and itself stays. `passphrase` is the backup's. Raises
    the `ProjectError` that says why not; the project stands as it was then.
    """
    protected = is_protected(backup)
    if protected and not passphrase:
        raise needs_passphrase(backup)
    _refuse_open(project, passphrase)
    with beside(project) as draft:
        _copy(backup, draft, passphrase if protected else "")
        replaced = _exchange(project, draft)
    with Project.open(project, passphrase) as restored:
        kept = f"; what it replaced: {replaced.name}" if replaced else ""
        restored.log.add("restored", f"From {backup.name}{kept}")
    rotate(project, replaced)
    return replaced


def delete_project(path: Path) -> list[Path]:
    """Delete a project and all its backups; gives the files that are gone.

    No passphrase is asked for: whoever may delete the file can do so anyway. Raises
    `ProjectLocked` while it is open somewhere, `NotAProject` for any other file.
    """
    with suppress(ProjectDamaged, ProjectReadOnly):  # those can be deleted all the same
        is_protected(path)
    _refuse_open(path)
    remove_drafts(path)
    copies = [backup.path for backup in backups_of(path)]
    # The project's own file last: while it is there, deleting can be asked for again.
    files = [
        file
        for one in (*copies, path)
        for file in reversed(all_files(one))
        if os.path.lexists(file)
    ]
    for file in files:
        remove(file)
    with said(path):
        sync_folder(path.parent)
    return files


def _refuse_open(project: Path, passphrase: str = "") -> None:
    """Raise `ProjectLocked` if somebody has the project open; its state doesn't matter.

    Opening and closing also moves into the file what a process that died left in SQLite's log; of
    a protected project only with its passphrase.
    """
    for word in dict.fromkeys(("", passphrase)):
        try:
            Connection(project, word).close()
        except ProjectLocked:
            raise
        except ProjectError:
            continue  # gone, damaged or protected: nobody would be in it without the lock
        else:
            return


def _copy(backup: Path, draft: Path, passphrase: str) -> None:
    try:
        source = Connection(backup, passphrase)
    except NotAProject as error:  # it was looked at before: so it is the passphrase
        raise PassphraseWrong(
            f"This passphrase doesn't open “{backup.name}”; a backup keeps the passphrase that the "
            "project had when it was made."
        ) from error
    try:
        if find_damage(source):
            raise ProjectDamaged(f"“{backup.name}” is damaged itself; restore an earlier backup.")
        if source.number("PRAGMA user_version") == schema.VERSION:
            schema.check(source)  # an older one is looked at when it was brought up to date
        write_copy(source, draft)
    finally:
        source.close()


def _exchange(project: Path, draft: Path) -> Path | None:
    """Put `draft` in the project's place by one rename; what stood there is kept beside it.

    It gets its second name first, so that at any moment a whole project stands at its place.
    SQLite's log of the old file must not meet the new one, so it is moved away before; it is empty
    unless the last process died and nobody could open the project since.
    """
    aside = free_name(project, label(project, BackupKind.REPLACED))
    is_there = os.path.lexists(project)
    if is_there:
        keep_under(project, aside)
    for file, target in list(zip(all_files(project), all_files(aside), strict=True))[1:]:
        if os.path.lexists(file):
            move(file, target)
    move(draft, project)
    return aside if is_there else None
