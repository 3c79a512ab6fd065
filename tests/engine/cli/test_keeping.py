from pathlib import Path

import pytest

from engine.records import Extract
from engine.store import Project, backups_of
from tests.projects import fill

PASSPHRASE = "a grey heron"  # noqa: S105 of no project but these


@pytest.fixture
def secret_file(tmp_path: Path) -> Path:
    file = tmp_path / "passphrase.txt"
    file.write_text(PASSPHRASE + "\r\nand a note\n", "utf-8")
    return file


@pytest.fixture
def secret(tmp_path: Path) -> Path:
    path = tmp_path / "secret.bonito"
    with Project.create(path, PASSPHRASE) as project:
        fill(project)
    return path


def test_a_backup_is_made_and_listed(cli, project: Path):
    made = cli("backup", project, "--json")
    assert made.code == 0
    listed = cli("backup", project, "--list", "--json").json["backups"]
    assert [backup["path"] for backup in listed] == [made.json["backup"]]
    assert cli("backup", project, "--list").out.startswith("1 backup, newest first\n")


def test_the_newest_backup_is_restored_and_what_it_replaced_is_said(cli, project: Path):
    cli("backup", project)
    cli("review", project, "--accept", "1")
    spoken = cli("restore", project)
    assert spoken.code == 0
    assert "What stood there is kept as work (replaced " in spoken.out
    assert cli("status", project, "--json").json["decisions"] == {}


def test_without_a_backup_there_is_nothing_to_restore(cli, project: Path):
    spoken = cli("restore", project, "--json")
    assert (spoken.code, spoken.json["error"]["title"]) == (1, "Nothing to do")


def test_a_command_that_changes_backs_up_first_once_a_day(cli, project: Path):
    first = cli("review", project, "--accept", "1")
    assert "Backed up as work (backup " in first.err
    assert "Backed up" not in cli("review", project, "--accept", "2").err
    assert len(backups_of(project)) == 1


def test_a_command_that_only_reads_makes_no_backup(cli, project: Path):
    cli("status", project)
    cli("search", project, "gate")
    assert backups_of(project) == []


def test_a_project_is_made_with_the_passphrase_of_a_file(cli, tmp_path: Path, secret_file: Path):
    path = tmp_path / "new.bonito"
    assert cli("new", path, "--passphrase-file", secret_file).code == 0
    with Project.open(path, PASSPHRASE) as project:
        assert project.is_protected


def test_a_protected_project_is_used_like_any_other(cli, secret: Path, secret_file: Path):
    given = ("--passphrase-file", secret_file)
    assert cli("status", secret, *given, "--json").json["documents"] == 2
    assert cli("review", secret, *given, "--accept", "1").code == 0
    assert cli("export", secret, secret.with_name("out"), *given).code == 0
    assert cli("backup", secret, *given).code == 0


def test_without_the_passphrase_and_a_terminal_it_says_how_to_give_it(cli, secret: Path):
    spoken = cli("status", secret, "--json")
    assert (spoken.code, spoken.json["error"]["title"]) == (1, "Passphrase needed")


def test_at_a_terminal_the_passphrase_is_asked_for(cli, secret: Path, monkeypatch):
    asked = []
    monkeypatch.setattr("sys.stdin.isatty", lambda: True, raising=False)
    monkeypatch.setattr(
        "engine.cli.opening.getpass", lambda question: asked.append(question) or PASSPHRASE
    )
    assert cli("status", secret, "--json").json["documents"] == 2
    assert asked == ["Passphrase of secret.bonito: "]


def test_a_new_passphrase_is_asked_for_twice(cli, tmp_path: Path, monkeypatch):
    answers = ["a grey heron", "a gray heron", "a grey heron", "a grey heron"]
    monkeypatch.setattr("sys.stdin.isatty", lambda: True, raising=False)
    monkeypatch.setattr("engine.cli.opening.getpass", lambda _question: answers.pop(0))
    path = tmp_path / "new.bonito"
    assert "were not the same" in cli("new", path, "--passphrase").err
    assert not path.exists()
    assert cli("new", path, "--passphrase").code == 0
    Project.open(path, PASSPHRASE).close()


def test_where_nobody_can_be_asked_a_file_is_wanted(cli, tmp_path: Path):
    assert "name a file" in cli("new", tmp_path / "new.bonito", "--passphrase").err


def test_a_wrong_passphrase_is_said_in_a_sentence(cli, secret: Path, tmp_path: Path):
    other = tmp_path / "other.txt"
    other.write_text("another one\n", "utf-8")
    spoken = cli("status", secret, "--passphrase-file", other, "--json")
    assert (spoken.code, spoken.json["error"]["title"]) == (1, "Wrong passphrase")


@pytest.mark.parametrize("content", [b"", b"\n", b"\xff\xfe\xfa"])
def test_a_passphrase_file_without_a_passphrase_is_said(cli, secret: Path, secret_file, content):
    secret_file.write_bytes(content)
    assert cli("status", secret, "--passphrase-file", secret_file).code == 1


def test_a_passphrase_is_set_and_removed(cli, project: Path, secret_file: Path):
    assert cli("passphrase", project, "--new-passphrase-file", secret_file).code == 0
    assert cli("status", project).code == 1
    given = ("--passphrase-file", secret_file)
    assert "not protected any more" in cli("passphrase", project, *given, "--remove").out
    assert cli("status", project).code == 0
    assert "has no passphrase" in cli("passphrase", project, "--remove").err


def test_what_would_be_deleted_is_said_first(cli, project: Path):
    spoken = cli("delete", project, "--document", "d0.txt")
    assert spoken.code == 1
    assert "Deleting “d0.txt” takes 4 tasks along, 0 of them decided on" in spoken.err
    assert cli("status", project, "--json").json["documents"] == 2


@pytest.mark.parametrize("name", ["d0.txt", "1"])
def test_a_document_is_deleted_by_its_name_or_number(cli, project: Path, name):
    spoken = cli("delete", project, "--document", name, "--yes", "--json")
    assert spoken.json == {"document": "d0.txt", "tasks": 4, "decided": 0}
    assert cli("status", project, "--json").json["documents"] == 1


def test_decisions_go_only_if_it_is_said(cli, project: Path):
    cli("review", project, "--accept", "1")
    assert "asked for expressly" in cli("delete", project, "--document", "1", "--yes").err
    assert cli("delete", project, "--document", "1", "--yes", "--with-decisions").code == 0


def test_an_unknown_document_is_said(cli, project: Path):
    for name in ("d7.txt", "7"):
        assert "There is no document" in cli("delete", project, "--document", name, "--yes").err


def test_a_project_is_deleted_with_its_backups(cli, project: Path):
    cli("backup", project)
    assert "takes 1 backup along" in cli("delete", project, "--everything").err
    assert project.exists()
    assert len(cli("delete", project, "--everything", "--yes", "--json").json["deleted"]) == 2
    assert list(project.parent.glob("*.bonito")) == []


def test_of_two_documents_with_one_name_a_number_is_wanted(cli, project: Path):
    with Project.open(project) as opened:
        opened.documents.add("/in/b/d0.txt", "d0.txt", "txt", 9, "f" * 64, Extract("Another."))
    spoken = cli("delete", project, "--document", "d0.txt", "--yes")
    assert "Documents 1, 3 have that name; give a number instead." in spoken.err
