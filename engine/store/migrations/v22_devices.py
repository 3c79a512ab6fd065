"""Version 22: what each run computed on."""

from engine.store.connection import Database
from engine.store.scripts import run_script

NAME = "devices_of_runs"  # stored in each project by sqlite-utils: never rename it

_SQL = """
ALTER TABLE runs ADD COLUMN device TEXT NOT NULL DEFAULT ''; -- several, if it was resumed elsewhere
"""


def apply(database: Database) -> None:
    """Change the tables of a project of the version before, within the caller's transaction."""
    run_script(database, _SQL)
