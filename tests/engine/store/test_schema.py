import pytest
from sqlite_utils import Migrations

from engine.errors import ProjectDamaged, ProjectNewer
from engine.store import Project, schema
from engine.store.connection import Connection

BACKUP = "harbour (before version 2).bonito"


@pytest.fixture
def older(path, project, document_id):
    """A project of version 1, opened by an application that knows version 2."""
    project.close()
    connection = Connection(path)
    yield connection
    connection.close()


def steps(*statements: str) -> Migrations:
    """Those of today and one more."""
    extended = Migrations(schema.migrations.name)
    extended(name="first_tables")(schema.first_tables)

    @extended()
    def second(database):
        for statement in (*statements, "PRAGMA user_version = 2"):
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
    schema.upgrade(older, steps("ALTER TABLE documents ADD COLUMN rights TEXT"), 2)
    assert older.number("PRAGMA user_version") == 2
    assert older.rows("SELECT name, rights FROM documents") == [
        {"name": "rules.pdf", "rights": None}
    ]
    entry = older.row("SELECT event, detail FROM log ORDER BY id DESC")
    assert entry == {"event": "upgraded", "detail": f"To version 2; as it was: {BACKUP}"}
    with Project.open(path.with_name(BACKUP)) as backup:
        assert backup.documents.all()[0].name == "rules.pdf"


def test_an_upgrade_that_fails_leaves_the_project_as_it_was(path, older):
    with pytest.raises(Exception, match="no such table"):
        schema.upgrade(
            older, steps("ALTER TABLE documents ADD COLUMN x TEXT", "DROP TABLE missing"), 2
        )
    older.close()
    with Project.open(path) as project:
        assert project.documents.all()[0].name == "rules.pdf"


def test_a_current_project_is_neither_backed_up_nor_changed(path, older):
    schema.upgrade(older, schema.migrations, schema.VERSION)
    older.close()
    assert [file.name for file in path.parent.iterdir()] == [path.name]


def test_a_version_that_only_the_log_of_writes_knows_is_still_too_new(older):
    older.write("PRAGMA user_version = 3")
    with pytest.raises(ProjectNewer):
        schema.upgrade(older, steps(), 2)


def test_tables_that_are_not_ours_are_damage(older):
    schema.check(older)
    older.write("CREATE TABLE more (x TEXT) STRICT")
    with pytest.raises(ProjectDamaged):
        schema.check(older)
