"""Version 17: how often evidence stands in its passage, and the evidence of what reviewers wrote.

An edit kept the evidence of the model's answer. From here on it has its own, and the queue's row
has that of the edit that stands. Earlier edits of an output count as not looked for.
"""

# ruff: noqa: S608 only words of ours are put into the statements

from engine.store.connection import Database
from engine.store.scripts import run_script

NAME = "evidence_of_edits"  # stored in each project by sqlite-utils: never rename it

_SHOWN = """
UPDATE reviews SET evidence = coalesce(
    (SELECT evidence_grade FROM decisions WHERE id = {row}edit_id),
    (SELECT evidence_grade FROM tasks WHERE id = {row}task_id))
"""

_SQL = f"""
ALTER TABLE tasks ADD COLUMN evidence_places INTEGER NOT NULL DEFAULT 0; -- 0: nobody counted
ALTER TABLE decisions ADD COLUMN evidence_grade TEXT; -- of an edit's output
ALTER TABLE decisions ADD COLUMN evidence_start INTEGER;
ALTER TABLE decisions ADD COLUMN evidence_end INTEGER;
ALTER TABLE decisions ADD COLUMN evidence_places INTEGER NOT NULL DEFAULT 0;
UPDATE decisions SET (evidence_grade, evidence_start, evidence_end) = (
    SELECT iif(t.output = decisions.output, t.evidence_grade, 'edited'),
        iif(t.output = decisions.output, t.evidence_start, NULL),
        iif(t.output = decisions.output, t.evidence_end, NULL)
    FROM tasks t WHERE t.id = decisions.task_id
) WHERE verdict = 'edit';
{_SHOWN.format(row="")} WHERE edit_id IS NOT NULL;
CREATE TRIGGER evidence_shown AFTER UPDATE OF edit_id ON reviews
WHEN old.edit_id IS NOT new.edit_id BEGIN
    {_SHOWN.format(row="new.")} WHERE task_id = new.task_id;
END;
"""


def apply(database: Database) -> None:
    """Change the tables of a project of the version before, within the caller's transaction."""
    run_script(database, _SQL)
