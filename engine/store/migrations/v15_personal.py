"""Version 15: possible personal data in tasks, what was decided on it, and the user's own words.

A find is known by its place in a task as it is shown, and by its value, which is decided on once.
With the last task that holds it a value goes too, so that of a deleted document no word stays.
"""

from engine.store.connection import Database
from engine.store.scripts import run_script

NAME = "personal_data_of_tasks"  # stored in each project by sqlite-utils: never rename it

_SQL = """
CREATE TABLE personal_values (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    kind TEXT NOT NULL,
    value TEXT NOT NULL, -- the same for all ways of writing it
    number INTEGER NOT NULL, -- of its pseudonym
    choice TEXT NOT NULL DEFAULT '', -- mask, keep, reject; empty: nobody decided
    reason TEXT NOT NULL DEFAULT '',
    who TEXT NOT NULL DEFAULT '',
    at TEXT NOT NULL DEFAULT '',
    UNIQUE (kind, value)
) STRICT;
CREATE TABLE personal_hits (
    task_id INTEGER NOT NULL REFERENCES tasks,
    part TEXT NOT NULL, -- input or output
    start INTEGER NOT NULL,
    "end" INTEGER NOT NULL,
    value_id INTEGER NOT NULL REFERENCES personal_values,
    PRIMARY KEY (task_id, part, start)
) STRICT, WITHOUT ROWID;
CREATE INDEX hits_of_value ON personal_hits (value_id);
CREATE TRIGGER hit_removed AFTER DELETE ON personal_hits BEGIN
    DELETE FROM personal_values WHERE id = old.value_id
        AND NOT EXISTS (SELECT 1 FROM personal_hits WHERE value_id = old.value_id);
END;
CREATE TABLE personal_words (
    id INTEGER PRIMARY KEY CHECK (id = 1),
    words TEXT NOT NULL -- one a line, other ways of writing it behind "|"
) STRICT;
CREATE TABLE personal_looks (
    id INTEGER PRIMARY KEY CHECK (id = 1),
    version INTEGER NOT NULL, -- of the rules
    tasks INTEGER NOT NULL, -- well-formed ones that there were
    newest INTEGER NOT NULL,
    edits INTEGER NOT NULL -- sum of the ids of the edits that stood
) STRICT;
DROP TRIGGER task_removed;
CREATE TRIGGER task_removed BEFORE DELETE ON tasks BEGIN
    DELETE FROM checks WHERE task_id = old.id;
    DELETE FROM audit_samples WHERE task_id = old.id;
    DELETE FROM personal_hits WHERE task_id = old.id;
    DELETE FROM reviews WHERE task_id = old.id;
END;
"""


def apply(database: Database) -> None:
    """Change the tables of a project of the version before, within the caller's transaction."""
    run_script(database, _SQL)
