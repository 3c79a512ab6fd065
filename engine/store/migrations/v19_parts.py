"""Version 19: the part of each document, and the marks by which documents are compared.

A part is given once, at the first export that is split, and stays.
"""

from engine.store.connection import Database
from engine.store.scripts import run_script

NAME = "parts_of_documents"  # stored in each project by sqlite-utils: never rename it

_SQL = """
CREATE TABLE parts (
    document_id INTEGER PRIMARY KEY REFERENCES documents,
    part TEXT NOT NULL CHECK (part IN ('train', 'validation', 'test')),
    at TEXT NOT NULL
) STRICT;
CREATE TABLE text_marks (
    document_id INTEGER PRIMARY KEY REFERENCES documents,
    version INTEGER NOT NULL, -- of the code that made them
    marks BLOB NOT NULL -- eight bytes each, the lowest first
) STRICT;
"""


def apply(database: Database) -> None:
    """Change the tables of a project of the version before, within the caller's transaction."""
    run_script(database, _SQL)
