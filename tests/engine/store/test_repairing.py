"""What was changed is put back from a backup, exactly as it was sealed."""

from pathlib import Path

import pytest

from engine.records import Decision, Verdict
from engine.store import Project, prove, repair
from engine.store.connection import Connection
from tests.projects import fill, new_project


@pytest.fixture
def full(path: Path) -> Path:
    with new_project(path) as project:
        fill(project, documents=3)
        project.decisions.add([Decision(1, Verdict.ACCEPT)], "Ada")
        project.decisions.add([Decision(2, Verdict.EDIT, output="Ten.")], "Ada")
        project.back_up()
    return path


def change(path: Path, *statements: str) -> None:
    connection = Connection(path)
    for statement in statements:
        connection.write(statement)
    connection.close()


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE tasks SET output = 'No.' WHERE id = 3",
        "UPDATE texts SET text = replace(text, 'e', 'a') WHERE document_id = 2",
        "UPDATE pages SET label = 'x' WHERE document_id = 1",
        "UPDATE decisions SET output = 'Nine.' WHERE id = 2",
        "UPDATE decisions SET verdict = 'reject' WHERE id = 1",
        "UPDATE units SET seed = 3 WHERE id = 2",
        'UPDATE passages SET "end" = "end" - 1 WHERE document_id = 2',
        "DELETE FROM attempts",
        "UPDATE reviews SET verdict = 'accept', outcome = 'bad_label' WHERE task_id = 3",
        "UPDATE reviews SET doubt = 'high' WHERE task_id = 3",
        "UPDATE reviews SET refused = 'unconfirmed' WHERE task_id = 2",
        "UPDATE task_counts SET tasks = tasks + 1",
        "UPDATE text_index_data SET block = x'00' WHERE id > 10",
    ],
)
def test_what_was_changed_is_put_back(full, statement):
    before = dump(full)
    change(full, statement)
    repair(full, "", prove(full).differing)
    assert prove(full).problems == ()
    assert dump(full) == before


def test_what_is_newer_than_every_backup_stays_named(full):
    with Project.open(full) as project:
        project.decisions.add([Decision(3, Verdict.ACCEPT)], "Ada")
    change(full, "UPDATE decisions SET who = 'Eve' WHERE id = 3")
    found = repair(full, "", prove(full).differing)
    assert found.mended == ()
    assert found.whole_backup is not None
    assert "Decision 3" in prove(full).problems[0]


def test_a_changed_backup_mends_nothing(full):
    change(full, "UPDATE tasks SET output = 'No.' WHERE id = 3")
    (backup,) = full.parent.glob("*(backup*")
    change(backup, "UPDATE tasks SET output = 'Perhaps.' WHERE id = 3")
    found = repair(full, "", prove(full).differing)
    assert (found.mended, found.whole_backup) == ((), None)


def test_the_log_says_what_was_put_back(full):
    change(full, "UPDATE tasks SET output = 'No.' WHERE id = 3")
    assert repair(full, "", prove(full).differing).mended == ("task 3",)
    with Project.open(full) as project:
        entry = project.log.all()[-1]
    assert (entry.event, entry.detail) == ("repaired", "Put back: task 3")


def dump(path: Path) -> list[str]:
    connection = Connection(path)
    kinds = ("tasks", "texts", "pages", "decisions", "units", "passages", "reviews", "task_counts")
    rows = [repr(connection.tuples(f"SELECT * FROM {kind} ORDER BY 1, 2")) for kind in kinds]  # noqa: S608
    connection.close()
    return rows
