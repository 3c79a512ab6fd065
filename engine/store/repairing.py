"""Mend a project from its backups: put back exactly what the log sealed, and nothing else.

An item is taken from a backup only if there, with the salt that the project has for it, it gives
the very digest that was sealed. What follows from other rows is made again. Damage that SQLite
finds, and a log that was changed, are not mended: for those a whole backup is restored.
"""

# ruff: noqa: S608 only words of ours are put into the statements

from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from engine.errors import ProjectError
from engine.store import derived
from engine.store.backups import backups_of
from engine.store.connection import Connection
from engine.store.failures import driver
from engine.store.full_text import is_of_index
from engine.store.full_text import repair as build_indices
from engine.store.items import KIND_OF, Kind, Part, digests
from engine.store.log import Log
from engine.store.proof import prove
from engine.store.seals import GONE
from engine.store.verified_copy import find_damage

_SEALED = """
SELECT salt, digest FROM digests WHERE kind = :kind AND id = :id ORDER BY entry DESC LIMIT 1
"""


_ORDER = {
    name: place
    for place, name in enumerate(("document", "cut", "run", "plan", "task", "decision", "audit"))
}  # what others refer to comes first


class _NotTheSame(Exception):
    """What was put back is not what was sealed."""


@dataclass(frozen=True, slots=True)
class Repair:
    """What was put back, in words, and the newest backup that is whole itself, if there is one."""

    mended: tuple[str, ...]
    whole_backup: Path | None


def repair(path: Path, passphrase: str, differing: Sequence[tuple[str, int]]) -> Repair:
    """Put back what `prove` found to differ, as far as a backup beside the project has it."""
    connection = Connection(path, passphrase)
    try:
        mended = list[str]()
        damage = find_damage(connection)
        if not damage or is_of_index(damage):
            ordered = sorted(differing, key=lambda one: _ORDER.get(one[0], len(_ORDER)))
            with connection.transaction():
                for backup in backups_of(path):
                    mended += _from(backup.path, connection, ordered, mended)
                if len(mended) == len(differing) and any(derived.wrong(connection)):
                    derived.make_again(connection)
                    build_indices(connection)
                    mended.append("what follows from other rows")
                if mended:
                    Log(connection).add("repaired", f"Put back: {', '.join(mended)}")
    finally:
        connection.close()
    return Repair(tuple(mended), _whole(path, passphrase))


def _from(
    backup: Path,
    connection: Connection,
    differing: Sequence[tuple[str, int]],
    mended: Sequence[str],
) -> list[str]:
    """Put back what this backup has of it; a damaged backup is passed over."""
    put_back = list[str]()
    with suppress(ProjectError):
        source = Connection(backup, connection.passphrase)
        try:
            for name, number in differing:
                said = KIND_OF[name].said.format(number)
                if said not in mended and _put_back(KIND_OF[name], number, source, connection):
                    put_back.append(said)
        finally:
            source.close()
    return put_back


def _put_back(kind: Kind, number: int, source: Connection, target: Connection) -> bool:
    """Tells whether the item is again what was sealed."""
    sealed = target.row(_SEALED, kind=kind.name, id=number)
    if kind.is_whole_table or sealed is None or sealed["digest"] == GONE:
        return False
    salts, wanted = {number: sealed["salt"]}, {number: sealed["digest"]}
    if digests(source, kind, salts) != wanted:
        return False  # also where the backup is older than the item
    try:
        with target.transaction():
            for part in kind.parts:
                _copy(part, number, source, target)
            _refuse_another(digests(target, kind, salts), wanted)
    except (_NotTheSame, driver.IntegrityError):  # it has more rows than were sealed, or no parent
        return False
    return True


def _refuse_another(found: Mapping[int, bytes], wanted: Mapping[int, bytes]) -> None:
    if found != wanted:
        raise _NotTheSame


def _copy(part: Part, number: int, source: Connection, target: Connection) -> None:
    """Put the rows of a part in place of those of the same key; triggers see no new row."""
    keys = target.texts("SELECT name FROM pragma_table_info(:t) WHERE pk ORDER BY pk", t=part.table)
    if set(part.columns) <= set(keys):
        return  # it only says that the item is there
    rows = source.rows(f"SELECT x.* FROM {part.source} WHERE {part.owner} = :number", number=number)
    for row in rows:
        columns = [name for name in row if name in {*part.columns, *keys, *_owned(part)}]
        quoted = [f'"{name}"' for name in columns]
        target.write(
            f"INSERT INTO {part.table} ({', '.join(quoted)})"
            f" VALUES ({', '.join(f':{name}' for name in columns)})"
            f" ON CONFLICT ({', '.join(keys)}) DO UPDATE SET "
            + ", ".join(f"{name} = excluded.{name}" for name in quoted),
            **{name: row[name] for name in columns},
        )


def _owned(part: Part) -> set[str]:
    """The column that says to which item a row belongs."""
    return {part.owner.removeprefix("x.")}


def _whole(path: Path, passphrase: str) -> Path | None:
    for backup in backups_of(path):
        with suppress(ProjectError):
            if not prove(backup.path, passphrase).problems:
                return backup.path
    return None
