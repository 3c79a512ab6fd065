"""Version 4: a file read in another way is another document, so its bytes are no longer unique.

The constraint stands in the table itself, which SQLite can't alter: the table is made anew within
the caller's transaction. What names its rows is checked at the commit, when they are back.
"""

from engine.store.connection import Database

NAME = "readings_of_documents"  # stored in each project by sqlite-utils: never rename it

_SQL = """
PRAGMA defer_foreign_keys = ON;
CREATE TEMP TABLE documents_before AS SELECT * FROM documents;
DROP TABLE documents;
CREATE TABLE documents (
    id INTEGER PRIMARY KEY,
    name TEXT NOT NULL,
    path TEXT NOT NULL,
    format TEXT NOT NULL,
    size_bytes INTEGER NOT NULL,
    sha256 TEXT NOT NULL,
    text_sha256 TEXT NOT NULL UNIQUE,
    characters INTEGER NOT NULL,
    imported_at TEXT NOT NULL,
    note TEXT NOT NULL DEFAULT '',
    options TEXT NOT NULL DEFAULT '',  -- JSON of how it was read; empty: as the reader decides
    UNIQUE (sha256, options)
) STRICT;
INSERT INTO documents (id, name, path, format, size_bytes, sha256, text_sha256, characters,
                       imported_at, note)
SELECT id, name, path, format, size_bytes, sha256, text_sha256, characters, imported_at, note
FROM documents_before;
DROP TABLE documents_before;
"""


def apply(database: Database) -> None:
    """Change the tables of a project of the version before, within the caller's transaction."""
    database.executescript(_SQL)
