"""Version 25: packets, which carry the open units of a run or tasks for review to other computers.

A packed run has its tasks' numbers reserved: the number of a task follows from its unit, here and
in every packet, so that the order of merging does not matter. Such tasks are not saved in the order
of their numbers, so each is noted in `unsealed`.
"""

# ruff: noqa: S608 only words of ours are put into the statements

from engine.store.connection import Database
from engine.store.scripts import run_script

NAME = "packets"  # stored in each project by sqlite-utils: never rename it

_TABLES = """
CREATE TABLE packings ( -- the runs that were packed
    run_id INTEGER PRIMARY KEY REFERENCES runs,
    plan_sha256 TEXT NOT NULL, -- of the whole run, not only of what is in this file
    first_unit INTEGER NOT NULL,
    first_task INTEGER NOT NULL -- the number of the first unit's task
) STRICT;
CREATE TABLE origin ( -- of a project that is a packet
    id INTEGER PRIMARY KEY CHECK (id = 1),
    uid TEXT NOT NULL, -- 32 random hex digits
    kind TEXT NOT NULL CHECK (kind IN ('run', 'review')),
    run_id INTEGER NOT NULL, -- 0 for a review
    part INTEGER NOT NULL,
    parts INTEGER NOT NULL,
    source TEXT NOT NULL, -- name of the file it was packed from
    head TEXT NOT NULL, -- of the log of that
    last_unit INTEGER NOT NULL, -- later ones were planned in the packet
    is_blind INTEGER NOT NULL, -- made without the decisions that there were
    who TEXT NOT NULL,
    at TEXT NOT NULL
) STRICT;
CREATE TABLE packets ( -- made here, or merged here
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    uid TEXT NOT NULL UNIQUE,
    kind TEXT NOT NULL,
    run_id INTEGER NOT NULL,
    part INTEGER NOT NULL,
    parts INTEGER NOT NULL,
    name TEXT NOT NULL, -- of its file
    size INTEGER NOT NULL, -- units, or tasks to review
    who TEXT NOT NULL,
    at TEXT NOT NULL,
    merged_at TEXT NOT NULL DEFAULT '' -- last; empty: not yet
) STRICT;
CREATE TABLE packet_lines ( -- the logs of the packets that were merged
    packet_id INTEGER NOT NULL REFERENCES packets,
    number INTEGER NOT NULL,
    at TEXT NOT NULL,
    who TEXT NOT NULL,
    event TEXT NOT NULL,
    detail TEXT NOT NULL,
    facts TEXT NOT NULL,
    salt TEXT NOT NULL, -- empty: the line was blanked, because it can name a document
    commitment TEXT NOT NULL,
    hash TEXT NOT NULL,
    PRIMARY KEY (packet_id, number, hash)
) STRICT, WITHOUT ROWID;
CREATE TABLE conflicts ( -- tasks that two people decided differently
    decision_id INTEGER PRIMARY KEY REFERENCES decisions, -- that says so, until somebody settles it
    task_id INTEGER NOT NULL REFERENCES tasks
) STRICT;
CREATE INDEX conflicts_of_task ON conflicts (task_id);
CREATE TRIGGER conflict_removed BEFORE DELETE ON decisions BEGIN
    DELETE FROM conflicts WHERE decision_id = old.id;
END;
CREATE TRIGGER task_reserved AFTER INSERT ON tasks
WHEN EXISTS (SELECT 1 FROM packings WHERE run_id = new.run_id) BEGIN
    INSERT INTO unsealed (kind, id) SELECT 'task', new.id
        WHERE NOT EXISTS (SELECT 1 FROM unsealed WHERE kind = 'task' AND id = new.id);
END;
"""
_MARKS = (
    *(("packings", verb, "packings", "0") for verb in ("INSERT", "UPDATE", "DELETE")),
    *(("origin", verb, "origin", "0") for verb in ("INSERT", "UPDATE", "DELETE")),
    *(("conflicts", verb, "conflicts", "0") for verb in ("INSERT", "UPDATE", "DELETE")),
    ("packets", "UPDATE", "packet", "new.id"),
    ("packets", "DELETE", "packet", "old.id"),
)


def apply(database: Database) -> None:
    """Change the tables of a project of the version before, within the caller's transaction."""
    run_script(database, _TABLES + "".join(_trigger(*mark) for mark in _MARKS))


def _trigger(table: str, verb: str, kind: str, number: str) -> str:
    name = f"{kind}_{table}_{verb.lower()}_unsealed"
    return f"""
CREATE TRIGGER {name} AFTER {verb} ON {table} BEGIN
    INSERT INTO unsealed (kind, id) SELECT '{kind}', {number}
        WHERE NOT EXISTS (SELECT 1 FROM unsealed WHERE kind = '{kind}' AND id = {number});
END;
"""
