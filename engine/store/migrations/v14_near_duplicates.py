"""Version 14: which tasks say nearly the same, and what had been compared when that was found.

The group stands in `reviews`, whose narrow rows filters read. A trigger of `tasks` removes a task's
row there, so a group loses a task with its document.
"""

from engine.store.connection import Database
from engine.store.scripts import run_script

NAME = "near_duplicates_of_tasks"  # stored in each project by sqlite-utils: never rename it

_SQL = """
ALTER TABLE reviews ADD COLUMN near INTEGER NOT NULL DEFAULT 0; -- first task of its group, or 0
CREATE INDEX reviews_of_group ON reviews (near) WHERE near > 0;
CREATE TABLE comparisons (
    id INTEGER PRIMARY KEY CHECK (id = 1),
    version INTEGER NOT NULL, -- of the code that compared
    tasks INTEGER NOT NULL, -- well-formed ones that there were
    newest INTEGER NOT NULL,
    edits INTEGER NOT NULL -- sum of the ids of the edits that stood
) STRICT;
"""


def apply(database: Database) -> None:
    """Change the tables of a project of the version before, within the caller's transaction."""
    run_script(database, _SQL)
