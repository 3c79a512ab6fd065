# ruff: noqa: S608 names of tables can't be bound

import sqlite3
from hashlib import sha256

import pytest
from sqlite_utils import Migrations

from engine.errors import ProjectDamaged, ProjectNewer
from engine.records import Extract, ImportOptions
from engine.store import Project, schema
from engine.store.connection import Connection
from engine.store.migrations import steps_to
from tests.projects import fill

NEXT = schema.VERSION + 1
BACKUP = f"harbour (before version {NEXT}).bonito"


@pytest.fixture
def older(path, project, document_id):
    """A project of today, opened by an application that knows one version more."""
    project.close()
    connection = Connection(path)
    yield connection
    connection.close()


def steps(*statements: str) -> Migrations:
    """Those of today and one more."""
    extended = steps_to(schema.VERSION)

    @extended()
    def one_more(database):
        for statement in (*statements, f"PRAGMA user_version = {NEXT}"):
            database.execute(statement)

    return extended


def test_a_new_project_is_of_the_current_version(project):
    assert project._connection.number("PRAGMA user_version") == schema.VERSION
    assert project._connection.number("PRAGMA application_id") == schema.APPLICATION_ID


def test_every_table_of_ours_checks_types(project):
    rows = project._connection.rows("PRAGMA table_list")
    tables = {
        row["name"]: row["strict"]
        for row in rows
        if row["type"] == "table" and not row["name"].startswith("sqlite_")
    }
    assert set(tables.values()) == {1}
    assert {"documents", "passages", "runs", "units", "tasks", "decisions", "log"} <= set(tables)


def test_an_older_project_is_backed_up_and_brought_up_to_date(path, older):
    schema.upgrade(older, steps("ALTER TABLE documents ADD COLUMN colour TEXT"), NEXT)
    assert older.number("PRAGMA user_version") == NEXT
    assert older.rows("SELECT name, colour FROM documents") == [
        {"name": "rules.pdf", "colour": None}
    ]
    entry = older.row("SELECT event, detail FROM log ORDER BY id DESC")
    assert entry == {"event": "upgraded", "detail": f"To version {NEXT}; as it was: {BACKUP}"}
    with Project.open(path.with_name(BACKUP)) as backup:
        assert backup.documents.all()[0].name == "rules.pdf"


def test_documents_of_a_project_of_version_9_keep_all_that_hangs_on_them(path):
    sha = sha256(b"Text").hexdigest()
    path.touch()
    connection = Connection(path)
    schema.upgrade(connection, steps_to(9), 9)
    connection.write(
        "INSERT INTO documents VALUES"
        f" (1, 'a', '/a', 'txt', 1, 's', '{sha}', 4, '2025-01-01', 'Noted.')"
    )
    connection.write("INSERT INTO texts (document_id, start, text) VALUES (1, 0, 'Text')")
    connection.write("INSERT INTO pages VALUES (1, 0, 0, 'page 1')")
    connection.close()
    with Project.open(path) as project:
        document = project.documents.get(1)
        assert (document.note, document.options) == ("Noted.", ImportOptions())
        assert project.documents.text(1) == "Text"
        assert project.documents.pages(1)[0].label == "page 1"
        assert not project._connection.rows("PRAGMA foreign_key_check")
        assert project.find_damage() == ""
        options = ImportOptions(encoding="cp1250", columns=("a", "ä"))
        other = project.documents.add("/a", "a", "txt", 1, "s", Extract("Other"), options)
        assert project.documents.get(other.document_id or 0).options == options
        assert project.documents.by_sha256("s", options).id == other.document_id
        assert project.documents.by_sha256("s").id == 1


def test_an_upgrade_that_fails_leaves_the_project_as_it_was(path, older):
    with pytest.raises(Exception, match="no such table"):
        schema.upgrade(
            older, steps("ALTER TABLE documents ADD COLUMN x TEXT", "DROP TABLE missing"), NEXT
        )
    older.close()
    with Project.open(path) as project:
        assert project.documents.all()[0].name == "rules.pdf"


def test_a_current_project_is_neither_backed_up_nor_changed(path, older):
    schema.upgrade(older, schema.migrations, schema.VERSION)
    older.close()
    assert [file.name for file in path.parent.iterdir()] == [path.name]


def test_a_version_that_only_the_log_of_writes_knows_is_still_too_new(older):
    older.write(f"PRAGMA user_version = {NEXT + 1}")
    with pytest.raises(ProjectNewer):
        schema.upgrade(older, steps(), NEXT)


def test_tables_that_are_not_ours_are_damage(older):
    schema.check(older)
    older.write("CREATE TABLE more (x TEXT) STRICT")
    with pytest.raises(ProjectDamaged):
        schema.check(older)


EVIL = (
    "CREATE TRIGGER text_added AFTER INSERT ON log BEGIN"
    " UPDATE decisions SET verdict = 'accept'; UPDATE tasks SET output = 'other words'; END"
)
HIDDEN = (
    "INSERT INTO sqlite_master (type, name, tbl_name, rootpage, sql) VALUES ('trigger',"
    " 'sqlite_evil', 'log', 0, 'CREATE TRIGGER sqlite_evil AFTER INSERT ON log BEGIN"
    " UPDATE decisions SET verdict = ''accept''; END')"
)


@pytest.mark.parametrize(
    "statements",
    [
        ("DROP TRIGGER text_added", EVIL),
        ("PRAGMA writable_schema = ON", HIDDEN),
        ("ALTER TABLE documents DROP COLUMN note",),
        ("ALTER TABLE documents ADD COLUMN more TEXT",),
        ("CREATE VIEW more AS SELECT * FROM tasks",),
        ("DROP INDEX tasks_by_run",),
        (
            "DROP INDEX tasks_never_twice",
            "CREATE INDEX tasks_never_twice ON tasks (passage_id, fingerprint)",
        ),
        ("ALTER TABLE refusals RENAME TO other", "CREATE VIEW refusals AS SELECT * FROM other"),
    ],
)
def test_a_made_up_file_brings_no_part_of_its_own_whatever_its_name(path, older, statements):
    older.close()
    other = sqlite3.connect(path, isolation_level=None)
    for statement in statements:
        other.execute(statement)
    other.close()
    with pytest.raises(ProjectDamaged, match="lost or gained parts"):
        Project.open(path)


def test_every_reference_between_tables_has_an_index_on_the_side_of_the_child(project):
    """What the shell's `.lint fkey-indexes` looks for: deleting a parent reads no whole table."""
    connection = project._connection
    tables = [row["name"] for row in connection.rows("PRAGMA table_list") if row["strict"]]
    references = [
        (table, row["from"])
        for table in tables
        for row in connection.rows(f"PRAGMA foreign_key_list({table})")
    ]
    assert len(references) > 15
    for table, column in references:
        [plan] = connection.rows(f"EXPLAIN QUERY PLAN SELECT 1 FROM {table} WHERE {column} = 1")
        assert plan["detail"].startswith("SEARCH"), (table, column)


def test_the_id_of_what_was_deleted_is_never_given_again(project):
    fill(project, documents=2)
    used = newest_ids(project)
    project.delete_document(2)
    project.documents.add("/in/o.txt", "o.txt", "txt", 1, "o", Extract("Clouds. It rains."))
    fill(project, documents=4)
    for table, (first, last) in used.items():
        new = project._connection.numbers(f"SELECT id FROM {table}")
        assert all(number < first or number > last for number in new), table


def newest_ids(project):
    """The ids that go with document 2: first and last, by table."""
    queries = {
        "documents": "SELECT id FROM documents WHERE id = 2",
        "passages": "SELECT id FROM passages WHERE document_id = 2",
        "tasks": "SELECT tasks.id FROM tasks JOIN passages ON passages.id = passage_id"
        " WHERE document_id = 2",
        "units": "SELECT units.id FROM units JOIN passages ON passages.id = passage_id"
        " WHERE document_id = 2",
    }
    found = {table: project._connection.numbers(sql) for table, sql in queries.items()}
    return {table: (min(ids), max(ids)) for table, ids in found.items()}


def test_an_upgrade_that_would_break_a_reference_is_taken_back(path, older):
    statement = (
        "INSERT INTO units (run_id, passage_id, task_type, sample, seed)"
        " VALUES (77, 77, 'qa', 0, 0)"
    )
    with pytest.raises(ProjectDamaged):
        schema.upgrade(older, steps(statement), NEXT)
    older.close()
    with Project.open(path) as project:
        assert project.documents.all()[0].name == "rules.pdf"
