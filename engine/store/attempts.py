"""Attempts: each try at a unit that was tried more than once, kept beside its task."""

from collections.abc import Sequence

from engine.records import Attempt, Outcome
from engine.store.connection import Connection, Row
from engine.store.values import known


class Attempts:
    """The attempts of a project; a unit that succeeded at once has none here."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def add(self, unit_id: int, attempts: Sequence[Attempt]) -> None:
        """Store all attempts at a unit; call it in the transaction that stores its task."""
        self._connection.write_many(
            """
            INSERT INTO attempts (unit_id, number, seed, is_constrained, outcome, raw, stop,
                generated_tokens, seconds)
            VALUES (:unit, :number, :seed, :is_constrained, :outcome, :raw, :stop,
                :generated_tokens, :seconds)
            """,
            (
                {"unit": unit_id, "number": one.number, "seed": one.seed,
                 "is_constrained": int(one.is_constrained), "outcome": one.outcome.value,
                 "raw": one.raw, "stop": one.stop, "generated_tokens": one.generated_tokens,
                 "seconds": one.seconds}
                for one in attempts
            ),
        )  # fmt: skip

    def of(self, unit_id: int) -> list[Attempt]:
        """Every attempt at a unit, first to last; empty if it was tried once only."""
        rows = self._connection.rows(
            """
            SELECT number, seed, is_constrained, outcome, raw, stop, generated_tokens, seconds
            FROM attempts WHERE unit_id = :unit ORDER BY number
            """,
            unit=unit_id,
        )
        return [_attempt(row) for row in rows]


def _attempt(row: Row) -> Attempt:
    cells = dict(row)
    cells["outcome"] = known(Outcome, row["outcome"])
    cells["is_constrained"] = bool(row["is_constrained"])
    return Attempt(**cells)
