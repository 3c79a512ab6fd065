"""The project log: who did what when, in sentences. It never holds document text."""

from dataclasses import dataclass

from engine.store.clock import now
from engine.store.connection import Connection


@dataclass(frozen=True, slots=True)
class LogEntry:
    """One line of the log."""

    at: str
    who: str
    event: str  # one word: created, imported, refused, run, decided, exported, ...
    detail: str


class Log:
    """The append-only log of a project."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def add(self, event: str, detail: str, who: str = "") -> None:
        """Write one line; inside a transaction it stands or falls with it."""
        self._connection.write(
            "INSERT INTO log (at, who, event, detail) VALUES (:at, :who, :event, :detail)",
            at=now(), who=who, event=event, detail=detail,
        )  # fmt: skip

    def all(self) -> list[LogEntry]:
        """Every line, oldest first."""
        rows = self._connection.rows("SELECT at, who, event, detail FROM log ORDER BY id")
        return [LogEntry(**row) for row in rows]
