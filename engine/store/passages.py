"""Passages: how each document's text is cut, frozen with the settings that cut it."""

from collections.abc import Collection, Sequence
from json import dumps

from engine.errors import NothingToDo
from engine.passages import Span
from engine.records import Passage, PassageKind, PassageSettings
from engine.store.connection import Connection
from engine.store.documents import Documents

_SELECT = 'SELECT p.id, p.document_id, p.position, p.start, p."end", p.tokens FROM passages p '


class Passages:
    """The passages of a project. Once saved they never change."""

    def __init__(self, connection: Connection, documents: Documents) -> None:
        self._connection = connection
        self._documents = documents
        self._latest_text = (0, "")  # texts never change, and neighbours are asked for in a row

    def save(self, document_id: int, settings: PassageSettings, spans: Sequence[Span]) -> None:
        """Store how a document is cut; doing it again with the same settings changes nothing."""
        with self._connection.transaction():
            self._documents.get(document_id)
            settings_id = self._settings_id(settings) or self._add_settings(settings)
            if self._is_cut(document_id, settings_id):
                return
            self._connection.write(
                "INSERT INTO cuts (document_id, settings_id, passages)"
                " VALUES (:document, :settings, :passages)",
                document=document_id, settings=settings_id, passages=len(spans),
            )  # fmt: skip
            self._connection.write_many(
                """
                INSERT INTO passages (document_id, settings_id, position, start, "end", tokens)
                VALUES (:document, :settings, :position, :start, :end, :tokens)
                """,
                (
                    {"document": document_id, "settings": settings_id, "position": position,
                     "start": span.start, "end": span.end, "tokens": span.tokens}
                    for position, span in enumerate(spans)
                ),
            )  # fmt: skip

    def of(self, document_id: int, settings: PassageSettings) -> list[Passage]:
        """The passages of a document in reading order; empty if it is not cut that way."""
        rows = self._connection.rows(
            _SELECT + "WHERE document_id = :document AND settings_id = :settings ORDER BY position",
            document=document_id, settings=self._settings_id(settings),
        )  # fmt: skip
        return [Passage(**row) for row in rows]

    def missing(self, settings: PassageSettings) -> list[int]:
        """The ids of the documents that are not cut with these settings yet."""
        return self._connection.numbers(
            """
            SELECT id FROM documents WHERE NOT EXISTS (
                SELECT 1 FROM cuts WHERE document_id = documents.id AND settings_id = :settings)
            ORDER BY id
            """,
            settings=self._settings_id(settings),
        )

    def get(self, passage_id: int) -> Passage:
        """One passage; raises `NothingToDo` if there is none of that number."""
        row = self._connection.row(_SELECT + "WHERE id = :id", id=passage_id)
        if row is None:
            raise NothingToDo(f"There is no passage {passage_id} in this project.")
        return Passage(**row)

    def text(self, passage_id: int) -> str:
        """The text of one passage, exactly as it stands in the document."""
        passage = self.get(passage_id)
        document_id, text = self._latest_text
        if document_id != passage.document_id:
            text = self._documents.text(passage.document_id)
            self._latest_text = (passage.document_id, text)
        return text[passage.start : passage.end]

    def ids(
        self, settings: PassageSettings, document_ids: Collection[int] | None = None
    ) -> list[tuple[int, int]]:
        """(document id, passage id) in document and reading order; None means all documents."""
        rows = self._connection.rows(
            """
            SELECT document_id, id FROM passages
            WHERE settings_id = :settings AND (:documents IS NULL
                OR document_id IN (SELECT value FROM json_each(:documents)))
            ORDER BY document_id, position
            """,
            settings=self._settings_id(settings),
            documents=None if document_ids is None else dumps(list(document_ids)),
        )
        return [(row["document_id"], row["id"]) for row in rows]

    def count(self, document_id: int) -> int:
        """How many paragraphs a document has under the newest settings; 0 if it is not cut."""
        return self.counts().get(document_id, 0)

    def counts(self) -> dict[int, int]:
        """`count` of every document that is cut."""
        rows = self._connection.rows(
            # SQLite gives the bare column from the row that holds the maximum.
            """
            SELECT document_id, passages, max(settings_id) FROM cuts
            JOIN settings ON settings.id = settings_id
            WHERE kind = :paragraph GROUP BY document_id
            """,
            paragraph=PassageKind.PARAGRAPH.value,
        )
        return {row["document_id"]: row["passages"] for row in rows}

    def _is_cut(self, document_id: int, settings_id: int) -> bool:
        return bool(
            self._connection.number(
                "SELECT 1 FROM cuts WHERE document_id = :document AND settings_id = :settings",
                document=document_id, settings=settings_id,
            )
        )  # fmt: skip

    def _settings_id(self, settings: PassageSettings) -> int:
        return self._connection.number(
            """
            SELECT id FROM settings WHERE kind = :kind AND max_tokens = :max_tokens
                AND min_tokens = :min_tokens AND tokenizer = :tokenizer
            """,
            kind=settings.kind.value, max_tokens=settings.max_tokens,
            min_tokens=settings.min_tokens, tokenizer=settings.tokenizer,
        )  # fmt: skip

    def _add_settings(self, settings: PassageSettings) -> int:
        return self._connection.write(
            "INSERT INTO settings (kind, max_tokens, min_tokens, tokenizer)"
            " VALUES (:kind, :max_tokens, :min_tokens, :tokenizer)",
            kind=settings.kind.value, max_tokens=settings.max_tokens,
            min_tokens=settings.min_tokens, tokenizer=settings.tokenizer,
        )  # fmt: skip
