"""The tables of a project, and how an older project becomes a current one.

`user_version` counts the migrations a file has seen; each migration sets it in the transaction
in which it changes the tables, so that a file is always wholly of one version.
"""

# ruff: noqa: S608 only a number of ours is put into the statements

from pathlib import Path
from typing import Any

from engine.errors import ProjectDamaged, ProjectNewer
from engine.store.backup import back_up
from engine.store.connection import Connection, Database, Migrations
from engine.store.log import Log

APPLICATION_ID = 0x426E746F  # "Bnto", in the file's header: this is our file
VERSION = 3

migrations = Migrations("bonito")

_TABLES = f"""
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
PRAGMA user_version = 1;
"""


_ATTEMPTS = """
CREATE TABLE attempts (
    unit_id INTEGER NOT NULL REFERENCES units,
    number INTEGER NOT NULL,
    seed INTEGER NOT NULL,
    is_constrained INTEGER NOT NULL,
    outcome TEXT NOT NULL,
    raw TEXT NOT NULL,
    stop TEXT NOT NULL,
    generated_tokens INTEGER NOT NULL,
    seconds REAL NOT NULL,
    PRIMARY KEY (unit_id, number)
) STRICT, WITHOUT ROWID;

PRAGMA user_version = 2;
"""


_NOTES = """
ALTER TABLE documents ADD COLUMN note TEXT NOT NULL DEFAULT '';

PRAGMA user_version = 3;
"""


@migrations()
def first_tables(database: Database) -> None:
    """Version 1."""
    database.executescript(_TABLES)


@migrations()
def tables_of_attempts(database: Database) -> None:
    """Version 2: what became of each try at a unit that was tried more than once."""
    database.executescript(_ATTEMPTS)


@migrations()
def notes_of_documents(database: Database) -> None:
    """Version 3: what a document's text does not hold, such as hidden text or scanned pages."""
    database.executescript(_NOTES)


def upgrade(connection: Connection, steps: Migrations, version: int) -> None:
    """Bring an open file to `version` by the `steps` it has not seen, all or nothing.

    An older project is backed up beside itself first.
    """
    seen = connection.number("PRAGMA user_version")
    if seen > version:
        raise newer(connection.path)
    if seen == version:
        return
    copy = back_up(connection, f"before version {version}") if seen else None
    with connection.transaction():
        steps.apply(connection.database)
        if copy:
            Log(connection).add("upgraded", f"To version {version}; as it was: {copy.name}")
    # So that the header of the file itself, and not only its -wal file, says whose it is.
    connection.rows("PRAGMA wal_checkpoint(TRUNCATE)")


def check(connection: Connection) -> None:
    """Raise `ProjectDamaged` if the tables are not exactly those of this version.

    So that a made-up file brings no triggers or views of its own.
    """
    fresh: Any = Database(memory=True, execute_plugins=False, strict=True)
    migrations.apply(fresh)
    expected = set(fresh.execute(_PARTS))
    fresh.close()
    found = {(row["type"], row["name"]) for row in connection.rows(_PARTS)}
    if found != expected:
        raise damaged(connection.path)


def damaged(path: Path) -> ProjectDamaged:
    """The refusal of a file that says it is ours and isn't built like it."""
    return ProjectDamaged(
        f"“{path.name}” has lost or gained parts of its own; "
        "go back to a copy of it, and keep this file meanwhile."
    )


def newer(path: Path) -> ProjectNewer:
    """The refusal of a file from the future."""
    return ProjectNewer(
        f"“{path.name}” was made by a newer version of this application; "
        "update the application to open it."
    )


_PARTS = "SELECT type, name FROM sqlite_master WHERE name NOT LIKE 'sqlite@_%' ESCAPE '@'"
