"""The project log: who did what when, in sentences, as a chain of hashes.

Each entry holds the SHA-256 over the entry before and itself, so that none can be changed, left out
or put in between without all later hashes changing. Whoever noted the newest hash, the head, can
prove later that everything up to it is as it was. The hash covers a salted commitment to the
sentence and not the sentence itself: a line that names a deleted document is blanked, and the chain
can be followed all the same. No line holds document text.
"""

import hashlib
import os
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from json import dumps

from engine.store.clock import now
from engine.store.connection import Connection, Row, storable
from engine.store.migrations import STEPS, v21_chain
from engine.store.seals import Seals

GENESIS = "0" * 64  # stands before the first entry
BLANKED = "(named a document that was deleted)"
CHAINED_SINCE = 1 + STEPS.index(v21_chain)  # version of the tables
_SEALED_AT_ONCE = 256  # tasks or files; what a killed process may leave to the next opening
_INSERT = """
INSERT INTO log (id, at, who, event, detail, document_id, facts, salt, commitment, hash)
VALUES (:id, :at, :who, :event, :detail, :document_id, :facts, :salt, :commitment, :hash)
"""
_NAMED = """
SELECT id FROM log WHERE salt != '' AND (document_id = :id
    OR event IN ('imported', 'refused', 'deleted', 'read again', 'audit')
        AND (instr(detail, :sha256) OR instr(detail, :text_sha256)
            OR instr(detail || ':', :name || ':') = 1 OR instr(detail, :name || ',') = 1
            OR event = 'audit' AND instr(detail, :name)))
"""


_ENTRIES = "SELECT at, who, event, detail, id AS number, hash, facts FROM log"


@dataclass(frozen=True, slots=True)
class LogEntry:
    """One line of the log."""

    at: str
    who: str
    event: str  # one word: created, imported, refused, run, decided, exported, ...
    detail: str
    number: int = 0
    hash: str = ""
    facts: str = ""  # JSON, for programs


def about(entry: LogEntry, events: Collection[str], who: str, text: str) -> bool:
    """Whether a line is of one of these events, by somebody and says something; empty: any."""
    says = f"{entry.event} {entry.who} {entry.detail} {entry.hash}".casefold()
    return (
        (not events or entry.event in events)
        and (not who or entry.who.casefold() == who.casefold())
        and text.casefold() in says
    )


class Log:
    """The append-only log of a project."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self.who = ""  # works in the project now: of every line that names nobody else
        self._seals = Seals(connection)
        self._unsealed = 0  # tasks and files since they were last sealed

    def add(  # noqa: PLR0913 name them at the call
        self,
        event: str,
        detail: str,
        who: str = "",
        *,
        facts: Mapping[str, object] | None = None,
        document_id: int | None = None,
        whole_tables: bool = True,
        seals: bool = True,
    ) -> int:
        """Write one line and seal what is new; inside a transaction it stands or falls with it.

        Gives its number. `document_id` is the document that the line names: with it the line is
        blanked. `whole_tables=False` leaves those out. `seals=False` is for what is written once
        for each file: it is sealed now and then, or by the next other line.
        """
        with self._connection.transaction():
            if self._connection.number("PRAGMA user_version") < CHAINED_SINCE:
                return self._add_unchained(event, detail, who)
            number, before = self._next()
            said = dict(facts or {})
            if seals:
                said |= self._seals.write(number, whole_tables=whole_tables).facts()
            line = _Line(number, event, detail, who or self.who, said, document_id)
            self._connection.write(_INSERT, **line.columns(before))
            if not seals:
                self.seal_now_and_then()
        return number

    def seal_now_and_then(self) -> None:
        """Of many tasks or files, so that their end has little left for which all would wait."""
        self._unsealed += 1
        if self._unsealed >= _SEALED_AT_ONCE:
            self._unsealed = 0
            self.seal(whole_tables=False)

    def seal(self, *, whole_tables: bool = True) -> bool:
        """Seal what is new or changed, with a line of its own if there is anything."""
        with self._connection.transaction():
            number, before = self._next()
            sealed = self._seals.write(number, whole_tables=whole_tables)
            if not sealed.counts:
                return False
            said = ", ".join(f"{count:,} × {kind}" for kind, count in sealed.counts.items())
            line = _Line(number, "sealed", said, "", sealed.facts(), None)
            self._connection.write(_INSERT, **line.columns(before))
        return True

    def begin(self) -> None:
        """Take over the lines of an earlier version and seal all that is there now."""
        rows = self._connection.rows("SELECT * FROM log WHERE hash = '' ORDER BY id")
        before = GENESIS
        with self._connection.transaction():
            for row in rows:
                line = _Line(row["id"], row["event"], row["detail"], row["who"], {}, None)
                columns = line.columns(before, row["at"])
                before = str(columns["hash"])
                self._connection.write(
                    "UPDATE log SET salt = :salt, commitment = :commitment, hash = :hash"
                    " WHERE id = :id",
                    **{name: columns[name] for name in ("salt", "commitment", "hash", "id")},
                )
            self._seals.mark_all()
            said = "The chain begins here; earlier lines are taken over as they stood: "
            self.add("chain", f"{said}{len(rows):,}", facts={"earlier": len(rows)})

    def blank(self, document_id: int, name: str, sha256: str, text_sha256: str) -> list[int]:
        """Blank every line that names a document; gives their numbers. The chain stays whole."""
        found = self._connection.numbers(
            _NAMED, id=document_id, name=name, sha256=sha256, text_sha256=text_sha256
        )
        self._connection.write(
            "UPDATE log SET detail = :blanked, salt = '' WHERE id IN"
            " (SELECT value FROM json_each(:ids))",
            blanked=BLANKED, ids=dumps(found),
        )  # fmt: skip
        return found

    def all(self) -> list[LogEntry]:
        """Every line, oldest first."""
        rows = self._connection.rows(f"{_ENTRIES} ORDER BY id")
        return [LogEntry(**row) for row in rows]

    def head(self) -> LogEntry | None:
        """The newest entry: its hash stands for the whole log."""
        row = self._connection.row(f"{_ENTRIES} ORDER BY id DESC LIMIT 1")
        return LogEntry(**row) if row else None

    def newest(self, event: str) -> LogEntry | None:
        """The newest entry of an event."""
        row = self._connection.row(
            f"{_ENTRIES} WHERE event = :event ORDER BY id DESC LIMIT 1", event=event
        )
        return LogEntry(**row) if row else None

    def pending(self) -> dict[str, int]:
        """How many items of each kind are not sealed as they are now."""
        return self._seals.pending()

    def _next(self) -> tuple[int, str]:
        """The number of the next entry, and the hash it builds on."""
        head = self.head()
        return (head.number + 1, head.hash) if head else (1, GENESIS)

    def _add_unchained(self, event: str, detail: str, who: str) -> int:
        """In a project of an earlier version, which is about to be brought up to date."""
        return self._connection.write(
            "INSERT INTO log (at, who, event, detail) VALUES (:at, :who, :event, :detail)",
            at=now(), who=who, event=event, detail=detail,
        )  # fmt: skip


@dataclass(frozen=True, slots=True)
class _Line:
    """An entry before it is chained."""

    number: int
    event: str
    detail: str
    who: str
    facts: Mapping[str, object]
    document_id: int | None

    def columns(self, before: str, at: str = "") -> dict[str, str | int | None]:
        """All its cells, with its hash over the entry `before`."""
        salt, detail, who = os.urandom(16).hex(), storable(self.detail), storable(self.who)
        facts = dumps(self.facts, sort_keys=True) if self.facts else ""
        row: dict[str, str | int | None] = {
            "id": self.number, "at": at or now(), "who": who, "event": self.event,
            "detail": detail, "document_id": self.document_id, "facts": facts, "salt": salt,
            "commitment": commitment(salt, detail),
        }  # fmt: skip
        return row | {"hash": chained(before, row)}


def commitment(salt: str, detail: str) -> str:
    """What stands for a sentence in the chain; without the salt it can't be told from another."""
    return hashlib.sha256(f"{salt} {detail}".encode()).hexdigest()


def chained(before: str, row: Row) -> str:
    """The hash of an entry: SHA-256 of the hash before and all else but the sentence, as JSON."""
    cells = (row["id"], row["at"], row["who"], row["event"], row["commitment"], row["facts"])
    return hashlib.sha256(dumps([before, *cells], default=repr).encode("ascii")).hexdigest()
