"""The one place where SQLite's errors become ours, told apart by `sqlite_errorcode`.

The driver is sqlcipher3 (zlib licence): it carries a current SQLite on every platform, while many
Pythons carry one with the WAL-reset bug of 3.7.0-3.51.2.
"""

from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from sqlcipher3 import dbapi2  # pyright: ignore[reportMissingTypeStubs] it ships none

from engine.errors import (
    BadSetting,
    DiskFull,
    NotAProject,
    ProjectDamaged,
    ProjectError,
    ProjectLocked,
    ProjectReadOnly,
)

driver: Any = dbapi2

_CLOSED = "closed database"
# https://sqlite.org/rescode.html. The driver gives primary codes only, not the extended ones.
_BUSY, _LOCKED, _READONLY, _IOERR, _CORRUPT, _FULL, _CANTOPEN, _NOTADB = 5, 6, 8, 10, 11, 13, 14, 26

_SENTENCES: dict[int, tuple[type[ProjectError], str]] = {
    _BUSY: (
        ProjectLocked,
        "“{name}” is open in another window or program; close it there and try again.",
    ),
    _READONLY: (
        ProjectReadOnly,
        "“{name}” or its folder can't be written; copy it to a folder of your own and open that.",
    ),
    _IOERR: (
        ProjectDamaged,
        "“{name}” could not be read from its disk; check the disk or stick, then open it again.",
    ),
    _CORRUPT: (
        ProjectDamaged,
        "“{name}” is damaged or cut short; go back to a copy of it, and keep this file meanwhile.",
    ),
    _FULL: (
        DiskFull,
        "The disk of “{name}” is full; make room and go on. Everything saved before is safe.",
    ),
    _NOTADB: (
        NotAProject,
        "“{name}” is not a Bonito project; choose a .bonito file.",
    ),
}
_SENTENCES[_LOCKED] = _SENTENCES[_BUSY]
# Only seen after the file itself was read: then it is what stands beside it that can't be made.
_SENTENCES[_CANTOPEN] = _SENTENCES[_READONLY]


_SENTENCES_OF_WRITING = _SENTENCES | {
    # A full disk is _FULL; a quota, FAT's 4 GiB or a size limit cut a write short like this.
    _IOERR: (
        DiskFull,
        "“{name}” can't be saved: its disk is full, limited or gone; make room and open it again.",
    ),
}


@contextmanager
def translated(path: Path, *, writing: bool = False) -> Generator[None]:
    """Turn what the driver raises about the file at `path` into a `ProjectError`.

    What stays is ours: wrong SQL, a broken constraint.
    """
    try:
        yield
    except MemoryError as error:  # a made-up length in a damaged index, as a rule
        raise ProjectDamaged(
            f"“{path.name}” asks for more memory than there is: it is damaged, or this computer is "
            "short of memory; close other programs and open it again, else go back to a copy."
        ) from error
    except UnicodeDecodeError as error:  # the driver reads SQLite's own sentence about the damage
        raise ProjectDamaged(_SENTENCES[_CORRUPT][1].format(name=path.name)) from error
    except OverflowError as error:
        raise BadSetting("A number is too large for a project; use a smaller one.") from error
    except driver.Error as error:
        if _CLOSED in str(error):  # which has no code
            raise ProjectError(
                f"“{path.name}” was closed meanwhile; open it again to go on."
            ) from error
        sentences = _SENTENCES_OF_WRITING if writing else _SENTENCES
        known = sentences.get(_code(error))
        if known is None:
            raise
        kind, sentence = known
        raise kind(sentence.format(name=path.name)) from error


@contextmanager
def translated_export(path: Path) -> Generator[None]:
    """The same for `sqlcipher_export`, an SQL function: its errors carry words and no code."""
    try:
        yield
    except driver.OperationalError as error:
        if not any(words in str(error) for words in _WORDS_OF_A_FULL_DISK):
            raise
        kind, sentence = _SENTENCES[_FULL]
        raise kind(sentence.format(name=path.name)) from error


_WORDS_OF_A_FULL_DISK = ("disk is full", "disk I/O error")


def _code(error: Exception) -> int:
    code = getattr(error, "sqlite_errorcode", None)
    if "invalid fts5 file format" in str(error):
        return _CORRUPT
    if code is None and isinstance(error, driver.OperationalError):
        return _CORRUPT  # the driver's own: a text that is not UTF-8, which we never wrote
    return code or 0
