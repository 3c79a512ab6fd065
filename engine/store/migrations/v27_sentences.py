"""Version 27: by which rule a run's single sentences were chosen.

Runs of earlier versions read every piece of a text as a sentence, and their rest still does.
"""

from engine.store.connection import Database
from engine.store.scripts import run_script

NAME = "sentences_of_runs"  # stored in each project by sqlite-utils: never rename it

_SQL = """
ALTER TABLE runs ADD COLUMN sentence_rule TEXT NOT NULL DEFAULT 'all';
CREATE TRIGGER sentences_runs_update_unsealed AFTER UPDATE OF sentence_rule ON runs BEGIN
    INSERT INTO unsealed (kind, id) SELECT 'sentences', new.id
        WHERE NOT EXISTS (SELECT 1 FROM unsealed WHERE kind = 'sentences' AND id = new.id);
END;
CREATE TRIGGER sentences_runs_delete_unsealed AFTER DELETE ON runs BEGIN
    INSERT INTO unsealed (kind, id) SELECT 'sentences', old.id
        WHERE NOT EXISTS (SELECT 1 FROM unsealed WHERE kind = 'sentences' AND id = old.id);
END;
"""


def apply(database: Database) -> None:
    """Change the tables of a project of the version before, within the caller's transaction."""
    run_script(database, _SQL)
