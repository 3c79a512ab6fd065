"""Version 4: what a reviewer typed into a task and has not saved yet, one draft a task."""

from engine.store.connection import Database
from engine.store.scripts import run_script

NAME = "drafts_of_edits"  # stored in each project by sqlite-utils: never rename it

# A saved edit takes its draft away in the same transaction, whoever saves it.
_SQL = """
CREATE TABLE drafts (
    task_id INTEGER PRIMARY KEY REFERENCES tasks,
    input TEXT NOT NULL,
    output TEXT NOT NULL,
    at TEXT NOT NULL
) STRICT;
CREATE TRIGGER draft_saved AFTER INSERT ON decisions WHEN new.verdict = 'edit' BEGIN
    DELETE FROM drafts WHERE task_id = new.task_id;
END;
"""


def apply(database: Database) -> None:
    """Change the tables of a project of the version before, within the caller's transaction."""
    run_script(database, _SQL)
