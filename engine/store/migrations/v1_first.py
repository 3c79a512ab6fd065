"""Version 1: the first tables."""

# ruff: noqa: S608 only a number of ours is put into the statements

from engine.store.connection import Database
from engine.store.scripts import run_script

NAME = "first_tables"  # stored in each project by sqlite-utils: never rename it

APPLICATION_ID = 0x426E746F  # "Bnto", in the file's header: this is our file

_SQL = f"""
CREATE TABLE documents (
    id INTEGER PRIMARY KEY,
    name TEXT NOT NULL,
    path TEXT NOT NULL,
    format TEXT NOT NULL,
    size_bytes INTEGER NOT NULL,
    sha256 TEXT NOT NULL UNIQUE,
    text_sha256 TEXT NOT NULL UNIQUE,
    characters INTEGER NOT NULL,
    imported_at TEXT NOT NULL
) STRICT;
-- A text stands in pieces, one after the other, so that a search finds places and not files.
CREATE TABLE texts (
    id INTEGER PRIMARY KEY,
    document_id INTEGER NOT NULL REFERENCES documents,
    start INTEGER NOT NULL,
    text TEXT NOT NULL,
    UNIQUE (document_id, start)
) STRICT;
CREATE VIRTUAL TABLE text_index USING fts5 (
    text, content = texts, content_rowid = id, tokenize = 'unicode61 remove_diacritics 2'
);
INSERT INTO text_index (text_index, rank) VALUES ('secure-delete', 1);
CREATE TRIGGER text_added AFTER INSERT ON texts BEGIN
    INSERT INTO text_index (rowid, text) VALUES (new.id, new.text);
END;
CREATE TRIGGER text_removed AFTER DELETE ON texts BEGIN
    INSERT INTO text_index (text_index, rowid, text) VALUES ('delete', old.id, old.text);
END;
CREATE TABLE pages (
    document_id INTEGER NOT NULL REFERENCES documents,
    position INTEGER NOT NULL,
    start INTEGER NOT NULL,
    label TEXT NOT NULL,
    PRIMARY KEY (document_id, position)
) STRICT, WITHOUT ROWID;
CREATE TABLE refusals (
    path TEXT PRIMARY KEY,
    name TEXT NOT NULL,
    status TEXT NOT NULL,
    detail TEXT NOT NULL,
    at TEXT NOT NULL
) STRICT;

CREATE TABLE settings (
    id INTEGER PRIMARY KEY,
    kind TEXT NOT NULL,
    max_tokens INTEGER NOT NULL,
    min_tokens INTEGER NOT NULL,
    tokenizer TEXT NOT NULL,
    UNIQUE (kind, max_tokens, min_tokens, tokenizer)
) STRICT;
CREATE TABLE cuts (
    id INTEGER PRIMARY KEY,
    document_id INTEGER NOT NULL REFERENCES documents,
    settings_id INTEGER NOT NULL REFERENCES settings,
    revision INTEGER NOT NULL,
    passages INTEGER NOT NULL,
    UNIQUE (document_id, settings_id, revision)
) STRICT;
CREATE TABLE current_cuts (
    document_id INTEGER NOT NULL REFERENCES documents,
    kind TEXT NOT NULL,
    tokenizer TEXT NOT NULL,
    cut_id INTEGER NOT NULL REFERENCES cuts,
    PRIMARY KEY (document_id, kind, tokenizer)
) STRICT, WITHOUT ROWID;
CREATE TABLE passages (
    id INTEGER PRIMARY KEY,
    document_id INTEGER NOT NULL REFERENCES documents,
    cut_id INTEGER NOT NULL REFERENCES cuts,
    position INTEGER NOT NULL,
    start INTEGER NOT NULL,
    "end" INTEGER NOT NULL,
    tokens INTEGER NOT NULL,
    is_excluded INTEGER NOT NULL,
    UNIQUE (cut_id, position),
    CHECK (0 <= start AND start < "end")
) STRICT;

CREATE TABLE runs (
    id INTEGER PRIMARY KEY,
    state TEXT NOT NULL,
    model_name TEXT NOT NULL,
    model_path TEXT NOT NULL,
    model_sha256 TEXT NOT NULL,
    prompting TEXT NOT NULL,
    adapter_sha256 TEXT NOT NULL,
    task_types TEXT NOT NULL,
    samples INTEGER NOT NULL,
    temperature REAL NOT NULL,
    top_p REAL NOT NULL,
    max_tokens INTEGER NOT NULL,
    seed INTEGER NOT NULL,
    slots INTEGER,
    units_planned INTEGER NOT NULL,
    created_at TEXT NOT NULL,
    ended_at TEXT,
    app_version TEXT NOT NULL,
    failure TEXT NOT NULL DEFAULT ''
) STRICT;
CREATE TABLE units (
    id INTEGER PRIMARY KEY,
    run_id INTEGER NOT NULL REFERENCES runs,
    passage_id INTEGER NOT NULL REFERENCES passages,
    task_type TEXT NOT NULL,
    sample INTEGER NOT NULL,
    seed INTEGER NOT NULL,
    UNIQUE (run_id, passage_id, task_type, sample)
) STRICT;
CREATE INDEX units_in_plan_order ON units (run_id);
CREATE INDEX units_by_passage ON units (passage_id);

CREATE TABLE tasks (
    id INTEGER PRIMARY KEY,
    unit_id INTEGER NOT NULL UNIQUE REFERENCES units,
    run_id INTEGER NOT NULL REFERENCES runs,
    passage_id INTEGER NOT NULL REFERENCES passages,
    task_type TEXT NOT NULL,
    outcome TEXT NOT NULL,
    fingerprint TEXT,
    input TEXT NOT NULL,
    output TEXT NOT NULL,
    raw TEXT NOT NULL,
    evidence_grade TEXT NOT NULL,
    evidence_start INTEGER,
    evidence_end INTEGER,
    prompt_sha256 TEXT NOT NULL,
    prompt_tokens INTEGER NOT NULL,
    generated_tokens INTEGER NOT NULL,
    seconds REAL NOT NULL,
    detail TEXT NOT NULL,
    created_at TEXT NOT NULL
) STRICT;
CREATE INDEX tasks_by_run ON tasks (run_id, outcome, task_type);
CREATE UNIQUE INDEX tasks_never_twice ON tasks (passage_id, fingerprint)
    WHERE fingerprint IS NOT NULL;

CREATE TABLE decisions (
    id INTEGER PRIMARY KEY,
    task_id INTEGER NOT NULL REFERENCES tasks,
    batch INTEGER NOT NULL,
    verdict TEXT NOT NULL,
    reason TEXT NOT NULL,
    input TEXT,
    output TEXT,
    who TEXT NOT NULL,
    at TEXT NOT NULL,
    undone_at TEXT
) STRICT;
CREATE INDEX decisions_that_stand ON decisions (task_id, verdict) WHERE undone_at IS NULL;

CREATE TABLE log (
    id INTEGER PRIMARY KEY,
    at TEXT NOT NULL,
    who TEXT NOT NULL,
    event TEXT NOT NULL,
    detail TEXT NOT NULL
) STRICT;

PRAGMA application_id = {APPLICATION_ID};
"""


def apply(database: Database) -> None:
    """Change the tables of a project of the version before, within the caller's transaction."""
    run_script(database, _SQL)
