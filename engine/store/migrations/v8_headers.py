"""Version 8: the header row of the table that a passage begins inside of."""

from engine.store.connection import Database
from engine.store.scripts import run_script

NAME = "headers_of_passages"  # stored in each project by sqlite-utils: never rename it

_SQL = """
ALTER TABLE passages ADD COLUMN header_start INTEGER NOT NULL DEFAULT 0;
ALTER TABLE passages ADD COLUMN header_end INTEGER NOT NULL DEFAULT 0;
ALTER TABLE passages ADD COLUMN header_tokens INTEGER NOT NULL DEFAULT 0;
"""


def apply(database: Database) -> None:
    """Change the tables of a project of the version before, within the caller's transaction."""
    run_script(database, _SQL)
