"""Prove a project: the file, its tables, the chain of its log, and all that the chain committed to.

Nothing is changed and no earlier version is brought up to date: the file is opened as it is. What
can't be shown is said and not claimed. A chain proves nothing against who can write the whole file
anew; that is what a head noted elsewhere is for.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from json import loads
from pathlib import Path
from typing import Any, cast

from engine.errors import ProjectDamaged
from engine.store import derived, schema, sealed
from engine.store.connection import Connection, Row
from engine.store.documents import altered_text
from engine.store.log import BLANKED, CHAINED_SINCE, GENESIS, chained, commitment
from engine.store.opening import open_as_it_is
from engine.store.verified_copy import find_damage


@dataclass(frozen=True, slots=True)
class Proof:
    """What was found; a project is as its log says if there is no problem."""

    problems: tuple[str, ...]  # sentences for people
    unshown: tuple[str, ...]  # what this project can't show, in sentences
    entries: int
    head: str  # the hash of the newest entry
    items: Mapping[str, int]  # that are as they were sealed, by kind
    differing: tuple[tuple[str, int], ...] = ()  # kind and number of what is not


def prove(path: Path, passphrase: str = "", head: str = "") -> Proof:
    """Check the project at `path`; `head` is a hash that was noted, which has to be in its log.

    Raises the `ProjectError` that says why it can't be opened at all.
    """
    connection = open_as_it_is(path, passphrase)
    try:
        return _proof(connection, head)
    finally:
        connection.close()


def _proof(connection: Connection, head: str) -> Proof:
    version = connection.number("PRAGMA user_version")
    problems = list(_damage(connection, version))
    if version < CHAINED_SINCE:
        said = (
            "An earlier version of this application made it, without a chain: open it once, and "
            "its chain begins. Only damage and changed texts were looked for."
        )
        return Proof(tuple(problems), (said,), 0, "", {})
    try:
        chain = _Chain(connection)
        problems += chain.problems
        compared = sealed.compare(connection, chain.events)
        problems += compared.problems
        problems += _unlike(connection, chain, compared.sealed)
    except ProjectDamaged as error:
        return Proof((*problems, str(error)), (), 0, "", {})
    problems += derived.wrong(connection)
    if head and head.strip().lower() not in chain.hashes:
        problems.append(f"The head {head} is not in its log: it is another project or was changed.")
    unshown = (*chain.unshown(), *_pending(compared.pending))
    return Proof(
        tuple(dict.fromkeys(problems)),
        unshown,
        len(chain.hashes),
        chain.head,
        compared.as_sealed,
        tuple(compared.differing),
    )


def _damage(connection: Connection, version: int) -> Iterator[str]:
    """What SQLite, the tables and the texts say, each looked at whatever the others say."""
    for look in (
        lambda: find_damage(connection),
        lambda: schema.check(connection, version) or "",
        lambda: _text_damage(connection),
    ):
        try:
            said = look()
        except ProjectDamaged as error:
            said = str(error)
        if said:
            yield said if said.endswith(".") else f"SQLite finds damage: {said}."


def _text_damage(connection: Connection) -> str:
    name = altered_text(connection)
    return f"The text of “{name}” is not the one that was imported." if name else ""


class _Chain:
    """The log as it stands, each entry held against the one before."""

    def __init__(self, connection: Connection) -> None:
        self.problems: list[str] = []
        self.hashes: set[str] = set()
        self.events: dict[int, str] = {}
        self.digests: dict[int, tuple[dict[str, int], str]] = {}
        self.head = GENESIS
        self.began = 0
        self.earlier = 0
        blanked, may_be_blank = set[int](), set[int]()
        for number, row in enumerate(connection.rows("SELECT * FROM log ORDER BY id"), 1):
            self._entry(number, row)
            facts = self._facts(row)
            may_be_blank |= set(cast("list[int]", facts.get("blanked", [])))
            if not row["salt"]:
                blanked.add(row["id"])
        for number in sorted(blanked - may_be_blank):
            self.problems.append(f"Entry {number} of the log was blanked, and no deletion says so.")

    def unshown(self) -> Iterator[str]:
        """What came before the chain."""
        if self.began:
            yield (
                f"The chain begins with entry {self.began}: of what came before, in an earlier "
                f"version ({self.earlier:,} lines of the log), only that it was so then is shown."
            )

    def _entry(self, number: int, row: Row) -> None:
        if row["id"] != number:
            self.problems.append(f"Entry {number} of the log is missing.")
        is_blank = not row["salt"] and row["detail"] == BLANKED
        said = is_blank or commitment(row["salt"], row["detail"]) == row["commitment"]
        if not said or chained(self.head, row) != row["hash"]:
            self.problems.append(f"Entry {row['id']} of the log is not as it was written.")
        self.head = str(row["hash"])
        self.hashes.add(self.head)
        self.events[row["id"]] = str(row["event"])

    def _facts(self, row: Row) -> dict[str, Any]:
        try:
            facts = cast("dict[str, Any]", loads(row["facts"] or "{}"))
            if row["event"] == "chain":
                self.began, self.earlier = int(row["id"]), int(facts["earlier"])
            if "sealed" in facts:
                self.digests[row["id"]] = facts["sealed"], str(facts["digests_sha256"])
        except (ValueError, KeyError, TypeError, AttributeError):  # its hash differs, too
            return {}
        return facts


def _unlike(
    connection: Connection, chain: _Chain, found: Mapping[int, sealed.Sealed]
) -> Iterator[str]:
    """The entries whose digests are not those that they sealed."""
    for entry in sorted({*chain.digests, *found}):
        counts, stated = chain.digests.get(entry, ({}, ""))
        now = found[entry].sha256.hexdigest() if entry in found else ""
        if now != stated:
            said = ", ".join(f"{count:,} × {kind}" for kind, count in sorted(counts.items()))
            those = sealed.ranges(connection, entry) or "none is left"
            yield (
                f"The digests that entry {entry} sealed ({said}) were changed, or an item together "
                f"with its digest: {those}."
            )


def _pending(pending: Mapping[str, int]) -> Iterator[str]:
    if pending:
        listed = ", ".join(f"{count:,} × {kind}" for kind, count in sorted(pending.items()))
        yield (
            f"Not sealed yet, so nothing is shown for it: {listed}. Opening and closing it does so."
        )
