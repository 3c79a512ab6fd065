"""Put a backup in a project's place, or take a project away: both with nobody inside.

What a backup replaces is kept beside it, so that a restore can be taken back.
"""

import os
from contextlib import ExitStack, suppress
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
from engine.store.opening import is_protected, needs_passphrase
from engine.store.project import Project
from engine.store.verified_copy import (
    all_files,
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
    _refuse_open(project)
    with beside(project) as draft:
        _copy(backup, draft, passphrase if protected else "")
        try:
            replaced = _exchange(project, draft)
        except OSError as error:
            raise ProjectReadOnly(
                f"“{project.name}” can't be replaced ({error.strerror}); check that you may write "
                "in its folder."
            ) from error
    with Project.open(project, passphrase) as restored:
        kept = f"; what it replaced: {replaced.name}" if replaced else ""
        restored.log.add("restored", f"From {backup.name}{kept}")
    rotate(project)
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
    files = [file for one in (path, *copies) for file in all_files(one) if file.exists()]
    for file in files:
        try:
            file.unlink()
        except OSError as error:
            raise ProjectReadOnly(
                f"“{file.name}” can't be deleted ({error.strerror}); check that you may write in "
                "its folder."
            ) from error
    return files


def _refuse_open(project: Path) -> None:
    """Raise `ProjectLocked` if somebody has the project open; its state doesn't matter."""
    try:
        Connection(project).close()
    except ProjectLocked:
        raise
    except ProjectError:
        pass  # gone, damaged or protected: nobody would be in it without the lock


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
    """Put `draft` in the project's place, and what stood there beside it, with SQLite's log.

    If that fails half-way, what stood there stands there again.
    """
    aside = free_name(project, label(BackupKind.REPLACED))
    with ExitStack() as undo:
        for file, target in zip(all_files(project), all_files(aside), strict=True):
            if os.path.lexists(file):
                file.replace(target)
                undo.callback(target.replace, file)
        draft.replace(project)
        undo.pop_all()
    return aside if os.path.lexists(aside) else None
