"""A project: one `.bonito` file, with everything the user made in it.

One connection behind one lock, so every method of its rooms may be called from any thread and has
committed when it returns. While it is open no other process, and no second opening here, gets in.
"""

from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager, ExitStack, suppress
from pathlib import Path
from threading import Lock
from types import TracebackType
from typing import Self

from engine.errors import (
    DiskFull,
    NotAProject,
    PassphraseWrong,
    ProjectDamaged,
    ProjectError,
    ProjectExists,
    ProjectReadOnly,
)
from engine.records import Measures, ProjectStatus, SearchHit
from engine.store import full_text, schema, stale_copies
from engine.store.audits import Audits
from engine.store.backups import BackupKind, backups_of, check_room, is_due, label, rotate
from engine.store.connection import Connection
from engine.store.coverage import Coverage
from engine.store.decisions import Decisions
from engine.store.deletion import Deletion, Holdings
from engine.store.documents import Documents
from engine.store.drafts import Drafts
from engine.store.facets import never
from engine.store.files import all_files, move
from engine.store.history import History
from engine.store.log import Log
from engine.store.made import MadeBefore
from engine.store.measures import measures
from engine.store.opening import foreign, is_protected, make_file, needs_passphrase
from engine.store.packets import Packets
from engine.store.paragraphs import Paragraphs
from engine.store.parts import Parts
from engine.store.passages import Passages
from engine.store.passphrase import check_passphrase, rewrite
from engine.store.personal import Personal
from engine.store.regrading import Regrading
from engine.store.runs import Runs
from engine.store.search import Search
from engine.store.status import recounted, status
from engine.store.tasks import Tasks
from engine.store.verified_copy import (
    back_up,
    beside,
    find_damage,
    remove_drafts,
    write_copy,
)


class Project:
    """An open project. Use `create` or `open`, and close it or use it as a context manager."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self.path = connection.path
        self.log = Log(connection)
        self.documents = Documents(connection, self.log)
        self.passages = Passages(connection, self.documents)
        self.packets = Packets(connection, self.log)
        self.regrading = Regrading(connection)
        self.paragraphs = Paragraphs(connection)
        self.parts = Parts(connection, self.log)
        self._search = Search(connection)
        self._deletion = Deletion(connection, self.documents, self.log)
        self._copying = Lock()
        self.runs = Runs(connection, self.log)
        self.tasks = Tasks(connection, self.log)
        self.decisions = Decisions(connection, self.tasks, self.log)
        self.history = History(connection)
        self.audits = Audits(connection, self.tasks, self.decisions, self.log)
        self.drafts = Drafts(connection)
        self.coverage = Coverage(connection)
        self.made = MadeBefore(connection)
        self.personal = Personal(connection, self.decisions, self.log)

    @classmethod
    def create(cls, path: Path, passphrase: str = "", who: str = "") -> Self:
        """Make a new project, protected if a passphrase is given; `who` works in it from now on.

        Raises `ProjectExists`, `ProjectReadOnly`, `DiskFull`, `BadSetting` for a bad passphrase.
        """
        if passphrase:
            check_passphrase(passphrase)
        make_file(path)
        with ExitStack() as undo:
            for leftover in all_files(path):
                undo.callback(leftover.unlink, missing_ok=True)
            connection = Connection(path, passphrase)
            undo.callback(connection.close)
            schema.upgrade(connection, schema.migrations, schema.VERSION)
            project = cls(connection)
            project.log.who = who
            project.log.add("created", f"{path.name} was created")
            undo.pop_all()
        return project

    @classmethod
    def open(cls, path: Path, passphrase: str = "") -> Self:
        """Open a project; raises the `ProjectError` that says why not.

        Anything that is not a project is left exactly as it was. A passphrase is used only where
        the file asks for one. Runs that a dead process left running become INTERRUPTED.
        """
        protected = is_protected(path)
        if protected and not passphrase:
            raise needs_passphrase(path)
        with ExitStack() as undo:
            connection = _open_protected(path, passphrase) if protected else Connection(path)
            undo.callback(connection.close)
            remove_drafts(path)
            schema.upgrade(connection, schema.migrations, schema.VERSION)
            schema.check(connection)
            full_text.repair_if_unreadable(connection)
            _replace_stale_copies(connection)
            project = cls(connection)
            project.runs.interrupt_running()
            project.passages.drop_unused()
            project.log.seal()  # what a process left that died
            undo.pop_all()
        return project

    @property
    def passphrase(self) -> str:
        """What it was opened with; empty if it is not protected."""
        return self._connection.passphrase

    @property
    def is_protected(self) -> bool:
        """A passphrase was needed to open it."""
        return bool(self._connection.passphrase)

    def check_place(self) -> None:
        """Raise `ProjectMoved` if the file is no longer at its path, as each commit would."""
        self._connection.check_place()

    def alone(self) -> AbstractContextManager[None]:
        """No other thread reads or writes meanwhile: who does several things waits once, not often.

        Deciding during a run, the longest gap was 34 ms with it and 43 ms without (medians of three
        alternating rounds of `tests/bench/window.py`). Wait for no thread in it.
        """
        return self._connection.alone()

    def transaction(self) -> AbstractContextManager[None]:
        """What is saved in it stands or falls together, and costs one fsync instead of many."""
        return self._connection.transaction()

    def reopened(self) -> Self:
        """Open the same file again, with the same passphrase, once this one is closed."""
        again = type(self).open(self.path, self._connection.passphrase)
        again.log.who = self.log.who
        return again

    def back_up(self) -> Path:
        """Write a verified copy beside the project, and keep the newest few; gives its path."""
        self.log.seal()
        with self._copying:
            copy = back_up(self._connection, label(self.path, BackupKind.BACKUP))
            rotate(self.path, copy)
        return copy

    def back_up_if_due(self) -> Path | None:
        """`back_up`, at most once a day and only if there is something new to keep."""
        self.check_place()
        has_content = bool(self._connection.numbers("SELECT id FROM documents LIMIT 1"))
        try:
            if not has_content or not is_due(self.path):
                return None
            check_room(self.path)
        except FileNotFoundError:
            self.check_place()  # it was moved just now
            raise
        return self.back_up()

    def save_copy(self, path: Path) -> None:
        """Write a verified copy, with the same passphrase, to another place; for a moved file too.

        Raises `ProjectExists` where something stands there already.
        """
        if path.absolute() == self.path.absolute():
            raise ProjectExists(f"“{path.name}” is this project's own name; choose another one.")
        with self._copying:
            make_file(path)
            with ExitStack() as undo:
                undo.callback(path.unlink, missing_ok=True)
                with beside(path) as draft:
                    write_copy(self._connection, draft, with_texts=False)
                    move(draft, path)
                undo.pop_all()

    def holdings(self, document_id: int) -> Holdings:
        """What deleting this document would take with it."""
        return self._deletion.holdings(document_id)

    def delete_document(self, document_id: int, *, with_decisions: bool = False) -> Holdings:
        """Delete a document for good, with all that was made from it and the backups that hold it.

        One new backup takes their place. See `Deletion.delete` for what is refused.
        """
        return self.delete_documents([document_id], with_decisions=with_decisions)[0]

    def delete_documents(
        self, document_ids: Sequence[int], *, with_decisions: bool = False
    ) -> list[Holdings]:
        """Delete several, as `delete_document`; the backups are replaced once, at the end.

        A document that can't be deleted ends it; those before it are gone.
        """
        gone = list[Holdings]()
        with self._copying:  # a backup under way would still hold them
            try:
                for document_id in document_ids:
                    gone.append(self._deletion.delete(document_id, with_decisions=with_decisions))
            finally:
                if gone:
                    stale_copies.replace(self._connection)
        return gone

    def give_way(self, document_id: int) -> bool:
        """Remove a document for another reading of its file, if nothing was made of it yet."""
        with self._copying:
            return self._deletion.give_way(document_id)

    def change_passphrase(self, passphrase: str) -> None:
        """Protect the project with another passphrase, or with none if it is empty.

        Closes the project: open it again. The backups, which the old one opens, are replaced.
        """
        if passphrase:
            check_passphrase(passphrase)
        rewrite(self._connection, passphrase)
        if backups_of(self.path):
            again = Connection(self.path, passphrase)
            try:
                stale_copies.replace(again)
            finally:
                again.close()

    def find_damage(self) -> str:
        """What a full check of the file finds wrong, in SQLite's words; empty if nothing."""
        return find_damage(self._connection)

    def search(self, text: str, limit: int = 50) -> list[SearchHit]:
        """Places that hold all words of `text`, best first; see `store/search.py`."""
        return self._search.find(text, limit)

    def status(self) -> ProjectStatus:
        """The project in numbers, all counted in one read."""
        return status(self._connection, self.passages, self.runs)

    def measures(self, is_cancelled: Callable[[], bool] = never) -> Measures:
        """Lengths and times, for charts; read slice by slice, so that nobody waits for it."""
        return measures(self._connection, is_cancelled)

    def recount(self, before: ProjectStatus) -> ProjectStatus:
        """`before` with tasks and decisions as they are now: one short read, however many."""
        return recounted(before, self.tasks.counts())

    def close(self) -> None:
        """Let go of the file; afterwards it is the one file there is. Safe to repeat.

        What can't be sealed now, because the disk is full or the file was moved, is at the next
        opening.
        """
        with suppress(ProjectError):  # also where it is closed already
            self.log.seal()
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


def _replace_stale_copies(connection: Connection) -> None:
    """What a process left that died after it deleted a document or changed the passphrase.

    A full disk or damage elsewhere keeps nobody from opening: they stay noted for the next time,
    and a backup says the reason itself.
    """
    with suppress(DiskFull, ProjectDamaged, ProjectReadOnly):
        stale_copies.replace(connection)


def _open_protected(path: Path, passphrase: str) -> Connection:
    try:
        connection = Connection(path, passphrase)
    except NotAProject as error:
        raise PassphraseWrong(
            f"This passphrase doesn't open “{path.name}”; check capitals and keyboard, and type it "
            "again."
        ) from error
    if connection.number("PRAGMA application_id") != schema.APPLICATION_ID:
        connection.close()
        raise foreign(path)
    return connection
