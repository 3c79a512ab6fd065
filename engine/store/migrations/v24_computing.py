"""Version 24: device, backend, driver and layers of each run on their own, beside the sentence."""

from engine.store.connection import Database
from engine.store.scripts import run_script

NAME = "computing_of_runs"  # stored in each project by sqlite-utils: never rename it

_SQL = """
ALTER TABLE runs ADD COLUMN computing TEXT NOT NULL DEFAULT '[]'; -- JSON: a list of lists
CREATE TRIGGER computing_runs_update_unsealed AFTER UPDATE OF computing ON runs BEGIN
    INSERT INTO unsealed (kind, id) SELECT 'computing', new.id
        WHERE NOT EXISTS (SELECT 1 FROM unsealed WHERE kind = 'computing' AND id = new.id);
END;
CREATE TRIGGER computing_runs_delete_unsealed AFTER DELETE ON runs BEGIN
    INSERT INTO unsealed (kind, id) SELECT 'computing', old.id
        WHERE NOT EXISTS (SELECT 1 FROM unsealed WHERE kind = 'computing' AND id = old.id);
END;
"""


def apply(database: Database) -> None:
    """Change the tables of a project of the version before, within the caller's transaction."""
    run_script(database, _SQL)
