"""Version 11: which rules the answers of a run were not judged by."""

from engine.store.connection import Database
from engine.store.scripts import run_script

NAME = "rules_of_runs"  # stored in each project by sqlite-utils: never rename it

_SQL = """
ALTER TABLE runs ADD COLUMN rules_off TEXT NOT NULL DEFAULT '[]';  -- JSON, of outcomes
"""


def apply(database: Database) -> None:
    """Change the tables of a project of the version before, within the caller's transaction."""
    run_script(database, _SQL)
