"""Seals: the digests of what is new or changed, written together with an entry of the log.

A digest is SHA-256 over 16 random bytes, its salt, and the item (`items.py`). An entry of the log
holds the hash of all digests that it sealed, so that the chain commits to them. Once an item is
changed or gone, the salt of the old digest is erased: what is left of it then tells nothing, even
to who guesses what it was, and the chain can be followed all the same.
"""

# ruff: noqa: S608 only words of ours are put into the statements

import hashlib
import os
from array import array
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from json import dumps
from typing import Any

from engine.store.connection import Connection
from engine.store.items import KINDS, Kind, digests, kinds_in

GONE = b""
_SALT_BYTES = 16
_NEWEST = """
SELECT id, salt, digest FROM digests AS d
WHERE kind = :kind AND id IN (SELECT value FROM json_each(:ids))
    AND entry = (SELECT max(entry) FROM digests WHERE kind = :kind AND id = d.id)
"""
_ADD = """
INSERT INTO digests (kind, id, entry, salt, digest)
SELECT :kind, value ->> 0, :entry, unhex(value ->> 1), unhex(value ->> 2) FROM json_each(:rows)
"""
_ERASE = """
UPDATE digests SET salt = x'' WHERE kind = :kind AND salt != x''
    AND id IN (SELECT value FROM json_each(:ids))
    AND EXISTS (SELECT 1 FROM digests n
        WHERE n.kind = :kind AND n.id = digests.id AND n.entry > digests.entry)
"""
_MARKED = "SELECT id FROM unsealed WHERE kind = :kind"
_LOOKED_AT = """
DELETE FROM unsealed WHERE kind = :kind AND id IN (SELECT value FROM json_each(:ids))
"""


@dataclass(slots=True)
class Sealed:
    """What an entry sealed: how many digests of each kind, and the hash of all of them."""

    counts: dict[str, int] = field(default_factory=dict[str, int])
    sha256: Any = field(default_factory=hashlib.sha256)

    def add(self, kind: str, number: int, digest: bytes) -> None:
        """One more digest, in the order of kind and number."""
        self.counts[kind] = self.counts.get(kind, 0) + 1
        self.sha256.update(f"{kind} {number} {digest.hex()}\n".encode())

    def facts(self) -> dict[str, object]:
        """As they stand in the log; nothing where nothing was sealed."""
        if not self.counts:
            return {}
        return {"sealed": dict(self.counts), "digests_sha256": self.sha256.hexdigest()}


class Seals:
    """The digests of an open project."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self._kinds: tuple[Kind, ...] = ()  # known once something is sealed

    def write(self, entry: int, *, whole_tables: bool) -> Sealed:
        """Seal what is new or changed with this entry, in the caller's transaction.

        Whole tables cost their size, so that what is written once for each file leaves them out.
        """
        sealed = Sealed()
        for kind, ids in self._pending(whole_tables=whole_tables):
            for start in range(0, len(ids), kind.at_once):
                self._seal(kind, ids[start : start + kind.at_once], entry, sealed)
        return sealed

    def mark_all(self) -> None:
        """Everything has to be looked at: the chain begins in a project that has content."""
        for kind in kinds_in(self._connection):
            numbers = "SELECT 0" if kind.is_whole_table else kind.all_ids
            if not kind.is_counted:
                self._connection.write(
                    f"INSERT OR IGNORE INTO unsealed SELECT '{kind.name}', * FROM ({numbers})"
                )

    def pending(self) -> dict[str, int]:
        """How many items of each kind are not sealed as they are now."""
        return {kind.name: len(ids) for kind, ids in self._pending(whole_tables=True)}

    def _pending(self, *, whole_tables: bool) -> Iterator[tuple[Kind, Sequence[int]]]:
        """What has to be looked at, each kind's in order."""
        self._kinds = self._kinds or kinds_in(self._connection)
        marked = set(self._connection.texts("SELECT DISTINCT kind FROM unsealed"))
        sealed = {
            str(kind): int(number or 0)
            for kind, number in self._connection.tuples(_SEALED_UP_TO, kinds=_COUNTED)
        }
        for kind in self._kinds:
            if kind.is_whole_table and not whole_tables:
                continue
            ids = self._ids(kind, sealed.get(kind.name), is_marked=kind.name in marked)
            if ids:
                yield kind, ids

    def _ids(self, kind: Kind, newest: int | None, *, is_marked: bool) -> "array[int]":
        """The items of a kind that are marked or newer; eight bytes each, for there may be many."""
        first = kind.parts[0]
        newer = f"{kind.all_ids} WHERE {first.owner} > :newest"
        if newest is None:
            return self._connection.packed(f"{_MARKED} ORDER BY 1", kind=kind.name)
        if is_marked:
            return self._connection.packed(
                f"{_MARKED} UNION {newer} ORDER BY 1", kind=kind.name, newest=newest
            )
        return self._connection.packed(f"{newer} ORDER BY 1", newest=newest)

    def _seal(self, kind: Kind, ids: Sequence[int], entry: int, sealed: Sealed) -> None:
        old = self._newest(kind, ids)
        same = self._unchanged(kind, old)
        changed = [number for number in ids if number not in same]
        salts = {number: os.urandom(_SALT_BYTES) for number in changed}
        now = digests(self._connection, kind, salts) if salts else {}
        rows = [
            (number, salts[number] if number in now else b"", now.get(number, GONE))
            for number in changed
            if number in now or old.get(number, (b"", GONE))[1] != GONE  # else: came and went
        ]
        for number, _salt, digest in rows:
            sealed.add(kind.name, number, digest)
        stored = dumps([(number, salt.hex(), digest.hex()) for number, salt, digest in rows])
        self._connection.write(_ADD, kind=kind.name, entry=entry, rows=stored)
        for sql in (_ERASE, _LOOKED_AT) if old else (_LOOKED_AT,):
            self._connection.write(sql, kind=kind.name, ids=dumps(list(ids)))

    def _unchanged(self, kind: Kind, old: Mapping[int, tuple[bytes, bytes]]) -> set[int]:
        """Of these items those whose digest is still the same."""
        salts = {number: salt for number, (salt, digest) in old.items() if digest != GONE}
        now = digests(self._connection, kind, salts) if salts else {}
        return {number for number, digest in now.items() if old[number][1] == digest}

    def _newest(self, kind: Kind, ids: Iterable[int]) -> dict[int, tuple[bytes, bytes]]:
        """Salt and digest of what was sealed of these items before."""
        rows = self._connection.tuples(_NEWEST, kind=kind.name, ids=dumps(list(ids)))
        return {number: (salt, digest) for number, salt, digest in rows}


_COUNTED = dumps([kind.name for kind in KINDS if kind.is_counted])
_SEALED_UP_TO = """
SELECT value, coalesce((SELECT max(id) FROM digests WHERE kind = value), 0) FROM json_each(:kinds)
"""
