"""The history of decisions: who said what of which task when, taken back or not; newest first.

Decisions are never changed but for the mark that takes them back, so their ids are their order.
"""

from collections.abc import Iterator, Sequence
from json import dumps

from engine.records import DecisionFilter, MadeDecision, Verdict
from engine.store.connection import Connection, Row
from engine.store.values import known

SLICE = 5_000  # decisions looked at; some milliseconds
_IDS = """
SELECT d.id FROM decisions d LEFT JOIN reviews r ON r.task_id = d.task_id
    LEFT JOIN documents doc ON doc.id = r.document_id
WHERE d.id > :after AND d.id <= :until AND (:who = '' OR d.who = :who)
    AND (:verdict = '' OR d.verdict = :verdict)
    AND (:text = '' OR CAST(d.task_id AS TEXT) = :text OR instr(lower(d.reason), lower(:text))
        OR instr(lower(coalesce(doc.name, '')), lower(:text)))
ORDER BY d.id DESC
"""
_MADE = """
SELECT d.id, d.task_id, coalesce(r.task_type, '') AS task_type, coalesce(doc.name, '') AS document,
    d.verdict, d.reason, d.who, d.at, coalesce(d.undone_at, '') AS undone_at
FROM decisions d LEFT JOIN reviews r ON r.task_id = d.task_id
    LEFT JOIN documents doc ON doc.id = r.document_id
WHERE d.id IN (SELECT value FROM json_each(:ids)) ORDER BY d.id DESC
"""
_PEOPLE = "SELECT DISTINCT who FROM decisions WHERE id > :after AND id <= :until"
_NEWEST = "SELECT max(id) FROM decisions"


class History:
    """The decisions of a project, to be read."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def ids(self, narrow: DecisionFilter) -> Iterator[list[int]]:
        """Those that a filter means, in slices; between two the connection is free for others."""
        words = {"who": narrow.who, "verdict": narrow.verdict, "text": narrow.text.strip()}
        for after, until in self._slices():
            yield self._connection.numbers(_IDS, after=after, until=until, **words)

    def made(self, ids: Sequence[int]) -> list[MadeDecision]:
        """These decisions, the newest first."""
        rows = self._connection.rows(_MADE, ids=dumps(list(ids)))
        return [_made(row) for row in rows]

    def people(self) -> list[str]:
        """Everybody who decided, by name."""
        found = set[str]()
        for after, until in self._slices():
            found.update(self._connection.texts(_PEOPLE, after=after, until=until))
        return sorted(found)

    def _slices(self) -> Iterator[tuple[int, int]]:
        """From the newest ids to the oldest."""
        until = self._connection.number(_NEWEST) or 0
        while until > 0:
            yield max(until - SLICE, 0), until
            until -= SLICE


def _made(row: Row) -> MadeDecision:
    facts = dict(row)
    verdict = known(Verdict, facts.pop("verdict"))
    return MadeDecision(verdict=verdict, **facts)
