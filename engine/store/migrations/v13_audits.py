"""Version 13: samples of tasks that were drawn to be read, and what was accepted on their strength.

An audit keeps the filter that it was drawn from, not its tasks: there can be 100,000 of them.
"""

from engine.store.connection import Database
from engine.store.scripts import run_script

NAME = "audits_of_tasks"  # stored in each project by sqlite-utils: never rename it

_SQL = """
CREATE TABLE audits (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    seed INTEGER NOT NULL,
    who TEXT NOT NULL,
    at TEXT NOT NULL,
    filter TEXT NOT NULL, -- JSON
    newest INTEGER NOT NULL, -- later tasks are not meant
    drawn INTEGER NOT NULL,
    tasks TEXT NOT NULL, -- JSON: how many there were of each type
    batch INTEGER -- of the decisions that accepted the others
) STRICT;
CREATE TABLE audit_samples (
    audit_id INTEGER NOT NULL REFERENCES audits,
    task_id INTEGER NOT NULL REFERENCES tasks,
    PRIMARY KEY (audit_id, task_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX samples_of_task ON audit_samples (task_id);
DROP TRIGGER task_removed;
CREATE TRIGGER task_removed BEFORE DELETE ON tasks BEGIN
    DELETE FROM checks WHERE task_id = old.id;
    DELETE FROM audit_samples WHERE task_id = old.id;
    DELETE FROM reviews WHERE task_id = old.id;
END;
"""


def apply(database: Database) -> None:
    """Change the tables of a project of the version before, within the caller's transaction."""
    run_script(database, _SQL)
