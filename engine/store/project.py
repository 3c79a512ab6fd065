"""A project: one `.bonito` file, with everything the user made in it.

One connection behind one lock, so every method of its rooms may be called from any thread and has
committed when it returns. While it is open no other process, and no second opening here, gets in.
"""

import os
import stat
from contextlib import ExitStack
from pathlib import Path
from types import TracebackType
from typing import Self

from engine.errors import (
    NotAProject,
    ProjectExists,
    ProjectMissing,
    ProjectReadOnly,
)
from engine.records import ProjectStatus, SearchHit
from engine.store import schema
from engine.store.backup import find_damage, private_file
from engine.store.connection import Connection, peek
from engine.store.decisions import Decisions
from engine.store.documents import Documents
from engine.store.log import Log
from engine.store.passages import Passages
from engine.store.runs import Runs
from engine.store.search import Search
from engine.store.status import status
from engine.store.tasks import Tasks


class Project:
    """An open project. Use `create` or `open`, and close it or use it as a context manager."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self.path = connection.path
        self.log = Log(connection)
        self.documents = Documents(connection, self.log)
        self.passages = Passages(connection, self.documents)
        self._search = Search(connection)
        self.runs = Runs(connection, self.log)
        self.tasks = Tasks(connection)
        self.decisions = Decisions(connection, self.tasks, self.log)

    @classmethod
    def create(cls, path: Path) -> Self:
        """Make a new project; raises `ProjectExists`, `ProjectReadOnly`, `DiskFull`."""
        _make_file(path)
        with ExitStack() as undo:
            for leftover in _files(path):
                undo.callback(leftover.unlink, missing_ok=True)
            connection = Connection(path)
            undo.callback(connection.close)
            schema.upgrade(connection, schema.migrations, schema.VERSION)
            project = cls(connection)
            project.log.add("created", f"{path.name} was created")
            undo.pop_all()
        return project

    @classmethod
    def open(cls, path: Path) -> Self:
        """Open a project; raises the `ProjectError` that says why not.

        Anything that is not a project is left exactly as it was. Runs that a dead process left
        running become INTERRUPTED.
        """
        _refuse_foreign(path)
        with ExitStack() as undo:
            connection = Connection(path)
            undo.callback(connection.close)
            schema.upgrade(connection, schema.migrations, schema.VERSION)
            schema.check(connection)
            project = cls(connection)
            project.runs.interrupt_running()
            project.passages.drop_unused()
            undo.pop_all()
        return project

    def find_damage(self) -> str:
        """What a full check of the file finds wrong, in SQLite's words; empty if nothing."""
        return find_damage(self._connection)

    def search(self, text: str, limit: int = 50) -> list[SearchHit]:
        """Places that hold all words of `text`, best first; see `store/search.py`."""
        return self._search.find(text, limit)

    def status(self) -> ProjectStatus:
        """The project in numbers, all counted in one read."""
        return status(self._connection, self.passages, self.runs, self.tasks)

    def close(self) -> None:
        """Let go of the file; afterwards it is the one file there is. Safe to repeat."""
        self._connection.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()


def _files(path: Path) -> list[Path]:
    """The project file and what SQLite may put beside it."""
    return [path.with_name(path.name + ending) for ending in ("", "-wal", "-journal", "-shm")]


def _make_file(path: Path) -> None:
    try:
        existing = next((file for file in _files(path) if file.exists()), None)
        if existing is None:
            private_file(path)
    except OSError as error:
        raise ProjectReadOnly(
            f"“{path.name}” can't be made in “{path.parent}” ({error.strerror}); "
            "choose a folder that exists and that you may write to."
        ) from error
    if existing is not None:
        raise ProjectExists(f"“{existing.name}” exists already; open it or choose another name.")


def _refuse_foreign(path: Path) -> None:
    """Look before SQLite may touch anything: the file stays as it is, to the byte."""
    _refuse_missing(path)
    application_id, version = peek(path)
    if application_id != schema.APPLICATION_ID:
        raise NotAProject(f"“{path.name}” is not a Bonito project; choose a .bonito file.")
    if version > schema.VERSION:
        raise schema.newer(path)
    if version < 1:
        raise schema.damaged(path)
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
