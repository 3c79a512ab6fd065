"""Version 22: what each run computed on."""

from engine.store.connection import Database
from engine.store.scripts import run_script

NAME = "devices_of_runs"  # stored in each project by sqlite-utils: never rename it

_SQL = """
ALTER TABLE runs ADD COLUMN device TEXT NOT NULL DEFAULT ''; -- several, if it was resumed elsewhere
CREATE TRIGGER device_runs_update_unsealed AFTER UPDATE OF device ON runs BEGIN
    INSERT INTO unsealed (kind, id) SELECT 'device', new.id
        WHERE NOT EXISTS (SELECT 1 FROM unsealed WHERE kind = 'device' AND id = new.id);
END;
CREATE TRIGGER device_runs_delete_unsealed AFTER DELETE ON runs BEGIN
    INSERT INTO unsealed (kind, id) SELECT 'device', old.id
        WHERE NOT EXISTS (SELECT 1 FROM unsealed WHERE kind = 'device' AND id = old.id);
END;
"""


def apply(database: Database) -> None:
    """Change the tables of a project of the version before, within the caller's transaction."""
    run_script(database, _SQL)
