"""Version 12: what was observed of each task, and the doubt that orders the review.

`checks` has the observations. `reviews`, the narrow rows that filters and the order of the queue
read, gets the document, the grade of the evidence and the doubt; tasks of earlier versions have no
checks, so nothing is said of them. All of it is kept by triggers, as before.
"""

from engine.store.connection import Database
from engine.store.scripts import run_script

NAME = "checks_of_tasks"  # stored in each project by sqlite-utils: never rename it

_SQL = """
CREATE TABLE checks (
    task_id INTEGER NOT NULL REFERENCES tasks,
    kind TEXT NOT NULL,
    version INTEGER NOT NULL, -- of the code that observed
    value REAL NOT NULL,
    detail TEXT NOT NULL,
    seconds REAL NOT NULL, -- that it took beyond writing the task
    PRIMARY KEY (task_id, kind)
) STRICT, WITHOUT ROWID;
ALTER TABLE reviews ADD COLUMN document_id INTEGER NOT NULL DEFAULT 0;
ALTER TABLE reviews ADD COLUMN evidence TEXT NOT NULL DEFAULT 'none';
ALTER TABLE reviews ADD COLUMN doubt TEXT NOT NULL DEFAULT ''; -- low, some, high; or unknown
ALTER TABLE reviews ADD COLUMN doubt_place REAL NOT NULL DEFAULT 2; -- the most doubtful at 0
UPDATE reviews SET (document_id, evidence) = (
    SELECT p.document_id, t.evidence_grade
    FROM tasks t JOIN passages p ON p.id = t.passage_id WHERE t.id = reviews.task_id);
DROP TRIGGER task_added;
CREATE TRIGGER task_added AFTER INSERT ON tasks BEGIN
    INSERT INTO reviews (task_id, unit_id, run_id, task_type, outcome, verdict, document_id,
        evidence)
    VALUES (new.id, new.unit_id, new.run_id, new.task_type, new.outcome, '',
        (SELECT document_id FROM passages WHERE id = new.passage_id), new.evidence_grade);
END;
DROP TRIGGER task_removed;
CREATE TRIGGER task_removed BEFORE DELETE ON tasks BEGIN
    DELETE FROM checks WHERE task_id = old.id;
    DELETE FROM reviews WHERE task_id = old.id;
END;
CREATE TRIGGER doubt_added AFTER INSERT ON checks WHEN new.kind = 'doubt' BEGIN
    UPDATE reviews SET doubt = new.detail, doubt_place = 1 - new.value
        WHERE task_id = new.task_id;
END;
"""


def apply(database: Database) -> None:
    """Change the tables of a project of the version before, within the caller's transaction."""
    run_script(database, _SQL)
