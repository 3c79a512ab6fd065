"""One SQLite connection behind one lock: opened safely, read and written in typed pieces.

Whatever is opened, only SQLite reads it. A plain `open()` and close of a project file in this
process would silently drop the POSIX locks by which other processes see that it is in use.
"""

import sys
import threading
import time
import unicodedata
from array import array
from collections.abc import Callable, Generator, Iterable, Iterator, Mapping
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path
from typing import Any

import sqlcipher3  # pyright: ignore[reportMissingTypeStubs] it ships none

from engine.errors import BadSetting, ProjectMoved
from engine.store.failures import driver, translated, translated_export
from engine.store.fair_lock import FairLock
from engine.store.identity import FileIdentity

# sqlite-utils takes the driver it finds under these names; without them it would take Python's
# own SQLite, which is older and whose exceptions are not the ones we translate.
sys.modules["pysqlite3"] = sqlcipher3
sys.modules["pysqlite3.dbapi2"] = driver
# It also imports these two where they are installed, only to know their types. None makes it
# believe, while it is being imported, that they are not there.
_unwanted = {"numpy", "pandas"} - set(sys.modules)
sys.modules.update(dict.fromkeys(_unwanted))  # pyright: ignore[reportArgumentType, reportCallIssue]

from sqlite_utils import Database, Migrations  # noqa: E402 it has to come after these lines

for _name in _unwanted:
    del sys.modules[_name]

__all__ = ["Connection", "Database", "Migrations", "Row", "Value", "peek", "storable"]

Value = str | int | float | bytes | None
Row = Mapping[str, Any]

_PAGES_A_STEP = 256  # 1 MiB of a copy: some milliseconds for which other threads wait
_PAUSE_SECONDS = 0.001  # between two steps; without it the copying thread takes the lock again
_AT_ONCE = 2**20  # characters that are encoded to see whether they can be stored
_BUSY_SECONDS = 0.2  # a dying process lets go at once; nobody else gives way at all

# Each for a reason (house.md, Data). EXCLUSIVE comes before WAL: so no -shm file is made, and the
# first read takes the lock that tells every other process, and this one, that the file is in use.
_PRAGMAS = (
    "locking_mode = EXCLUSIVE",
    "journal_mode = WAL",
    "synchronous = FULL",
    "fullfsync = ON",  # macOS: fsync alone leaves the last writes in the disk's own cache
    "checkpoint_fullfsync = ON",
    "foreign_keys = ON",
    "temp_store = MEMORY",
    "trusted_schema = OFF",
    "cell_size_check = ON",
    "mmap_size = 0",
    "secure_delete = ON",
)


class Connection:
    """An open project file. Every method may be called from any thread.

    A statement outside `transaction()` is committed when its method returns.
    """

    def __init__(self, path: Path, passphrase: str = "") -> None:
        """Open the file at `path` for writing and take its lock; raises `ProjectError`.

        An empty file becomes one that `passphrase` protects; a protected one opens with it only.
        """
        self.path = path
        self.passphrase = passphrase
        self._lock = FairLock()
        # No copy is under way. The lock has all that a Condition uses of an RLock.
        self._no_copy = threading.Condition(self._lock)  # pyright: ignore[reportArgumentType]
        self._copies, self._is_closing = 0, False
        with translated(path, writing=True):
            self._raw: Any = _connect(path, "mode=rw")
            self._file = FileIdentity(path)
            with ExitStack() as undo:
                undo.callback(self._raw.close)
                _unlock(self._raw, passphrase)
                self.database = Database(self._raw, execute_plugins=False, strict=True)
                for pragma in _PRAGMAS:
                    self._raw.execute(f"PRAGMA {pragma}")
                self._raw.execute("BEGIN IMMEDIATE")  # SQLite opens a read-only file without a word
                self._raw.execute("COMMIT")
                self._file.confirm()
                self._raw.create_function("holds", 2, _holds, deterministic=True)
                undo.pop_all()

    def check_place(self) -> None:
        """Raise `ProjectMoved` if the file is no longer at its path; costs one `stat`."""
        self._file.refuse_moved()

    @contextmanager
    def transaction(self) -> Generator[None]:
        """All or nothing; nested ones are savepoints. Holds the lock.

        Raises `ProjectMoved`, and saves nothing, if the file is no longer at its path.
        """
        with self._lock, translated(self.path, writing=True):
            is_outermost, before = not self._raw.in_transaction, self._raw.total_changes
            try:
                with self.database.atomic():
                    yield
                    if is_outermost and self._raw.total_changes != before:
                        self._file.refuse_moved()
            except ProjectMoved:
                if is_outermost:
                    self._checkpoint()
                raise

    @contextmanager
    def alone(self) -> Generator[None]:
        """No other thread reads or writes meanwhile; unlike `transaction`, VACUUM can run in it."""
        with self._lock:
            yield

    @contextmanager
    def without_foreign_keys(self) -> Generator[None]:
        """No reference is checked meanwhile; begin it outside of a transaction."""
        with self._lock:
            self._raw.execute("PRAGMA foreign_keys = OFF")
            try:
                yield
            finally:
                self._raw.execute("PRAGMA foreign_keys = ON")

    def rows(self, sql: str, **values: Value) -> list[Row]:
        """All rows, as mappings from column to cell."""
        with self._lock, translated(self.path):
            cursor = self._raw.execute(sql, _bound(values))
            names = [column[0] for column in cursor.description]
            return [dict(zip(names, row, strict=True)) for row in cursor]

    def tuples(self, sql: str, **values: Value) -> list[tuple[Any, ...]]:
        """All rows as plain tuples, which is faster where there are very many."""
        with self._lock, translated(self.path):
            return self._raw.execute(sql, _bound(values)).fetchall()

    def each(self, sql: str, **values: Value) -> Iterator[tuple[Any, ...]]:
        """`tuples` one at a time, for long texts; read them to the end, it holds the lock."""
        with self._lock, translated(self.path):
            yield from self._raw.execute(sql, _bound(values))

    def row(self, sql: str, **values: Value) -> Row | None:
        """The first row, or None."""
        found = self.rows(sql, **values)
        return found[0] if found else None

    def numbers(self, sql: str, **values: Value) -> list[int]:
        """The first column of every row."""
        with self._lock, translated(self.path):
            return [row[0] for row in self._raw.execute(sql, _bound(values))]

    def packed(self, sql: str, **values: Value) -> "array[int]":
        """`numbers` in eight bytes each, for as many as there may be."""
        with self._lock, translated(self.path):
            return array("q", (row[0] for row in self._raw.execute(sql, _bound(values))))

    def texts(self, sql: str, **values: Value) -> list[str]:
        """The first column of every row, which holds text."""
        with self._lock, translated(self.path):
            return [row[0] for row in self._raw.execute(sql, _bound(values))]

    @property
    def changes(self) -> int:
        """Rows changed since it was opened: the same number means the same content."""
        return int(self._raw.total_changes)

    @property
    def is_in_transaction(self) -> bool:
        """What is seen now may be taken back."""
        return bool(self._raw.in_transaction)

    def number(self, sql: str, **values: Value) -> int:
        """The first cell of the first row, or 0."""
        return next(iter(self.numbers(sql, **values)), 0)

    def write(self, sql: str, **values: Value) -> int:
        """Run one statement; gives the id of the row it inserted."""
        with self._lock, translated(self.path, writing=True):
            if not (self._raw.in_transaction or self._file.is_in_place()):
                self._checkpoint()
                self._file.refuse_moved()
            return int(self._raw.execute(sql, _bound(values)).lastrowid or 0)

    def written(self, sql: str, **values: Value) -> Row | None:
        """Run one statement that ends in RETURNING, in a transaction; the row, or None."""
        with self._lock, translated(self.path, writing=True):
            return self.row(sql, **values)

    def write_many(self, sql: str, rows: Iterable[Mapping[str, Value]]) -> None:
        """Run one statement for each of `rows`, in one transaction."""
        with self.transaction():
            self._raw.executemany(sql, (_bound(row) for row in rows))

    def copy_pages(self, target: Path, at_end: Callable[[], None]) -> None:
        """Copy all pages of the file into an empty one, with the same passphrase.

        Other threads read and write meanwhile; what they commit goes into the copy too. `at_end`
        is called while both are the same and nobody else gets in.
        """

        def between(_status: int, remaining: int, _total: int) -> None:
            if not remaining:
                at_end()
            elif not self._is_closing:
                self._lock.release()
                try:
                    time.sleep(_PAUSE_SECONDS)
                finally:
                    self._lock.acquire()

        with self._copy_under_way(), translated(self.path, writing=True):
            copy: Any = _connect(target, "mode=rw")
            try:
                _unlock(copy, self.passphrase)
                for pragma in ("synchronous = FULL", "fullfsync = ON"):
                    copy.execute(f"PRAGMA {pragma}")
                with self._lock:
                    self._raw.backup(copy, pages=_PAGES_A_STEP, progress=between, sleep=0.01)
            finally:
                copy.close()

    @contextmanager
    def _copy_under_way(self) -> Generator[None]:
        """`close` waits for it."""
        with self._lock:
            self._copies += 1
        try:
            yield
        finally:
            with self._lock:
                self._copies -= 1
                self._no_copy.notify_all()

    def copy_into(self, target: Path, passphrase: str) -> None:
        """Write all that is in the file into an empty one, which `passphrase` then protects."""
        header = {
            name: self.number(f"PRAGMA {name}") for name in ("application_id", "user_version")
        }
        # Without foreign keys: the tables come one after the other.
        with self.without_foreign_keys(), translated(self.path, writing=True):
            self._raw.execute(
                "ATTACH DATABASE :target AS copy KEY :key",
                {"target": str(target), "key": _normal(passphrase)},
            )
            try:
                with translated_export(self.path):
                    self._raw.execute("SELECT sqlcipher_export('copy')").fetchall()
                for name, value in header.items():
                    self._raw.execute(f"PRAGMA copy.{name} = {value}")
            finally:
                self._raw.execute("DETACH DATABASE copy")

    def close(self) -> None:
        """Let go of the file; SQLite empties and removes the -wal file. Safe to repeat.

        A copy that is under way is finished first.
        """
        with self._lock:
            self._is_closing = True
            self._no_copy.wait_for(lambda: not self._copies)
            is_in_place = self._file.is_in_place()
            if not is_in_place:
                self._checkpoint()
            self._raw.close()
            if not is_in_place:
                self._file.remove_empty_log()

    def _checkpoint(self) -> None:
        """Move what is in the -wal file into a file that was moved away; SQLite would not."""
        with suppress(driver.Error):  # closed already, or a disk that is gone
            self._raw.execute("PRAGMA wal_checkpoint(TRUNCATE)")


def peek(path: Path) -> tuple[int, int]:
    """The `application_id` and `user_version` in the header of a file, which is not touched.

    `immutable` keeps SQLite from making side files, locking, or replaying another program's log.
    """
    with translated(path):
        raw = _connect(path, "mode=ro&immutable=1")
        try:
            # Forgives a file that is shorter than its header says, as it is when a process died
            # while SQLite moved pages into it: the rest stands in the log.
            raw.execute("PRAGMA writable_schema = ON")
            return tuple(
                raw.execute(f"PRAGMA {pragma}").fetchone()[0]
                for pragma in ("application_id", "user_version")
            )
        finally:
            raw.close()


def _unlock(raw: Any, passphrase: str) -> None:  # noqa: ANN401 the driver has no type stubs
    """Give the key before anything is read; a pragma takes no bound value, so it is quoted."""
    raw.execute("PRAGMA cipher_log_level = NONE")  # it would write to stderr
    if not passphrase.isprintable():  # a null or half a letter would end up in another error
        raise BadSetting("A passphrase is one line of printable characters; type it again.")
    if passphrase:
        quoted = _normal(passphrase).replace("'", "''")
        raw.execute(f"PRAGMA key = '{quoted}'")


def _normal(passphrase: str) -> str:
    """The same letters typed on another system are the same passphrase."""
    return unicodedata.normalize("NFC", passphrase)


def storable(text: str) -> str:
    """`text` as UTF-8 can hold it: lone surrogates (odd file names, torn escapes) become U+FFFD.

    The number of code points stays the same, so offsets stay true.
    """
    if any(_is_torn(text[start : start + _AT_ONCE]) for start in range(0, len(text), _AT_ONCE)):
        return "".join("\ufffd" if "\ud800" <= sign <= "\udfff" else sign for sign in text)
    return text


def _is_torn(text: str) -> bool:
    try:
        text.encode()
    except UnicodeEncodeError:
        return True
    return False


def _connect(path: Path, options: str) -> Any:  # noqa: ANN401 the driver has no type stubs
    return driver.connect(
        f"{path.absolute().as_uri()}?{options}",
        uri=True,
        timeout=_BUSY_SECONDS,
        isolation_level=None,  # transactions are begun and ended where we say so
        check_same_thread=False,  # the lock of `Connection` sees to that
    )


def _bound(values: Mapping[str, Value]) -> dict[str, Value]:
    return {key: storable(v) if isinstance(v, str) else v for key, v in values.items()}


def _holds(text: str, wanted: str) -> bool:
    """SQL function: `text` holds `wanted`, which is casefolded; LIKE folds only ASCII letters."""
    return wanted in text.casefold()
