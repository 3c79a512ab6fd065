"""Which passages gave tasks that are kept: one row for each passage and type."""

from engine.records import CoveredSpan
from engine.store.connection import Connection

_SPANS = """
SELECT p.document_id, r.task_type, p.start, p."end", max(r.verdict IN ('accept', 'edit')) AS yes
FROM reviews r JOIN units u ON u.id = r.unit_id JOIN passages p ON p.id = u.passage_id
WHERE r.outcome = 'ok' AND r.verdict != 'reject'
GROUP BY p.id, r.task_type
"""


class Coverage:
    """The coverage of a project's documents."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def spans(self) -> list[CoveredSpan]:
        """The passages of well-formed tasks that are not rejected, by type."""
        return [
            CoveredSpan(
                row["document_id"], row["task_type"], row["start"], row["end"], bool(row["yes"])
            )
            for row in self._connection.rows(_SPANS)
        ]
