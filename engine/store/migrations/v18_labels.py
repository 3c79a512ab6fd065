"""Version 18: the labels that a run was given for some of its task types."""

from engine.store.connection import Database
from engine.store.scripts import run_script

NAME = "labels_of_runs"  # stored in each project by sqlite-utils: never rename it

_SQL = """
ALTER TABLE runs ADD COLUMN labels TEXT NOT NULL DEFAULT '[]'; -- JSON: pairs of type and labels
"""


def apply(database: Database) -> None:
    """Change the tables of a project of the version before, within the caller's transaction."""
    run_script(database, _SQL)
