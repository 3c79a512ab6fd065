"""Version 21: the log becomes a chain of hashes, and what is in the project gets digests.

`digests` says what each item was when an entry of the log sealed it; the entry holds their hash.
Rows are only ever added: another digest of the same item means that it changed, an empty one that
it is gone. Triggers note in `unsealed` what has to be looked at again; new items are known by their
numbers, so that saving a task or a decision costs nothing more. For that no number may be used
twice, which decisions and cuts could not promise yet.
"""

# ruff: noqa: S608 only words of ours are put into the statements

from typing import Any

from engine.store.connection import Database
from engine.store.migrations.v5_ids import rebuild
from engine.store.scripts import run_script

NAME = "chain_of_the_log"  # stored in each project by sqlite-utils: never rename it

_TABLES = """
ALTER TABLE log ADD COLUMN document_id INTEGER; -- that the line names
ALTER TABLE log ADD COLUMN facts TEXT NOT NULL DEFAULT ''; -- JSON, for programs
ALTER TABLE log ADD COLUMN salt TEXT NOT NULL DEFAULT ''; -- hex; empty once the line was blanked
ALTER TABLE log ADD COLUMN commitment TEXT NOT NULL DEFAULT ''; -- to the line: hex SHA-256
ALTER TABLE log ADD COLUMN hash TEXT NOT NULL DEFAULT ''; -- over the entry before and this one
CREATE TABLE digests (
    kind TEXT NOT NULL,
    id INTEGER NOT NULL, -- of the item; 0 for a whole table
    entry INTEGER NOT NULL, -- of the log, that sealed it
    salt BLOB NOT NULL, -- empty once what it covers is gone
    digest BLOB NOT NULL, -- empty: gone
    PRIMARY KEY (kind, id, entry)
) STRICT, WITHOUT ROWID;
CREATE TABLE unsealed (
    kind TEXT NOT NULL,
    id INTEGER NOT NULL,
    PRIMARY KEY (kind, id)
) STRICT, WITHOUT ROWID;
"""

# What changes or goes after it was sealed: table, what is done to it, kind, number.
_MARKS = (
    ("documents", "DELETE", "document", "old.id"),
    ("documents", "DELETE", "rights", "old.id"),
    ("documents", "UPDATE OF rights", "rights", "new.id"),
    ("cuts", "DELETE", "cut", "old.id"),
    ("units", "DELETE", "plan", "old.run_id"),
    ("runs", "UPDATE", "run", "new.id"),
    ("runs", "DELETE", "run", "old.id"),
    ("tasks", "DELETE", "task", "old.id"),
    ("decisions", "UPDATE OF undone_at", "decision", "new.id"),
    ("decisions", "DELETE", "decision", "old.id"),
    ("audits", "UPDATE", "audit", "new.id"),
    ("audit_samples", "DELETE", "audit", "old.audit_id"),
    ("reviews", "UPDATE OF near", "near", "0"),
    ("reviews", "DELETE", "near", "0"),
)
_OF_DOCUMENTS = (("languages", "language"), ("parts", "part"), ("text_marks", "marks"))
_VERBS = (("INSERT", "new"), ("UPDATE", "new"), ("DELETE", "old"))
_WHOLE = (
    "refusals", "current_cuts", "drafts", "personal_values", "personal_hits", "personal_words",
    "personal_looks", "comparisons",
)  # fmt: skip


def apply(database: Database) -> None:
    """Change the tables of a project of the version before, within the caller's transaction.

    Foreign keys have to be off: a table is dropped and made anew while others refer to it.
    """
    raw: Any = database.conn
    raw.execute("PRAGMA legacy_alter_table = ON")  # else renaming wants every trigger to be whole
    try:
        for table in ("decisions", "cuts"):
            rebuild(raw, table)
    finally:
        raw.execute("PRAGMA legacy_alter_table = OFF")
    marks = [
        *_MARKS,
        *((table, verb, kind, f"{row}.document_id") for table, kind in _OF_DOCUMENTS
          for verb, row in _VERBS),
        *((table, verb, table, "0") for table in _WHOLE for verb, _row in _VERBS),
    ]  # fmt: skip
    run_script(database, _TABLES + "".join(_trigger(*mark) for mark in marks))


def _trigger(table: str, verb: str, kind: str, number: str) -> str:
    """Without OR IGNORE: a conflict clause of the statement that fires it would take its place."""
    name = f"{kind}_{table}_{verb.split(maxsplit=1)[0].lower()}_unsealed"
    return f"""
CREATE TRIGGER {name} AFTER {verb} ON {table} BEGIN
    INSERT INTO unsealed (kind, id) SELECT '{kind}', {number}
        WHERE NOT EXISTS (SELECT 1 FROM unsealed WHERE kind = '{kind}' AND id = {number});
END;
"""
