"""Every column of every table is covered by a digest, follows from others, or is named here."""

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
