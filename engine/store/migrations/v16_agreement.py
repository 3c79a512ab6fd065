"""Version 16: how often the answers of a run are drawn again, for their self-agreement."""

from engine.store.connection import Database

NAME = "agreement_of_runs"  # stored in each project by sqlite-utils: never rename it

_SQL = """
ALTER TABLE runs ADD COLUMN agree INTEGER NOT NULL DEFAULT 0;
"""


def apply(database: Database) -> None:
    """Change the tables of a project of the version before, within the caller's transaction."""
    database.executescript(_SQL)
