"""Files on the disk: made private, moved and removed so that a crash leaves the old or the new one.

A rename survives a power cut only once its folder is synced. On Windows a virus scanner or a cloud
client may hold a file for a moment after it was written: there each step is tried again for a
second.
"""

import errno
import os
import shutil
import time
from collections.abc import Callable, Generator
from contextlib import contextmanager
from pathlib import Path

from engine.errors import DiskFull, ProjectReadOnly

_TRIES, _PAUSE = 10, 0.1  # seconds between two tries
_FULL = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}


def all_files(path: Path) -> list[Path]:
    """A project file and what SQLite may put beside it."""
    return [path.with_name(path.name + ending) for ending in ("", "-wal", "-journal", "-shm")]


def private_file(path: Path) -> None:
    """Make an empty file that nobody else may read, from its first byte on; never overwrites."""
    os.close(os.open(path, os.O_CREAT | os.O_EXCL | os.O_RDWR, 0o600))


def move(source: Path, target: Path) -> None:
    """Put a file in the place of another, which is gone then: one or the other, at any moment."""
    with said(target):
        patiently(lambda: source.replace(target))
        sync_folder(target.parent)


def remove(path: Path) -> None:
    """Delete a file that may be gone already."""
    with said(path):
        patiently(lambda: path.unlink(missing_ok=True))


def keep_under(source: Path, target: Path) -> None:
    """Give a file a second name, while it stays under the first: a link, or else a copy."""
    with said(target):
        try:
            os.link(source, target)
        except OSError:  # FAT, and some shares, know no links
            private_file(target)
            shutil.copyfile(source, target)
            sync_file(target)
        sync_folder(target.parent)


def sync_file(path: Path) -> None:
    """Wait until a file is on the disk; not for one that SQLite has open: it loses its lock."""
    handle = os.open(path, os.O_RDWR)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def sync_folder(folder: Path) -> None:
    """Wait until the names in a folder are on the disk; Windows has no such call."""
    if os.name == "posix":
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)


@contextmanager
def said(path: Path) -> Generator[None]:
    """Turn what the system refuses into a `ProjectError`."""
    try:
        yield
    except OSError as error:
        if error.errno in _FULL:
            raise DiskFull(
                f"The disk of “{path.name}” is full; make room and try again."
            ) from error
        raise ProjectReadOnly(
            f"“{path.name}” can't be written, moved or deleted ({error.strerror}); check that you "
            "may write in its folder and that no other program uses the file."
        ) from error


def patiently(
    act: Callable[[], object], tries: int = _TRIES if os.name == "nt" else 1, pause: float = _PAUSE
) -> None:
    """Call `act`, again while the system says that another program holds the file."""
    for _ in range(tries - 1):
        try:
            act()
        except PermissionError:
            time.sleep(pause)
        else:
            return
    act()
