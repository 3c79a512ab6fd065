"""Version 9: the language that a document's reader found in its text.

A table of its own, because documents of earlier versions were never looked at.
"""

from engine.store.connection import Database
from engine.store.scripts import run_script

NAME = "languages_of_documents"  # stored in each project by sqlite-utils: never rename it

_SQL = """
CREATE TABLE languages (
    document_id INTEGER PRIMARY KEY REFERENCES documents,
    language TEXT NOT NULL  -- ISO 639, or empty where it can't be told
) STRICT;
"""


def apply(database: Database) -> None:
    """Change the tables of a project of the version before, within the caller's transaction."""
    run_script(database, _SQL)
