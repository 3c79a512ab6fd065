"""Which passages gave tasks that are kept: one row for each passage and type."""

from engine.records import CoveredSpan
from engine.store.connection import Connection, Row

_SPANS = """
SELECT p.document_id, r.task_type, p.start, p."end", max(r.verdict IN ('accept', 'edit')) AS yes
FROM reviews r JOIN units u ON u.id = r.unit_id JOIN passages p ON p.id = u.passage_id
WHERE r.outcome = 'ok' AND r.verdict != 'reject'
GROUP BY p.id, r.task_type
"""
# CROSS JOIN keeps the order: else SQLite begins with the outcome, which nearly all tasks share.
_SPANS_OF = """
SELECT p.document_id, r.task_type, p.start, p."end", max(r.verdict IN ('accept', 'edit')) AS yes
FROM passages p CROSS JOIN tasks t ON t.passage_id = p.id CROSS JOIN reviews r ON r.task_id = t.id
WHERE p.document_id = :document AND r.outcome = 'ok' AND r.verdict != 'reject'
GROUP BY p.id, r.task_type
"""
_DOCUMENTS = """
SELECT d.id FROM documents d WHERE EXISTS (
    SELECT 1 FROM passages p CROSS JOIN tasks t ON t.passage_id = p.id WHERE p.document_id = d.id
) ORDER BY d.id
"""


class Coverage:
    """The coverage of a project's documents."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def spans(self) -> list[CoveredSpan]:
        """The passages of well-formed tasks that are not rejected, by type."""
        return [_span(row) for row in self._connection.rows(_SPANS)]

    def document_ids(self) -> list[int]:
        """The documents that gave tasks."""
        return self._connection.numbers(_DOCUMENTS)

    def spans_of(self, document_id: int) -> list[CoveredSpan]:
        """Those of one document, which others need not wait long for."""
        return [_span(row) for row in self._connection.rows(_SPANS_OF, document=document_id)]


def _span(row: Row) -> CoveredSpan:
    return CoveredSpan(
        row["document_id"], row["task_type"], row["start"], row["end"], bool(row["yes"])
    )
