"""Documents: what was imported, its text and pages, and which files were refused and why."""

import hashlib
import json
from collections.abc import Sequence
from dataclasses import asdict
from typing import Any, cast

from engine.errors import BadSetting, NothingToDo, ProjectDamaged
from engine.records import (
    AS_THE_READER_DECIDES,
    Document,
    Extract,
    FileReport,
    FileStatus,
    ImportOptions,
    PageMark,
)
from engine.store.chunks import pieces
from engine.store.clock import now
from engine.store.connection import Connection, Row, storable
from engine.store.log import Log
from engine.store.values import known

LONGEST_NOTE = 2_000  # characters of a note on rights
_AT_ONCE = 2**20  # characters that are hashed

_SELECT = """
SELECT id, name, path, format, size_bytes, sha256, text_sha256, characters, imported_at,
    note, options, rights,
    coalesce((SELECT language FROM languages WHERE document_id = documents.id), '') AS language
FROM documents
"""

_INSERT = """
INSERT INTO documents (name, path, format, size_bytes, sha256, text_sha256, characters,
    imported_at, note, options, rights)
VALUES (:name, :path, :format, :size_bytes, :sha256, :text_sha256, :characters, :now, :note,
    :options, :rights)
"""


class Documents:
    """The documents of a project. Their texts never change."""

    def __init__(self, connection: Connection, log: Log) -> None:
        self._connection = connection
        self._log = log
        self._known: tuple[int, tuple[Document, ...]] | None = None  # all, at so many changes
        self._unaltered: set[int] = set()  # documents whose text was compared since the opening

    def add(  # noqa: PLR0913, PLR0917 a file has this many facts; name them at the call
        self,
        path: str,
        name: str,
        format: str,  # noqa: A002 the word for it everywhere
        size_bytes: int,
        sha256: str,
        extract: Extract,
        options: ImportOptions = AS_THE_READER_DECIDES,
        rights: str = "",
    ) -> FileReport:
        """Store a file that was read: READY, or DUPLICATE where it or its text is here.

        The same bytes read with other `options` are another document, if the text is another.
        """
        text = storable(extract.text)
        text_sha256 = _sha256(text)
        with self._connection.transaction():
            self._connection.write("DELETE FROM refusals WHERE path = :path", path=path)
            twin = self._twin(sha256, text_sha256, _stored(options))
            if twin is not None:
                return _duplicate(path, name, twin, same_bytes=twin.sha256 == sha256)
            document_id = self._connection.write(
                _INSERT, name=name, path=path, format=format, size_bytes=size_bytes,
                sha256=sha256, text_sha256=text_sha256, characters=len(text), now=now(),
                note=extract.note, options=_stored(options),
                rights=one_note(rights),
            )  # fmt: skip
            self._write_text(document_id, text, extract.pages)
            self._connection.write(
                "INSERT INTO languages (document_id, language) VALUES (:id, :language)",
                id=document_id, language=extract.language,
            )  # fmt: skip
            detail = f"Imported, {len(text):,} characters."
            self._log_import(document_id, f"{name}: {len(text):,} characters, SHA-256 {sha256}")
        return FileReport(path, name, FileStatus.READY, detail, document_id, extract.note)

    def _log_import(self, document_id: int, said: str) -> None:
        """One of a thousand files, which are sealed now and then."""
        self._log.add(
            "imported",
            said,
            document_id=document_id,
            facts={"document": document_id},
            seals=False,
        )

    def note_rights(self, document_ids: Sequence[int], rights: str, who: str) -> None:
        """Note the rights in documents, instead of what was noted; empty takes it back.

        Raises `BadSetting` for a note that is too long, `NothingToDo` for an unknown document.
        """
        note = one_note(rights)
        with self._connection.transaction():
            for document_id in document_ids:
                self.get(document_id)
            self._connection.write(
                "UPDATE documents SET rights = :note"
                " WHERE id IN (SELECT value FROM json_each(:ids))",
                note=note, ids=json.dumps(list(document_ids)),
            )  # fmt: skip
            said = ", ".join(map(str, document_ids))
            self._log.add("rights", f"documents {said}: {note or 'no note'}", who)

    def refuse(self, path: str, name: str, status: FileStatus, detail: str) -> FileReport:
        """Record why a file did not become a document, instead of what was said of it before."""
        with self._connection.transaction():
            self._connection.write(
                """
                INSERT INTO refusals (path, name, status, detail, at)
                VALUES (:path, :name, :status, :detail, :now)
                ON CONFLICT (path) DO UPDATE SET
                    name = excluded.name, status = excluded.status,
                    detail = excluded.detail, at = excluded.at
                """,
                path=path, name=name, status=status.value, detail=detail, now=now(),
            )  # fmt: skip
            self._log.add("refused", f"{name}: {status.value}", seals=False)
        return FileReport(path, name, status, detail)

    def all(self) -> list[Document]:
        """Every document, in the order of import; quick where nothing has changed since."""
        changes = self._connection.changes
        if self._known is None or self._known[0] != changes:
            rows = self._connection.rows(_SELECT + "ORDER BY id")
            found = [_document(row) for row in rows]
            if self._connection.is_in_transaction:
                return found
            self._known = changes, tuple(found)
        return list(self._known[1])

    def ids(self) -> list[int]:
        """The ids of all documents, in the order of import."""
        return self._connection.numbers("SELECT id FROM documents ORDER BY id")

    def get(self, document_id: int) -> Document:
        """One document; raises `NothingToDo` if there is none of that number."""
        row = self._connection.row(_SELECT + "WHERE id = :id", id=document_id)
        if row is None:
            raise _no_document(document_id)
        return _document(row)

    def by_sha256(
        self, sha256: str, options: ImportOptions = AS_THE_READER_DECIDES
    ) -> Document | None:
        """The document with these bytes that was read in this way."""
        row = self._connection.row(
            _SELECT + "WHERE sha256 = :sha256 AND options = :options",
            sha256=sha256, options=_stored(options),
        )  # fmt: skip
        return _document(row) if row else None

    def text(self, document_id: int) -> str:
        """The whole text; raises `NothingToDo` if there is no such document.

        Compared with what was imported the first time; `ProjectDamaged` if it differs.
        """
        text = _text(self._connection, document_id)
        if not text or document_id not in self._unaltered:
            row = self._connection.row(
                "SELECT name, text_sha256 FROM documents WHERE id = :id", id=document_id
            )
            if row is None:
                raise _no_document(document_id)
            if _sha256(text) != row["text_sha256"]:
                raise text_was_altered(row["name"], self._connection.path.name)
            self._unaltered.add(document_id)
        return text

    def beginning(self, document_id: int, characters: int) -> str:
        """About so much of a text, from its first character on; fast for a long one."""
        parts = self._connection.texts(
            "SELECT text FROM texts WHERE document_id = :id AND start < :end ORDER BY start",
            id=document_id, end=characters,
        )  # fmt: skip
        return "".join(parts)

    def without_language(self) -> list[int]:
        """The ids of the documents whose language nobody has looked for yet."""
        return self._connection.numbers(
            "SELECT id FROM documents WHERE id NOT IN (SELECT document_id FROM languages)"
            " ORDER BY id"
        )

    def tell_language(self, document_id: int, language: str) -> None:
        """Note the language of a document, empty where it can't be told; once and for all."""
        self._connection.write(
            "INSERT OR IGNORE INTO languages (document_id, language)"
            " SELECT id, :language FROM documents WHERE id = :id",
            id=document_id, language=language,
        )  # fmt: skip

    def pages(self, document_id: int) -> tuple[PageMark, ...]:
        """The page map, in reading order; empty if the format has no pages."""
        rows = self._connection.rows(
            "SELECT start, label FROM pages WHERE document_id = :id ORDER BY position",
            id=document_id,
        )
        return tuple(PageMark(**row) for row in rows)

    def forget_refused(self, paths: Sequence[str]) -> None:
        """Take refused files off the list; they can be offered again."""
        with self._connection.transaction():
            self._connection.write(
                "DELETE FROM refusals WHERE path IN (SELECT value FROM json_each(:paths))",
                paths=json.dumps(list(paths)),
            )
            self._log.add("refused", f"{len(paths):,} refused files taken off the list")

    def refused(self) -> list[FileReport]:
        """The files that were refused and have not been imported since, by path."""
        rows = self._connection.rows(
            "SELECT path, name, status, detail FROM refusals ORDER BY path"
        )
        return [
            FileReport(row["path"], row["name"], known(FileStatus, row["status"]), row["detail"])
            for row in rows
        ]

    def _twin(self, sha256: str, text_sha256: str, options: str) -> Document | None:
        row = self._connection.row(
            _SELECT + "WHERE sha256 = :sha256 AND options = :options"
            " OR text_sha256 = :text_sha256 ORDER BY sha256 = :sha256 DESC LIMIT 1",
            sha256=sha256, text_sha256=text_sha256, options=options,
        )  # fmt: skip
        return _document(row) if row else None

    def _write_text(self, document_id: int, text: str, pages: tuple[PageMark, ...]) -> None:
        self._connection.write_many(
            "INSERT INTO texts (document_id, start, text) VALUES (:id, :start, :text)",
            (
                {"id": document_id, "start": start, "text": text[start:end]}
                for start, end in pieces(text)
            ),
        )
        self._connection.write_many(
            "INSERT INTO pages (document_id, position, start, label)"
            " VALUES (:id, :position, :start, :label)",
            (
                {"id": document_id, "position": position, "start": mark.start, "label": mark.label}
                for position, mark in enumerate(pages)
            ),
        )


def one_note(text: str) -> str:
    """A note on rights as it is stored: one line; raises `BadSetting` for one that is too long."""
    note = " ".join(text.split())
    if len(note) > LONGEST_NOTE:
        raise BadSetting(
            f"A note on rights has {LONGEST_NOTE:,} characters at most, and this one {len(note):,};"
            " name the contract or licence, and keep its text elsewhere."
        )
    return note


def _stored(options: ImportOptions) -> str:
    """What differs from the default, as JSON in one fixed order; empty if nothing does."""
    usual = asdict(AS_THE_READER_DECIDES)
    chosen = {name: value for name, value in asdict(options).items() if value != usual[name]}
    return json.dumps(chosen, sort_keys=True, ensure_ascii=False) if chosen else ""


def _document(row: Row) -> Document:
    facts = dict(row)
    options: str = facts.pop("options")
    return Document(**facts, options=_read(options) if options else AS_THE_READER_DECIDES)


def _read(options: str) -> ImportOptions:
    """What was stored; most documents have none, and a project thousands of documents."""
    told = cast("dict[str, Any]", json.loads(options))
    if "columns" in told:
        told["columns"] = tuple(told["columns"])
    return ImportOptions(**told)


def altered_text(connection: Connection) -> str:
    """The name of a document whose text is not the one that was imported; empty if there is none.

    Damage of a disk that hits a text breaks no rule of SQLite's; only the hash tells.
    """
    for row in connection.rows("SELECT id, name, text_sha256 FROM documents ORDER BY id"):
        if _sha256(_text(connection, row["id"])) != row["text_sha256"]:
            return str(row["name"])
    return ""


def text_was_altered(document: str, project: str) -> ProjectDamaged:
    """The refusal of a text that was damaged."""
    return ProjectDamaged(
        f"The text of “{document}” in “{project}” is not the one that was imported: the file was "
        "damaged or changed. Go back to a backup, or delete this document and import it again."
    )


def _text(connection: Connection, document_id: int) -> str:
    return "".join(
        connection.texts(
            "SELECT text FROM texts WHERE document_id = :id ORDER BY start", id=document_id
        )
    )


def _sha256(text: str) -> str:
    """Of the text as UTF-8, slice by slice: the bytes of a long text are not held beside it."""
    digest = hashlib.sha256()
    for start in range(0, len(text), _AT_ONCE):
        digest.update(text[start : start + _AT_ONCE].encode())
    return digest.hexdigest()


def _duplicate(path: str, name: str, twin: Document, *, same_bytes: bool) -> FileReport:
    what = "file" if same_bytes else "text"
    detail = f"The same {what} as “{twin.name}”, which is already here."
    return FileReport(path, name, FileStatus.DUPLICATE, detail, twin.id)


def _no_document(document_id: int) -> NothingToDo:
    return NothingToDo(f"There is no document {document_id} in this project; see its documents.")
