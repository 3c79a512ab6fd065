"""Projects that earlier versions of the application wrote, opened by this one."""

import shutil
from pathlib import Path

import pytest

from engine.errors import ProjectDamaged
from engine.records import EvidenceGrade, Extract, TaskFilter, Verdict
from engine.store import Project
from engine.store.connection import Connection, peek
from engine.store.proof import prove
from engine.store.schema import VERSION

FOLDER = Path(__file__).with_name("old_projects")
OLD = sorted(FOLDER.glob("v*.bonito"), key=lambda file: int(file.stem[1:]))
WITH_PARTS, WITH_RIGHTS, WITH_CHAIN = 20, 22, 21  # the first files that have them


@pytest.fixture(params=OLD, ids=lambda file: file.stem)
def old(request, path):
    shutil.copy(request.param, path)
    return path


def tables(path):
    """The parts of a file and their SQL, as a new project has them."""
    connection = Connection(path)
    rows = connection.rows("SELECT type, name, sql FROM sqlite_master ORDER BY type, name")
    connection.close()
    return rows


def test_there_are_projects_of_versions_that_somebody_can_have():
    """Versions between them never left a branch, or for some hours."""
    assert [int(file.stem[1:]) for file in OLD] == [1, 2, 3, 10, 13, 18, 20, 21, 22, 25]


def test_an_old_project_opens_with_everything_that_was_in_it(old):
    with Project.open(old) as project:
        status = project.status()
        assert (status.documents, status.passages, status.refused_files) == (3, 6, 1)
        assert sum(status.outcomes.values()) == status.units_planned == 12
        assert status.verdicts == {Verdict.ACCEPT: 1, Verdict.REJECT: 1, Verdict.EDIT: 1}
        assert [document.name for document in project.documents.all()] == [
            "d0.txt",
            "d1.txt",
            "d2.txt",
        ]
        edited = project.tasks.get(3)
        assert (edited.input, edited.output) == ("Who may enter?", "Nobody")
        assert edited.evidence.grade is EvidenceGrade.EDITED  # it was not looked for
        assert project.tasks.ids(TaskFilter(evidence=(EvidenceGrade.EDITED,))) == [3]
        assert project.tasks.get(1).reason == ""
        assert project.tasks.get(2).reason == "wrong"
        assert project.documents.text(2).startswith("Gate 1 opens")
        assert project.search("Gate 2")
        assert project.find_damage() == ""


def test_an_old_project_gets_the_very_tables_of_a_new_one(old, tmp_path):
    Project.open(old).close()
    new = tmp_path / "new.bonito"
    Project.create(new).close()
    assert tables(old) == tables(new)


def test_an_old_project_is_kept_beside_as_it_was(old):
    version = Connection(old)
    before = version.number("PRAGMA user_version")
    version.close()
    Project.open(old).close()
    copies = [file for file in old.parent.iterdir() if "before version" in file.name]
    if before == VERSION:
        assert copies == []
        return
    [copy] = copies
    kept = Connection(copy)
    assert kept.number("PRAGMA user_version") == before
    assert kept.number("SELECT count(*) FROM tasks") == 12
    kept.close()


def test_rows_of_an_old_project_keep_their_ids_and_new_ones_get_others(old):
    with Project.open(old) as project:
        assert project.tasks.ids(TaskFilter()) == list(range(1, 13))
        project.delete_document(3)
        sequences = project._connection.rows("SELECT name, seq FROM sqlite_sequence")
    expected = {
        "documents": 3,
        "cuts": 3,
        "decisions": 4,
        "passages": 6,
        "runs": 1,
        "units": 12,
        "tasks": 12,
    }
    assert {row["name"]: row["seq"] for row in sequences if row["name"] in expected} == expected


def test_an_old_project_learns_what_it_could_not_say(old):
    with Project.open(old) as project:
        assert not project.documents.get(1).note
        assert project.tasks.attempts.of(1) == []
        assert project.drafts.task_ids() == []
        report = project.documents.add("/b", "b", "txt", 1, "u", Extract("Text.", note="Scanned."))
        assert project.documents.get(report.document_id or 0).note == "Scanned."


def test_an_old_project_with_an_altered_text_opens_so_that_the_document_can_be_deleted(old):
    connection = Connection(old)
    connection.write("UPDATE texts SET text = 'other words' WHERE document_id = 2")
    connection.close()
    with Project.open(old) as project:
        with pytest.raises(ProjectDamaged, match=r"d1\.txt"):
            project.documents.text(2)
        project.delete_document(2, with_decisions=True)
        assert project.back_up().exists()


@pytest.mark.parametrize("version", [1, 2, 3])
def test_a_trigger_that_somebody_put_into_an_old_project_never_runs(path, version):
    shutil.copy(FOLDER / f"v{version}.bonito", path)
    connection = Connection(path)
    connection.write("DROP TRIGGER text_added")
    connection.write(
        "CREATE TRIGGER text_added AFTER INSERT ON log BEGIN"
        " UPDATE decisions SET verdict = 'accept'; END"
    )
    connection.close()
    with pytest.raises(ProjectDamaged):
        Project.open(path)
    again = Connection(path)
    assert again.number("SELECT count(*) FROM decisions WHERE verdict = 'accept'") == 1
    again.close()


def test_parts_and_rights_of_an_old_project_stay(old):
    version = int(peek(old)[1])
    with Project.open(old) as project:
        parts, rights = project.parts.all(), project.documents.get(1).rights
    assert parts == ({1: "train", 2: "test"} if version >= WITH_PARTS else {})
    assert rights == ("CC BY 4.0" if version >= WITH_RIGHTS else "")


def test_what_an_old_project_chained_is_proved_and_what_it_did_not_is_sealed_at_the_upgrade(old):
    version = int(peek(old)[1])
    before = prove(old)
    assert before.problems == ()
    assert (before.items.get("task") == 12) == (version >= WITH_CHAIN)
    Project.open(old).close()
    after = prove(old)
    assert after.problems == ()
    assert after.items["task"] == 12
    assert after.entries >= before.entries
