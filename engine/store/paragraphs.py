"""The paragraphs of all documents, as an export of passages writes them: chosen, read in slices.

Of each document the current set in the vocabulary that came last, without excluded passages, as
`Passages.counts` counts them.
"""

# ruff: noqa: S608 only constants of ours are put together; every value is bound

from collections import Counter
from collections.abc import Iterator, Sequence
from json import dumps

from engine.records import PassageKind, PlacedPassage
from engine.store.connection import Connection

_AT_ONCE = 500
_COUNTED_AT_ONCE = 10_000
_NEWEST = """
SELECT cut_id FROM (SELECT document_id, max(cut_id) AS cut_id FROM current_cuts
    WHERE kind = :kind GROUP BY document_id)
"""
_SELECT = """
SELECT p.id, p.document_id, p.start, p."end", p.header_start, p.header_end,
    coalesce((SELECT label FROM pages WHERE document_id = p.document_id AND start <= p.start
        ORDER BY position DESC LIMIT 1), '') AS page
FROM passages p WHERE p.id IN (SELECT value FROM json_each(:ids))
"""


class Paragraphs:
    """The paragraphs of a project."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def ids(self, document_ids: Sequence[int] = ()) -> Sequence[int]:
        """Their numbers in document and reading order; of these documents, or of all."""
        wanted = "AND p.document_id IN (SELECT value FROM json_each(:documents))"
        return self._connection.packed(
            f"SELECT p.id FROM passages p WHERE NOT p.is_excluded AND p.cut_id IN ({_NEWEST})"
            f" {wanted if document_ids else ''} ORDER BY p.document_id, p.position",
            kind=PassageKind.PARAGRAPH.value,
            **({"documents": dumps(list(document_ids))} if document_ids else {}),
        )

    def of_documents(self, ids: Sequence[int]) -> dict[int, int]:
        """How many of these there are of each document."""
        found = Counter[int]()
        for start in range(0, len(ids), _COUNTED_AT_ONCE):
            part = dumps(list(ids[start : start + _COUNTED_AT_ONCE]))
            rows = self._connection.tuples(
                "SELECT document_id, count(*) FROM passages"
                " WHERE id IN (SELECT value FROM json_each(:ids)) GROUP BY document_id",
                ids=part,
            )
            found.update(dict(rows))
        return dict(sorted(found.items()))

    def some(self, ids: Sequence[int]) -> list[PlacedPassage]:
        """Those of these that there are, in this order."""
        rows = self._connection.rows(_SELECT, ids=dumps(list(ids)))
        found = {row["id"]: PlacedPassage(**row) for row in rows}
        return [found[one] for one in ids if one in found]

    def in_slices(self, ids: Sequence[int]) -> Iterator[PlacedPassage]:
        """`some`, read in slices."""
        for start in range(0, len(ids), _AT_ONCE):
            yield from self.some(ids[start : start + _AT_ONCE])
