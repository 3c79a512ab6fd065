"""Every column of every table is covered by a digest, follows from others, or is named here."""

import hashlib
from collections import defaultdict

from engine.store.items import KINDS

# Follow from other rows: `derived.py` makes them again and compares.
_DERIVED = {"reviews", "task_counts", "sqlite_sequence", "_sqlite_migrations"}
_INDICES = ("text_index", "task_index")  # so do these
_OF_THE_PROOF = {"log", "digests", "unsealed"}
_BOOKKEEPING = {"stale_copies"}  # names of backups that are about to go


def test_every_column_is_covered(project):
    covered = defaultdict[str, set[str]](set)
    for kind in KINDS:
        for part in kind.parts:
            covered[part.table] |= set(part.columns)
            covered[part.table].add(part.owner.removeprefix("x."))
    tables = project._connection.texts("SELECT name FROM sqlite_master WHERE type = 'table'")
    uncovered = list[str]()
    for table in tables:
        if table in _DERIVED | _OF_THE_PROOF | _BOOKKEEPING or table.startswith(_INDICES):
            continue
        columns = project._connection.texts("SELECT name FROM pragma_table_info(:t)", t=table)
        uncovered += [f"{table}.{one}" for one in columns if one not in covered[table]]
    assert uncovered == ["attempts.unit_id"]  # of its task, which has it


# SHA-256 of what each kind covers. A new kind gets a line; a line that is there never changes, or
# projects that were sealed before would no longer be what their digests say.
_COVERED = {
    "audit": "78588a13d284b8ff",
    "comparisons": "363cd5213d8da1de",
    "computing": "69a8bec4c63d0798",
    "conflicts": "f52e0a1a3f22ef4e",
    "current_cuts": "0ef3a408c6a73ad1",
    "cut": "eabf3e6e4f57652d",
    "decision": "9f5d683e6e70ade6",
    "device": "31682bdceb1aa52a",
    "document": "14a0ab9a45e090cf",
    "drafts": "55b9b2b77e77434f",
    "language": "eb202dcff4325af8",
    "marks": "147ba2f1f9921465",
    "near": "3fd61ccfe816ad47",
    "origin": "c959edf7d5bb8148",
    "packet": "5fa249ae30879499",
    "packings": "effc13ec2e8fd163",
    "part": "4f1b92617d58c51d",
    "personal_hits": "181a7563824d5603",
    "personal_looks": "ec4e6a3b9eefc8ea",
    "personal_values": "1f6569c79cb27ab8",
    "personal_words": "c30ae22625e95841",
    "pilot": "633c6b1248b6a290",
    "plan": "29a8902b7399515d",
    "refusals": "110a5a45e13a8a1a",
    "rights": "a545f72f87070bc2",
    "run": "cf1d537185e7a97e",
    "sentences": "d7e6d28ac508c658",
    "task": "ff9c8de55a407fc1",
}


def test_what_a_kind_covers_never_changes():
    found = {
        kind.name: hashlib.sha256(
            repr([(one.table, one.columns, one.order, one.source) for one in kind.parts]).encode()
        ).hexdigest()[:16]
        for kind in KINDS
    }
    assert found == _COVERED
