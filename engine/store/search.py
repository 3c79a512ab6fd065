"""Search: where the project's documents say something, by words, in an index kept by triggers.

Case and accents don't matter. What the user typed is never read as a query language: each word,
and each phrase in quotation marks, is looked for as it is; the last word may be unfinished.
"""

import re
import unicodedata
from collections.abc import Iterator

from engine.errors import ProjectDamaged
from engine.records import PassageKind, SearchHit
from engine.store.connection import Connection, Row
from engine.store.full_text import repair

_OPEN, _CLOSE = "\ufdd0", "\ufdd1"  # no characters by definition, so no text needs them
_SNIPPET, _LEAD = 150, 24  # characters in all, and before the place
_MOST_WORDS = 32

_FIND = """
SELECT texts.document_id, texts.start, texts.text, documents.name,
    highlight(text_index, 0, :open, :close) AS marked
FROM text_index JOIN texts ON texts.id = text_index.rowid
JOIN documents ON documents.id = texts.document_id
WHERE text_index MATCH :query AND text_index.rowid IN (
    -- Only of these few are the texts read and marked, however many pieces hold the words.
    SELECT rowid FROM text_index WHERE text_index MATCH :query ORDER BY rank, rowid LIMIT :limit)
ORDER BY rank, texts.id
"""
_NAMED = """
SELECT documents.id AS document_id, name, 0 AS start, text, text AS marked
FROM documents JOIN texts ON document_id = documents.id AND start = 0
WHERE holds(name, :wanted) ORDER BY documents.id LIMIT :limit
"""
_PASSAGE = """
SELECT id, position FROM passages
WHERE cut_id = (SELECT max(cut_id) FROM current_cuts
        WHERE document_id = :document AND kind = :kind)
    AND "end" > :start ORDER BY position LIMIT 1
"""
_PAGE = """
SELECT label FROM pages WHERE document_id = :document AND start <= :start
ORDER BY position DESC LIMIT 1
"""


class Search:
    """Full-text search over the documents of a project."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def find(self, text: str, limit: int) -> list[SearchHit]:
        """Documents with `text` in their name, then places that hold all its words, best first."""
        wanted = " ".join(text.split()).casefold()
        if not wanted:
            return []
        try:
            return self._find(text, wanted, limit)
        except ProjectDamaged:
            repair(self._connection)  # raises it again if more than an index is damaged
            return self._find(text, wanted, limit)

    def _find(self, text: str, wanted: str, limit: int) -> list[SearchHit]:
        with self._connection.transaction():
            rows = self._connection.rows(_NAMED, wanted=wanted, limit=limit)
            if query := match_expression(text):
                rows += self._connection.rows(
                    _FIND, query=query, limit=limit - len(rows), open=_OPEN, close=_CLOSE
                )
            return [self._hit(row) for row in rows]

    def _hit(self, row: Row) -> SearchHit:
        found = _marked_places(row["text"], row["marked"])
        first, last = found[0] if found else (0, 0)
        places = tuple((row["start"] + start, row["start"] + end) for start, end in found)
        start = row["start"] + first
        passage = self._connection.row(
            _PASSAGE, document=row["document_id"], start=start, kind=PassageKind.PARAGRAPH.value
        )
        page = self._connection.row(_PAGE, document=row["document_id"], start=start)
        return SearchHit(
            document_id=row["document_id"],
            document_name=row["name"],
            passage_id=passage["id"] if passage else None,
            passage=passage["position"] + 1 if passage else 0,
            page=page["label"] if page else "",
            snippet=_snippet(row["text"], first, last),
            start=start,
            end=row["start"] + last,
            places=places,
        )


def match_expression(text: str) -> str:
    """`text` as an FTS5 expression that can't be misread; empty if it holds no word."""
    phrases = [part.strip() for part in _phrases(text.replace("\0", " ")) if _has_word(part)]
    quoted = ['"' + phrase.replace('"', '""') + '"' for phrase in phrases[:_MOST_WORDS]]
    if quoted and _has_word(text[-1]):
        quoted[-1] += "*"
    return " ".join(quoted)


def _phrases(text: str) -> Iterator[str]:
    """Phrases in quotation marks, and single words."""
    for match in re.finditer(r'["“„]([^"“”]*)["“”]|([^\s"“”„]+)', text):
        yield match.group(1) or match.group(2) or ""


def _has_word(text: str) -> bool:
    """It holds something that the index takes for part of a word."""
    return any(unicodedata.category(sign)[0] in "LN" for sign in text)


def _marked_places(text: str, marked: str) -> list[tuple[int, int]]:
    """Where the marks of `highlight` stand, as offsets of the text without them."""
    places: list[tuple[int, int]] = []
    offset, start = 0, 0
    for sign in marked:
        if text[offset : offset + 1] == sign:
            offset += 1
        elif sign == _OPEN:
            start = offset
        else:
            places.append((start, offset))
    return places


def _snippet(text: str, start: int, end: int) -> str:
    """The words around a place, in one line."""
    room = min(max(_SNIPPET - (end - start), 0), _LEAD)
    first = text.rfind(" ", 0, max(start - room, 0)) + 1 if start > room else 0
    last = min(first + _SNIPPET, len(text))
    said = " ".join(text[first:last].split())
    return f"{'… ' if first else ''}{said}{' …' if last < len(text) else ''}"
