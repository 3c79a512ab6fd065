"""Look at a file before SQLite may touch it: only a project of ours is opened, or made."""

import os
import shutil
import stat
from pathlib import Path

from engine.errors import (
    NotAProject,
    PassphraseWrong,
    ProjectExists,
    ProjectMissing,
    ProjectProtected,
    ProjectReadOnly,
)
from engine.store import schema
from engine.store.backups import LONGEST_NAME
from engine.store.connection import Connection, peek
from engine.store.files import all_files, private_file
from engine.store.passphrase import may_be_protected


def make_file(path: Path) -> None:
    """Make the empty, private file of a new project; raises `ProjectExists`, `ProjectReadOnly`."""
    _refuse_long_name(path)
    try:
        existing = next((file for file in all_files(path) if file.exists()), None)
        if existing is None:
            private_file(path)
    except OSError as error:
        raise ProjectReadOnly(
            f"“{path.name}” can't be made in “{path.parent}” ({error.strerror}); "
            "choose a folder that exists and that you may write to."
        ) from error
    if existing is not None:
        raise ProjectExists(f"“{existing.name}” exists already; open it or choose another name.")


def is_protected(path: Path) -> bool:
    """Whether the file asks for a passphrase. Any file but a project is refused, untouched.

    Raises the `ProjectError` that says why not. A protected one shows nothing of itself: what it
    is, is looked at when it was opened.
    """
    _refuse_missing(path)
    _refuse_long_name(path)
    try:
        application_id, version = peek(path)
    except NotAProject:
        if may_be_protected(path):
            _refuse_read_only(path)
            return True
        raise
    if application_id != schema.APPLICATION_ID:
        raise foreign(path)
    if version > schema.VERSION:
        raise schema.newer(path)
    if version < 1:
        raise schema.damaged(path)
    _refuse_read_only(path)
    return False


def open_as_it_is(path: Path, passphrase: str) -> Connection:
    """Open a project without bringing it up to date; raises `ProjectError` if it can't be."""
    protected = is_protected(path)
    if protected and not passphrase:
        raise needs_passphrase(path)
    try:
        return Connection(path, passphrase if protected else "")
    except NotAProject as error:
        raise PassphraseWrong(
            f"This passphrase doesn't open “{path.name}”; type it again."
        ) from error


def foreign(path: Path) -> NotAProject:
    """The refusal of another program's file."""
    return NotAProject(f"“{path.name}” is not a Bonito project; choose a .bonito file.")


def needs_passphrase(path: Path) -> ProjectProtected:
    """The refusal of a protected file without its passphrase."""
    return ProjectProtected(
        f"“{path.name}” is protected by a passphrase (or is no Bonito project); give the "
        "passphrase to open it."
    )


def must_be_copied(path: Path, passphrase: str) -> bool:
    """Opening it where it is would change more of it than a look does, or can't be done.

    So of an earlier version, and of what is write-protected or in a folder that is.
    """
    _refuse_missing(path)
    if not _may_write(path):
        return True
    connection = open_as_it_is(path, passphrase)
    try:
        return connection.number("PRAGMA user_version") < schema.VERSION
    finally:
        connection.close()


def copy_to_read(path: Path, folder: Path, passphrase: str) -> Path:
    """Copy a project into a private folder, with what its process left beside it if it died."""
    copy = folder / path.name
    if _may_write(path):
        private_file(copy)
        connection = open_as_it_is(path, passphrase)
        try:
            connection.copy_pages(copy, lambda: None)
        finally:
            connection.close()
    else:  # nobody can be working on it either
        for file in filter(Path.exists, all_files(path)[:2]):
            private_file(folder / file.name)
            shutil.copyfile(file, folder / file.name)
    return copy


def _may_write(path: Path) -> bool:
    return os.access(path, os.W_OK) and os.access(path.parent, os.W_OK)


def _refuse_long_name(path: Path) -> None:
    """SQLite puts files beside it whose names are longer, and no name may have over 255 bytes."""
    if len(os.fsencode(path.name)) > LONGEST_NAME:
        raise ProjectReadOnly(
            f"The name “{path.name[:40]} …” is too long for a project; give it one of at most "
            f"{LONGEST_NAME} letters (fewer if they are not Latin)."
        )


def _refuse_read_only(path: Path) -> None:
    if not os.access(path, os.W_OK):  # else SQLite would open it, and stumble when it locks it
        raise ProjectReadOnly(
            f"“{path.name}” is write-protected; copy it to a folder of your own and open that."
        )


def _refuse_missing(path: Path) -> None:
    try:
        mode = path.stat().st_mode
    except (FileNotFoundError, NotADirectoryError):
        raise ProjectMissing(
            f"There is no file “{path}”; check its name, or make a new project."
        ) from None
    except OSError as error:
        raise ProjectReadOnly(
            f"“{path}” can't be read ({error.strerror}); choose a file that you may open."
        ) from error
    if not stat.S_ISREG(mode):  # a folder; or a pipe, where SQLite would wait for ever
        raise NotAProject(f"“{path.name}” is not a file; choose a .bonito file.")
