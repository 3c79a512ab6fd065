"""Version 6: backups that hold or open what they no longer should, until a new one replaces them.

Written in the transaction, or in the copy, that makes them stale: a process that dies in between
leaves the list, and the next opening works it off.
"""

from engine.store.connection import Database
from engine.store.scripts import run_script

NAME = "stale_copies"  # stored in each project by sqlite-utils: never rename it

_SQL = """
CREATE TABLE stale_copies (
    name TEXT PRIMARY KEY,
    at TEXT NOT NULL
) STRICT, WITHOUT ROWID;
"""


def apply(database: Database) -> None:
    """Change the tables of a project of the version before, within the caller's transaction."""
    run_script(database, _SQL)
