"""Version 24: what each run computed on."""

from engine.store.connection import Database

NAME = "devices_of_runs"  # stored in each project by sqlite-utils: never rename it

_SQL = """
ALTER TABLE runs ADD COLUMN device TEXT NOT NULL DEFAULT ''; -- several, if it was resumed elsewhere
"""


def apply(database: Database) -> None:
    """Change the tables of a project of the version before, within the caller's transaction."""
    database.executescript(_SQL)
