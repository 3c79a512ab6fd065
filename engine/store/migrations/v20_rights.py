"""Version 20: what is known of the rights in each document, in the user's own words."""

from engine.store.connection import Database
from engine.store.scripts import run_script

NAME = "rights_in_documents"  # stored in each project by sqlite-utils: never rename it

_SQL = """
ALTER TABLE documents ADD COLUMN rights TEXT NOT NULL DEFAULT '';
"""


def apply(database: Database) -> None:
    """Change the tables of a project of the version before, within the caller's transaction."""
    run_script(database, _SQL)
