"""Version 23: which runs are pilots, and which take up what a pilot began."""

from engine.store.connection import Database
from engine.store.scripts import run_script

NAME = "pilots_of_runs"  # stored in each project by sqlite-utils: never rename it

_SQL = """
ALTER TABLE runs ADD COLUMN limit_units INTEGER NOT NULL DEFAULT 0; -- 0: the whole plan
ALTER TABLE runs ADD COLUMN after_run INTEGER NOT NULL DEFAULT 0; -- its pilot; 0: it had none
CREATE TRIGGER pilot_runs_update_unsealed AFTER UPDATE OF limit_units, after_run ON runs BEGIN
    INSERT INTO unsealed (kind, id) SELECT 'pilot', new.id
        WHERE NOT EXISTS (SELECT 1 FROM unsealed WHERE kind = 'pilot' AND id = new.id);
END;
CREATE TRIGGER pilot_runs_delete_unsealed AFTER DELETE ON runs BEGIN
    INSERT INTO unsealed (kind, id) SELECT 'pilot', old.id
        WHERE NOT EXISTS (SELECT 1 FROM unsealed WHERE kind = 'pilot' AND id = old.id);
END;
"""


def apply(database: Database) -> None:
    """Change the tables of a project of the version before, within the caller's transaction."""
    run_script(database, _SQL)
