"""Version 10: a file read in another way is another document, so its bytes are no longer unique.

The constraint stands in the table itself, which SQLite can't alter: the table is made anew, with
the number that the next document gets.
"""

from typing import Any

from engine.store.connection import Database

NAME = "readings_of_documents"  # stored in each project by sqlite-utils: never rename it

_TABLE = """
CREATE TABLE new_documents (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
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
) STRICT
"""
_COLUMNS = "id, name, path, format, size_bytes, sha256, text_sha256, characters, imported_at, note"


def apply(database: Database) -> None:
    """Change the tables of a project of the version before, within the caller's transaction.

    Foreign keys have to be off: a table is dropped and made anew while others refer to it.
    """
    raw: Any = database.conn
    last = raw.execute("SELECT seq FROM sqlite_sequence WHERE name = 'documents'").fetchone()
    raw.execute("PRAGMA legacy_alter_table = ON")  # else renaming wants every trigger to be whole
    try:
        raw.execute(_TABLE)
        raw.execute(f"INSERT INTO new_documents ({_COLUMNS}) SELECT {_COLUMNS} FROM documents")  # noqa: S608
        raw.execute("DROP TABLE documents")
        raw.execute("ALTER TABLE new_documents RENAME TO documents")
    finally:
        raw.execute("PRAGMA legacy_alter_table = OFF")
    if last is not None:
        raw.execute("DELETE FROM sqlite_sequence WHERE name = 'documents'")
        raw.execute("INSERT INTO sqlite_sequence (name, seq) VALUES ('documents', ?)", last)
