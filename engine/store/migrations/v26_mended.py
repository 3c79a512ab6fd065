"""Version 26: a unit that a check refused counts as a task while an edit of it stands.

The queue's row says that it is well-formed, and `refused` why it was not. The task itself stays as
it ended, with the model's words; the edit says who wrote what, and when. Take the edit back, and
the row says again how the unit ended.
"""

from engine.store.connection import Database
from engine.store.scripts import run_script

NAME = "mended_units"  # stored in each project by sqlite-utils: never rename it

_MENDED = """
UPDATE reviews SET (outcome, refused) = (
    SELECT iif(edit_id IS NULL, t.outcome, 'ok'), iif(edit_id IS NULL, '', t.outcome)
    FROM tasks t WHERE t.id = task_id)
WHERE {which} AND EXISTS (SELECT 1 FROM tasks WHERE id = task_id AND outcome != 'ok');
"""
_COUNT = """
INSERT INTO task_counts VALUES ({row}.run_id, {row}.task_type, {row}.outcome, {row}.verdict, {by})
    ON CONFLICT DO UPDATE SET tasks = tasks + {by};
"""
_SQL = f"""
ALTER TABLE reviews ADD COLUMN refused TEXT NOT NULL DEFAULT ''; -- how it ended, if mended
CREATE INDEX reviews_mended ON reviews (run_id, task_type, refused) WHERE refused != '';
CREATE TRIGGER outcome_changed AFTER UPDATE OF outcome ON reviews
WHEN old.outcome != new.outcome AND old.verdict = new.verdict BEGIN
    {_COUNT.format(row="old", by="-1")}
    {_COUNT.format(row="new", by="1")}
END;
CREATE TRIGGER task_mended AFTER UPDATE OF edit_id ON reviews
WHEN (old.edit_id IS NULL) != (new.edit_id IS NULL) BEGIN
    {_MENDED.format(which="task_id = new.task_id")}
END;
{_MENDED.format(which="edit_id IS NOT NULL")}
"""


def apply(database: Database) -> None:
    """Change the tables of a project of the version before, within the caller's transaction."""
    run_script(database, _SQL)
