"""Parts: which documents are for training and which are held out, given once and kept.

Also the marks of the texts by which documents are compared, so that each is read for it once.
"""

import sys
from array import array
from collections.abc import Mapping, Sequence
from json import dumps

from engine.errors import BadSetting, NothingToDo
from engine.records import PARTS
from engine.store.clock import now
from engine.store.connection import Connection
from engine.store.log import Log
from engine.store.values import damaged

_SLICE = 500  # documents whose marks are read at once


class Parts:
    """The parts of a project's documents."""

    def __init__(self, connection: Connection, log: Log) -> None:
        self._connection = connection
        self._log = log

    def all(self) -> dict[int, str]:
        """The part of each document that has one."""
        rows = self._connection.rows("SELECT document_id, part FROM parts ORDER BY document_id")
        return {row["document_id"]: row["part"] for row in rows}

    def keep(self, parts: Mapping[int, str]) -> None:
        """Store the parts of documents that have none yet; the others stay where they are."""
        self._connection.write_many(
            "INSERT OR IGNORE INTO parts (document_id, part, at)"
            " SELECT id, :part, :now FROM documents WHERE id = :id",
            ({"id": one, "part": part, "now": now()} for one, part in parts.items()),
        )

    def move(self, document_ids: Sequence[int], part: str, who: str) -> None:
        """Put documents into a part, whatever theirs was; the log says so.

        Raises `BadSetting` for a part that there is none of, `NothingToDo` for such a document.
        """
        if part not in PARTS:
            raise BadSetting(f"“{part}” is no part; use one of {', '.join(PARTS)}.")
        with self._connection.transaction():
            self._refuse_unknown(document_ids)
            self._connection.write_many(
                "INSERT OR REPLACE INTO parts (document_id, part, at) VALUES (:id, :part, :now)",
                ({"id": one, "part": part, "now": now()} for one in document_ids),
            )
            said = ", ".join(map(str, document_ids))
            self._log.add("split", f"put into {part} by hand: documents {said}", who)

    def forget(self, who: str) -> int:
        """Let the next export share out all documents anew; gives how many had a part."""
        with self._connection.transaction():
            count = self._connection.number("SELECT count(*) FROM parts")
            if not count:
                raise NothingToDo("No document has a part yet; the first export with a split does.")
            self._connection.write("DELETE FROM parts")
            self._log.add("split", f"the parts of {count:,} documents were forgotten", who)
        return count

    def without_marks(self, version: int) -> list[int]:
        """The documents of which there are no marks made by this version."""
        return self._connection.numbers(
            "SELECT id FROM documents WHERE id NOT IN"
            " (SELECT document_id FROM text_marks WHERE version = :version) ORDER BY id",
            version=version,
        )

    def remember(self, document_id: int, marks: "array[int]", version: int) -> None:
        """Store the marks of a document's text; nothing if it was deleted meanwhile."""
        stored = array("Q", marks)
        if sys.byteorder == "big":
            stored.byteswap()
        self._connection.write(
            "INSERT OR REPLACE INTO text_marks (document_id, version, marks)"
            " SELECT id, :version, :marks FROM documents WHERE id = :id",
            id=document_id, version=version, marks=stored.tobytes(),
        )  # fmt: skip

    def marks(self) -> "dict[int, array[int]]":
        """The marks of each document's text, in the order of import."""
        found = dict[int, "array[int]"]()
        ids = self._connection.numbers("SELECT document_id FROM text_marks ORDER BY document_id")
        for start in range(0, len(ids), _SLICE):
            rows = self._connection.rows(
                "SELECT document_id, marks FROM text_marks"
                " WHERE document_id IN (SELECT value FROM json_each(:ids)) ORDER BY document_id",
                ids=dumps(ids[start : start + _SLICE]),
            )
            found |= {row["document_id"]: _array(row["marks"]) for row in rows}
        return found

    def _refuse_unknown(self, document_ids: Sequence[int]) -> None:
        unknown = self._connection.numbers(
            "SELECT value FROM json_each(:ids) WHERE value NOT IN (SELECT id FROM documents)",
            ids=dumps(list(document_ids)),
        )
        if unknown:
            raise NothingToDo(f"There is no document {unknown[0]} in this project.")


def _array(stored: bytes) -> "array[int]":
    marks = array("Q")
    if len(stored) % marks.itemsize:
        raise damaged("list of marks", f"{len(stored)} bytes")
    marks.frombytes(stored)
    if sys.byteorder == "big":
        marks.byteswap()
    return marks
