"""Passages: the sets in which a document is cut, and which of them is the current one.

A set is frozen with the settings that cut it. Other settings, or an edit by hand (a revision),
make another set and point the document to it; tasks of an older one keep theirs. Each document
has one current set for a kind and a vocabulary: that is what is planned, shown and counted.
"""

# ruff: noqa: S608 only constants of ours are put together; every value is bound

from collections.abc import Collection, Mapping, Sequence
from json import dumps

from engine.errors import NothingToDo
from engine.records import (
    Header,
    Passage,
    PassageKind,
    PassageSet,
    PassageSettings,
    PassageText,
    Span,
)
from engine.store.connection import Connection, Row
from engine.store.documents import Documents
from engine.store.values import known

_SELECT = """
SELECT p.id, p.document_id, p.position, p.start, p."end", p.tokens, p.is_excluded,
    p.header_start, p.header_end, p.header_tokens
FROM passages p
"""
_PIECES = """
SELECT p.start, p.header_start, p.header_end, p.header_tokens,
    {end} - {start} AS length, {start} - t.start AS skipped, t.text
FROM passages p JOIN texts t ON t.document_id = p.document_id AND t.start < {end}
    AND t.start >= (SELECT max(start) FROM texts
        WHERE document_id = p.document_id AND start <= {start})
WHERE p.id = :id ORDER BY t.start
"""
_READ = _PIECES.format(start="p.start", end='p."end"')
_READ_HEADER = _PIECES.format(start="p.header_start", end="p.header_end")
_CURRENT = (
    "JOIN current_cuts c ON c.cut_id = p.cut_id AND c.kind = :kind AND c.tokenizer = :tokenizer "
)


class Passages:
    """The passages of a project. Once saved they never change.

    Wherever settings are asked for, kind and vocabulary count: the sizes are each document's own.
    """

    def __init__(self, connection: Connection, documents: Documents) -> None:
        self._connection = connection
        self._documents = documents
        # By set, passages that are no sentences: what `engine/runs/choosing.py` found.
        self.left_out_of_sets: dict[int, frozenset[int]] = {}

    def save(self, document_id: int, settings: PassageSettings, spans: Sequence[Span]) -> None:
        """Store how a document is cut and make that current; a set that is there stays as it is."""
        with self._connection.transaction():
            self._documents.get(document_id)
            settings_id = self._settings_id(settings) or self._add_settings(settings)
            cut_id = self._connection.number(
                "SELECT id FROM cuts WHERE document_id = :document AND settings_id = :settings"
                " AND revision = 0",
                document=document_id, settings=settings_id,
            ) or self._add_cut(document_id, settings_id, 0, spans)  # fmt: skip
            self._choose(document_id, settings, cut_id)

    def save_several(
        self,
        settings: PassageSettings,
        cuts: Sequence[tuple[int, Sequence[Span]]],
        before: Mapping[int, int],
    ) -> None:
        """Store how these documents are cut, together, and make that current.

        `before` are the sets that were current when the cutting began, as `current_ids` gives them:
        a document that was cut, edited or deleted since stays as it is.
        """
        with self._connection.transaction():
            settings_id = self._settings_id(settings) or self._add_settings(settings)
            rows = self._connection.rows(
                _WHAT_IS_THERE, settings=settings_id, kind=settings.kind.value,
                tokenizer=settings.tokenizer, ids=dumps([document for document, _ in cuts]),
            )  # fmt: skip
            there = {row["id"]: row for row in rows}
            for document_id, spans in cuts:
                row = there.get(document_id)
                if row is not None and row["current"] == before.get(document_id):
                    cut_id = row["same"] or self._add_cut(document_id, settings_id, 0, spans)
                    self._choose(document_id, settings, cut_id)

    def current_ids(self, settings: PassageSettings) -> dict[int, int]:
        """The id of the current set of each document that is cut for this kind and vocabulary."""
        return dict(
            self._connection.tuples(
                "SELECT document_id, cut_id FROM current_cuts"
                " WHERE kind = :kind AND tokenizer = :tokenizer",
                kind=settings.kind.value, tokenizer=settings.tokenizer,
            )
        )  # fmt: skip

    def revise(self, document_id: int, settings: PassageSettings, spans: Sequence[Span]) -> None:
        """Store spans edited by hand as another revision of these very settings, and use it."""
        with self._connection.transaction():
            self._documents.get(document_id)
            settings_id = self._settings_id(settings) or self._add_settings(settings)
            newest = self._connection.number(
                "SELECT max(revision) FROM cuts"
                " WHERE document_id = :document AND settings_id = :settings",
                document=document_id, settings=settings_id,
            )  # fmt: skip
            cut_id = self._add_cut(document_id, settings_id, (newest or 0) + 1, spans)
            self._choose(document_id, settings, cut_id)

    def current(self, document_id: int, settings: PassageSettings) -> PassageSet | None:
        """The set a document is read in, with its own settings; None if it is not cut yet."""
        row = self._connection.row(
            """
            SELECT cuts.id, document_id, revision, passages,
                settings.kind, max_tokens, min_tokens, settings.tokenizer
            FROM current_cuts JOIN cuts USING (document_id) JOIN settings
                ON settings.id = settings_id
            WHERE cuts.id = cut_id AND document_id = :document
                AND current_cuts.kind = :kind AND current_cuts.tokenizer = :tokenizer
            """,
            document=document_id, kind=settings.kind.value, tokenizer=settings.tokenizer,
        )  # fmt: skip
        return _set(row) if row else None

    def of(self, document_id: int, settings: PassageSettings) -> list[Passage]:
        """The current passages of a document in reading order, excluded ones too."""
        rows = self._connection.rows(
            _SELECT + _CURRENT + "WHERE p.document_id = :document ORDER BY p.position",
            document=document_id, kind=settings.kind.value, tokenizer=settings.tokenizer,
        )  # fmt: skip
        return [_passage(row) for row in rows]

    def missing(self, settings: PassageSettings) -> list[int]:
        """The ids of the documents that are not cut for this kind and vocabulary yet."""
        return self._connection.numbers(
            """
            SELECT id FROM documents WHERE NOT EXISTS (
                SELECT 1 FROM current_cuts WHERE document_id = documents.id
                    AND kind = :kind AND tokenizer = :tokenizer)
            ORDER BY id
            """,
            kind=settings.kind.value, tokenizer=settings.tokenizer,
        )  # fmt: skip

    def usual_size(self, settings: PassageSettings) -> int:
        """The largest size in tokens that most documents are cut by; 0 if none is cut yet."""
        return self._connection.number(
            """
            SELECT max_tokens FROM current_cuts JOIN cuts ON cuts.id = cut_id
            JOIN settings ON settings.id = settings_id
            WHERE current_cuts.kind = :kind AND current_cuts.tokenizer = :tokenizer
            GROUP BY max_tokens ORDER BY count(*) DESC, max_tokens DESC LIMIT 1
            """,
            kind=settings.kind.value, tokenizer=settings.tokenizer,
        ) or 0  # fmt: skip

    def of_other_size(self, settings: PassageSettings) -> list[int]:
        """The ids of the documents that are cut by another size; not those changed by hand."""
        return self._connection.numbers(
            """
            SELECT current_cuts.document_id FROM current_cuts JOIN cuts ON cuts.id = cut_id
            JOIN settings ON settings.id = settings_id
            WHERE current_cuts.kind = :kind AND current_cuts.tokenizer = :tokenizer
                AND max_tokens != :max_tokens AND revision = 0
            ORDER BY current_cuts.document_id
            """,
            kind=settings.kind.value, tokenizer=settings.tokenizer,
            max_tokens=settings.max_tokens,
        )  # fmt: skip

    def get(self, passage_id: int) -> Passage:
        """One passage of any set; raises `NothingToDo` if there is none of that number."""
        row = self._connection.row(_SELECT + "WHERE p.id = :id", id=passage_id)
        if row is None:
            raise NothingToDo(f"There is no passage {passage_id} in this project.")
        return _passage(row)

    def text(self, passage_id: int) -> str:
        """The text of one passage, exactly as it stands in the document."""
        return _cut(self._pieces(_READ, id=passage_id))

    def read(self, passage_id: int) -> PassageText:
        """What a model reads of a passage, from the pieces that overlap it and no others."""
        rows = self._pieces(_READ, id=passage_id)
        first, header, before = rows[0], None, ""
        if first["header_end"]:
            header = Header(first["header_start"], first["header_end"], first["header_tokens"])
            before = _cut(self._pieces(_READ_HEADER, id=passage_id))
        return PassageText(first["start"], _cut(rows), header, before)

    def _pieces(self, sql: str, **values: int) -> list[Row]:
        rows = self._connection.rows(sql, **values)
        if not rows:
            raise NothingToDo(f"There is no passage {values['id']} in this project.")
        return rows

    def ids(
        self, settings: PassageSettings, document_ids: Collection[int] | None = None
    ) -> list[tuple[int, int]]:
        """(document id, passage id) of what is to be read; None means all documents.

        In document and reading order, of the current sets, without excluded passages.
        """
        rows = self._connection.rows(
            "SELECT p.document_id, p.id FROM passages p " + _CURRENT +
            """
            WHERE NOT p.is_excluded AND (:documents IS NULL
                OR p.document_id IN (SELECT value FROM json_each(:documents)))
            ORDER BY p.document_id, p.position
            """,
            kind=settings.kind.value, tokenizer=settings.tokenizer,
            documents=None if document_ids is None else dumps(list(document_ids)),
        )  # fmt: skip
        return [(row["document_id"], row["id"]) for row in rows]

    def to_read(
        self, settings: PassageSettings, document_ids: Collection[int] | None = None
    ) -> int:
        """How many `ids` there are, added up from the sets and not read one by one."""
        return self._connection.number(
            """
            SELECT coalesce(sum(cuts.passages), 0) FROM current_cuts c
            JOIN cuts ON cuts.id = c.cut_id
            WHERE c.kind = :kind AND c.tokenizer = :tokenizer AND (:documents IS NULL
                OR c.document_id IN (SELECT value FROM json_each(:documents)))
            """,
            kind=settings.kind.value, tokenizer=settings.tokenizer,
            documents=None if document_ids is None else dumps(list(document_ids)),
        )  # fmt: skip

    def newest_set(self) -> int:
        """The number of the set that was stored last; another one means that something was cut."""
        return self._connection.number("SELECT id FROM cuts ORDER BY id DESC LIMIT 1")

    def largest(self, tokenizer: str) -> int:
        """The tokens of the largest stored passage in a vocabulary, with its header row; or 0."""
        return self._connection.number(
            """
            SELECT max(tokens + header_tokens) FROM passages JOIN cuts ON cuts.id = cut_id
            JOIN settings ON settings.id = settings_id WHERE tokenizer = :tokenizer
            """,
            tokenizer=tokenizer,
        ) or 0  # fmt: skip

    def count(self, document_id: int) -> int:
        """How many paragraphs of a document are to be read; 0 if it is not cut."""
        return self.counts().get(document_id, 0)

    def counts(self) -> dict[int, int]:
        """`count` of every document that is cut, in the vocabulary that came last."""
        rows = self._connection.rows(
            # SQLite gives the bare column from the row that holds the maximum.
            """
            SELECT cuts.document_id, passages, max(cut_id) FROM current_cuts
            JOIN cuts ON cuts.id = cut_id
            WHERE kind = :paragraph GROUP BY cuts.document_id
            """,
            paragraph=PassageKind.PARAGRAPH.value,
        )
        return {row["document_id"]: row["passages"] for row in rows}

    def left_out(self) -> dict[int, tuple[int, int]]:
        """For each document, how many of its current paragraphs are not read, in characters too.

        Those are base64 and hex, unless somebody chose others by hand.
        """
        rows = self._connection.rows(
            """
            SELECT p.document_id, count(*) AS passages, sum(p."end" - p.start) AS characters
            FROM passages p JOIN current_cuts c ON c.cut_id = p.cut_id AND c.kind = :paragraph
            WHERE p.is_excluded GROUP BY p.document_id
            """,
            paragraph=PassageKind.PARAGRAPH.value,
        )
        return {row["document_id"]: (row["passages"], row["characters"]) for row in rows}

    def drop_unused(self) -> None:
        """Remove the sets that are not current and that no unit refers to.

        Only while nothing is being planned: a plan names passages before it refers to them.
        """
        with self._connection.transaction():
            unused = dumps(self._connection.numbers(_UNUSED))
            for sql in (
                "DELETE FROM passages WHERE cut_id IN (SELECT value FROM json_each(:unused))",
                "DELETE FROM cuts WHERE id IN (SELECT value FROM json_each(:unused))",
            ):
                self._connection.write(sql, unused=unused)

    def _add_cut(
        self, document_id: int, settings_id: int, revision: int, spans: Sequence[Span]
    ) -> int:
        cut_id = self._connection.write(
            "INSERT INTO cuts (document_id, settings_id, revision, passages)"
            " VALUES (:document, :settings, :revision, :passages)",
            document=document_id, settings=settings_id, revision=revision,
            passages=sum(not span.is_excluded for span in spans),
        )  # fmt: skip
        self._connection.write_many(
            """
            INSERT INTO passages (document_id, cut_id, position, start, "end", tokens, is_excluded,
                                  header_start, header_end, header_tokens)
            VALUES (:document, :cut, :position, :start, :end, :tokens, :is_excluded,
                    :header_start, :header_end, :header_tokens)
            """,
            (
                {"document": document_id, "cut": cut_id, "position": position,
                 "start": span.start, "end": span.end, "tokens": span.tokens,
                 "is_excluded": int(span.is_excluded), **_header_row(span.header)}
                for position, span in enumerate(spans)
            ),
        )  # fmt: skip
        return cut_id

    def _choose(self, document_id: int, settings: PassageSettings, cut_id: int) -> None:
        self._connection.write(
            "INSERT OR REPLACE INTO current_cuts (document_id, kind, tokenizer, cut_id)"
            " VALUES (:document, :kind, :tokenizer, :cut)",
            document=document_id, kind=settings.kind.value, tokenizer=settings.tokenizer,
            cut=cut_id,
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


_UNUSED = """
SELECT id FROM cuts WHERE id NOT IN (SELECT cut_id FROM current_cuts) AND NOT EXISTS (
    SELECT 1 FROM passages JOIN units ON units.passage_id = passages.id WHERE cut_id = cuts.id)
"""
_WHAT_IS_THERE = """
SELECT documents.id, current_cuts.cut_id AS current, cuts.id AS same FROM documents
LEFT JOIN current_cuts ON current_cuts.document_id = documents.id AND kind = :kind
    AND tokenizer = :tokenizer
LEFT JOIN cuts ON cuts.document_id = documents.id AND settings_id = :settings AND revision = 0
WHERE documents.id IN (SELECT value FROM json_each(:ids))
"""


def _header_row(header: Header | None) -> dict[str, int]:
    return {
        "header_start": header.start if header else 0,
        "header_end": header.end if header else 0,
        "header_tokens": header.tokens if header else 0,
    }


def _cut(pieces: Sequence[Row]) -> str:
    """The slice that these pieces overlap."""
    begin = pieces[0]["skipped"]
    return "".join(row["text"] for row in pieces)[begin : begin + pieces[0]["length"]]


def _passage(row: Row) -> Passage:
    content = dict(row)
    start, end, tokens = (content.pop(f"header_{part}") for part in ("start", "end", "tokens"))
    content["header"] = Header(start, end, tokens) if end else None
    content["is_excluded"] = bool(row["is_excluded"])
    return Passage(**content)


def _set(row: Row) -> PassageSet:
    settings = PassageSettings(
        known(PassageKind, row["kind"]), row["max_tokens"], row["min_tokens"], row["tokenizer"]
    )
    return PassageSet(row["id"], row["document_id"], settings, row["revision"], row["passages"])
