"""Compare what is in a project with the digests that the log sealed, and name what differs."""

# ruff: noqa: S608 only words of ours are put into the statements

from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import pairwise
from json import dumps

from engine.errors import ProjectDamaged
from engine.store.connection import Connection
from engine.store.items import ANY, Kind, digests, kinds_in
from engine.store.seals import GONE, Sealed

_IDS = """
SELECT id FROM (SELECT {owner} AS id FROM {table} x WHERE {owner} > :after ORDER BY 1 LIMIT :n)
UNION
SELECT id FROM (SELECT DISTINCT id FROM digests WHERE kind = :kind AND id > :after
    ORDER BY id LIMIT :n)
ORDER BY 1 LIMIT :n
"""
_DIGESTS = """
SELECT id, entry, salt, digest FROM digests
WHERE kind = :kind AND id BETWEEN :first AND :last ORDER BY id, entry
"""
_RANGES = """
SELECT kind, min(id), max(id) FROM digests WHERE entry = :entry AND digest != x'' GROUP BY kind
"""

History = list[tuple[int, bytes, bytes]]  # entry, salt, digest; oldest first


@dataclass(slots=True)
class Comparison:
    """What came of it, filled as the items are walked through."""

    events: dict[int, str]  # of each entry of the log
    sealed: dict[int, Sealed] = field(default_factory=dict[int, Sealed])  # by entry
    problems: list[str] = field(default_factory=list[str])
    differing: list[tuple[str, int]] = field(default_factory=list[tuple[str, int]])
    as_sealed: dict[str, int] = field(default_factory=dict[str, int])
    pending: dict[str, int] = field(default_factory=dict[str, int])


def compare(connection: Connection, events: dict[int, str]) -> Comparison:
    """Walk through all items and all digests; what can't be read is named and passed over."""
    found = Comparison(events)
    marks = {(kind, number) for kind, number in connection.tuples("SELECT * FROM unsealed")}
    for kind in kinds_in(connection):
        newest = connection.number("SELECT max(id) FROM digests WHERE kind = :k", k=kind.name) or 0
        for ids in _slices(connection, kind):
            marked = {number for number in ids if (kind.name, number) in marks}
            if kind.is_counted:
                marked |= {number for number in ids if number > newest}
            _compare_slice(connection, kind, ids, marked, found)
    return found


def ranges(connection: Connection, entry: int) -> str:
    """What an entry sealed, in words: where its digests were changed it is one of these."""
    rows = connection.tuples(_RANGES, entry=entry)
    return ", ".join(
        f"{kind} {first}" + (f" to {last}" if last != first else "") for kind, first, last in rows
    )


def _slices(connection: Connection, kind: Kind) -> Iterator[list[int]]:
    """The numbers of all that is there or was sealed, a few at once."""
    if kind.is_whole_table:
        yield [0]
        return
    first, after = kind.parts[0], -(2**63)
    sql = _IDS.format(owner=first.owner, table=first.table)
    while True:
        found = connection.numbers(sql, after=after, kind=kind.name, n=kind.at_once)
        ids = [number for number in found if type(number) is int]  # a damaged one may be a text
        if not ids:
            return
        yield ids
        after = ids[-1]


def _compare_slice(
    connection: Connection, kind: Kind, ids: list[int], marked: set[int], found: Comparison
) -> None:
    histories = _histories(connection, kind, ids, found)
    salts = {number: history[-1][1] for number, history in histories.items()
             if history[-1][2] != GONE}  # fmt: skip
    now = _digests(connection, kind, salts, found)
    there = set(now) | _there(connection, kind, [n for n in ids if n not in salts])
    if kind.is_whole_table and not there:
        ids = []  # empty since ever
    for number in ids:
        history = histories.get(number, [])
        if number in marked:
            found.pending[kind.name] = found.pending.get(kind.name, 0) + 1
        elif said := _fault(kind, history, now.get(number), is_there=number in there):
            found.problems.append(f"{_named(connection, kind, number)} {said}")
            found.differing.append((kind.name, number))
        else:
            found.as_sealed[kind.name] = found.as_sealed.get(kind.name, 0) + (number in there)
        for said in _history_faults(kind, history, found.events):
            found.problems.append(f"{_named(connection, kind, number)} {said}")


def _histories(
    connection: Connection, kind: Kind, ids: list[int], found: Comparison
) -> dict[int, History]:
    rows = connection.tuples(_DIGESTS, kind=kind.name, first=ids[0], last=ids[-1])
    histories = dict[int, History]()
    for number, entry, salt, digest in rows:
        if (type(number), type(entry), type(salt), type(digest)) != (int, int, bytes, bytes):
            found.problems.append(f"A digest of {kind.said.format(number)} can't be read.")
            continue
        histories.setdefault(number, []).append((entry, salt, digest))
        found.sealed.setdefault(entry, Sealed()).add(kind.name, number, digest)
    return histories


def _digests(
    connection: Connection, kind: Kind, salts: dict[int, bytes], found: Comparison
) -> dict[int, bytes]:
    """What the items are now; those that can't be read are looked for one at a time."""
    if not salts:
        return {}
    try:
        return digests(connection, kind, salts)
    except ProjectDamaged:
        if len(salts) == 1:
            return {}
    return {
        number: digest
        for one in salts
        for number, digest in _digests(connection, kind, {one: salts[one]}, found).items()
    }


def _there(connection: Connection, kind: Kind, ids: list[int]) -> set[int]:
    if not ids:
        return set()
    if kind.is_whole_table:
        return {0} if connection.tuples(f"SELECT 1 FROM {kind.parts[0].source} LIMIT 1") else set()
    owner = kind.parts[0].owner
    sql = f"{kind.all_ids} WHERE {owner} IN (SELECT value FROM json_each(:ids))"
    return set(connection.numbers(sql, ids=dumps(ids)))


def _fault(kind: Kind, history: History, now: bytes | None, *, is_there: bool) -> str:
    """What is wrong with an item as it is now; empty if nothing."""
    if not history:
        return "stands in the project and was never sealed: it was put in from outside."
    entry, _salt, digest = history[-1]
    if digest == GONE:
        return f"is there, and entry {entry} says that it is gone." if is_there else ""
    if now == digest:
        return ""
    if now is None and not kind.is_whole_table:
        return f"is missing or can't be read; entry {entry} sealed it."
    return f"is not as entry {entry} sealed it."


def _history_faults(kind: Kind, history: History, events: dict[int, str]) -> Iterator[str]:
    """What was changed or taken away at a time when the application does no such thing."""
    for (before, _salt, was), (entry, _other, digest) in pairwise(history):
        allowed = kind.goes_with if digest == GONE else kind.changes_with
        if was == GONE and not kind.is_whole_table and kind.is_counted:
            yield f"came back with entry {entry} after entry {before} said that it is gone."
        elif allowed != ANY and events.get(entry) not in allowed:
            done = "taken away" if digest == GONE else "changed"
            yield f"was {done} from outside after entry {before} sealed it, before entry {entry}."


def _named(connection: Connection, kind: Kind, number: int) -> str:
    """An item for people, a document with its name as far as that can be read."""
    said = kind.said.format(number)
    try:
        names = connection.texts(_NAMES[kind.name], id=number) if kind.name in _NAMES else []
    except ProjectDamaged:
        names = []
    return said[:1].upper() + said[1:] + "".join(f" (“{name}”)" for name in names)


_NAMES = {
    "document": "SELECT name FROM documents WHERE id = :id",
    "cut": "SELECT d.name FROM cuts c JOIN documents d ON d.id = c.document_id WHERE c.id = :id",
    "language": "SELECT name FROM documents WHERE id = :id",
    "task": """SELECT d.name FROM tasks t JOIN passages p ON p.id = t.passage_id
        JOIN documents d ON d.id = p.document_id WHERE t.id = :id""",
}
