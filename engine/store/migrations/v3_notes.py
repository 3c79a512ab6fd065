"""Version 3: what a document's text does not hold, such as hidden text or scanned pages."""

from engine.store.connection import Database
from engine.store.scripts import run_script

NAME = "notes_of_documents"  # stored in each project by sqlite-utils: never rename it

_SQL = """
ALTER TABLE documents ADD COLUMN note TEXT NOT NULL DEFAULT '';
"""


def apply(database: Database) -> None:
    """Change the tables of a project of the version before, within the caller's transaction."""
    run_script(database, _SQL)
