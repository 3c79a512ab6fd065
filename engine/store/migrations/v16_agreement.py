"""Version 16: how often the answers of a run are drawn again, for their self-agreement."""

from engine.store.connection import Database
from engine.store.scripts import run_script

NAME = "agreement_of_runs"  # stored in each project by sqlite-utils: never rename it

_SQL = """
ALTER TABLE runs ADD COLUMN agree INTEGER NOT NULL DEFAULT 0;
"""


def apply(database: Database) -> None:
    """Change the tables of a project of the version before, within the caller's transaction."""
    run_script(database, _SQL)
