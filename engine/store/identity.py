"""Whether the file that is open still stands at its path: by device and inode, at each commit.

A file that is moved, deleted or replaced under an open project stays writable through its handle,
and what is saved there is lost to whoever looks at the path. SQLite does not tell. Windows lets
nobody move a file that SQLite has open, so there is nothing to notice there.
"""

from pathlib import Path

from engine.errors import ProjectMoved


class FileIdentity:
    """The file at a path, as it was when it was opened."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._opened = _identity(path)

    def confirm(self) -> None:
        """Call it once the file was written to: some file systems give new numbers at each look.

        There only a file that is gone can be noticed, not one that was replaced.
        """
        if _identity(self._path) != self._opened:
            self._opened = None

    def is_in_place(self) -> bool:
        """The path still leads to the file that was opened."""
        now = _identity(self._path)
        return now is not None and self._opened in {now, None}

    def refuse_moved(self) -> None:
        """Raise `ProjectMoved` unless the path still leads to the file that was opened."""
        if not self.is_in_place():
            raise ProjectMoved(
                f"“{self._path.name}” was moved, deleted or replaced while it was open, so nothing "
                "more is saved there; save a copy under another name and go on in that."
            )

    def remove_empty_log(self) -> None:
        """Remove the -wal file that SQLite leaves at the path of a moved file, if it is empty."""
        log = self._path.with_name(self._path.name + "-wal")
        if not self._path.exists() and log.is_file() and not log.stat().st_size:
            log.unlink()


def _identity(path: Path) -> tuple[int, int] | None:
    try:
        facts = path.stat()
    except OSError:
        return None
    return facts.st_dev, facts.st_ino
