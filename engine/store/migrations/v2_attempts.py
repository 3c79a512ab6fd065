"""Version 2: what became of each try at a unit that was tried more than once."""

from engine.store.connection import Database
from engine.store.scripts import run_script

NAME = "tables_of_attempts"  # stored in each project by sqlite-utils: never rename it

_SQL = """
CREATE TABLE attempts (
    unit_id INTEGER NOT NULL REFERENCES units,
    number INTEGER NOT NULL,
    seed INTEGER NOT NULL,
    is_constrained INTEGER NOT NULL,
    outcome TEXT NOT NULL,
    raw TEXT NOT NULL,
    stop TEXT NOT NULL,
    generated_tokens INTEGER NOT NULL,
    seconds REAL NOT NULL,
    PRIMARY KEY (unit_id, number)
) STRICT, WITHOUT ROWID;
"""


def apply(database: Database) -> None:
    """Change the tables of a project of the version before, within the caller's transaction."""
    run_script(database, _SQL)
