import pytest
from sqlite_utils import Migrations

from engine.errors import ProjectDamaged, ProjectNewer
from engine.records import Extract, ImportOptions
from engine.store import Project, schema
from engine.store.connection import Connection
from engine.store.migrations import steps_to

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
    schema.upgrade(older, steps("ALTER TABLE documents ADD COLUMN rights TEXT"), NEXT)
    assert older.number("PRAGMA user_version") == NEXT
    assert older.rows("SELECT name, rights FROM documents") == [
        {"name": "rules.pdf", "rights": None}
    ]
    entry = older.row("SELECT event, detail FROM log ORDER BY id DESC")
    assert entry == {"event": "upgraded", "detail": f"To version {NEXT}; as it was: {BACKUP}"}
    with Project.open(path.with_name(BACKUP)) as backup:
        assert backup.documents.all()[0].name == "rules.pdf"


def test_a_project_of_version_1_learns_of_attempts_and_keeps_a_copy(path):
    path.touch()
    connection = Connection(path)
    schema.upgrade(connection, steps_to(1), 1)
    connection.close()
    with Project.open(path) as project:
        assert project.tasks.attempts.of(1) == []
        assert project.find_damage() == ""
    assert path.with_name(f"harbour (before version {schema.VERSION}).bonito").exists()


def test_documents_of_a_project_of_version_2_have_no_note_and_new_ones_may(path):
    path.touch()
    connection = Connection(path)
    schema.upgrade(connection, steps_to(2), 2)
    connection.write(
        "INSERT INTO documents VALUES (1, 'a', '/a', 'txt', 1, 's', 't', 1, '2025-01-01')"
    )
    connection.close()
    with Project.open(path) as project:
        assert not project.documents.get(1).note
        extract = Extract("Text.", note="2 of 4 pages are scanned.")
        report = project.documents.add("/b", "b", "txt", 1, "u", extract)
        assert project.documents.get(report.document_id or 0).note == extract.note
        assert project.find_damage() == ""


def test_documents_of_a_project_of_version_3_keep_all_that_hangs_on_them(path):
    path.touch()
    connection = Connection(path)
    schema.upgrade(connection, steps_to(3), 3)
    connection.write(
        "INSERT INTO documents VALUES (1, 'a', '/a', 'txt', 1, 's', 't', 4, '2025-01-01', 'Noted.')"
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
