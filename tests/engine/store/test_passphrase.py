from pathlib import Path

import pytest

from engine.errors import (
    BadSetting,
    NotAProject,
    PassphraseWrong,
    ProjectLocked,
    ProjectProtected,
)
from engine.store import Project
from engine.store.backups import backups_of
from engine.store.passphrase import may_be_protected
from tests.projects import fill, filled

PASSPHRASE = "it's a grey heron"  # noqa: S105 of no project but these
OTHER = "two quiet lighthouses"
PLAIN = b"SQLite format 3\0"


@pytest.fixture
def secret(path: Path) -> Path:
    with Project.create(path, PASSPHRASE) as project:
        fill(project)
    return path


def test_a_protected_project_opens_with_its_passphrase_and_holds_everything(secret):
    with Project.open(secret, PASSPHRASE) as project:
        assert project.is_protected
        assert project.status().documents == 2
        assert project.search("gate") != []
        assert project.find_damage() == ""


def test_nothing_of_it_can_be_read_in_the_file_or_its_log(path):
    with Project.create(path, PASSPHRASE) as project:
        fill(project)
        files = [file.read_bytes() for file in path.parent.iterdir()]
    files.append(path.read_bytes())
    assert len(files) == 3
    for content in files:
        assert not content.startswith(PLAIN)
        assert b"opens at nine" not in content
        assert b"d0.txt" not in content


def test_without_its_passphrase_it_says_that_one_is_needed(secret):
    before = secret.read_bytes()
    with pytest.raises(ProjectProtected, match="is protected by a passphrase"):
        Project.open(secret)
    assert secret.read_bytes() == before
    assert [file.name for file in secret.parent.iterdir()] == [secret.name]


def test_another_passphrase_is_refused_and_nothing_is_written(secret, capfd):
    before = secret.read_bytes()
    with pytest.raises(PassphraseWrong, match="doesn't open"):
        Project.open(secret, OTHER)
    assert secret.read_bytes() == before
    assert capfd.readouterr() == ("", "")  # SQLCipher would tell the terminal


def test_a_second_opening_is_told_that_it_is_open(secret):
    with Project.open(secret, PASSPHRASE), pytest.raises(ProjectLocked):
        Project.open(secret, PASSPHRASE)


def test_the_same_letters_typed_on_another_system_open_it(path):
    Project.create(path, "caf\u00e9 au lait").close()
    Project.open(path, "cafe\u0301 au lait").close()


@pytest.mark.parametrize("passphrase", ["short", "two\nlines of it", "a null\0 in it"])
def test_what_can_not_be_a_passphrase_is_refused_before_a_file_is_made(path, passphrase):
    with pytest.raises(BadSetting):
        Project.create(path, passphrase)
    assert not path.exists()


def test_a_passphrase_is_not_needed_where_the_file_asks_for_none(path):
    filled(path)
    with Project.open(path, PASSPHRASE) as project:
        assert not project.is_protected


def test_noise_of_whole_pages_could_be_a_project_and_other_files_are_none(path):
    path.write_bytes(bytes(range(256)) * 16 * 20)
    assert may_be_protected(path)
    with pytest.raises(ProjectProtected, match="or is no Bonito project"):
        Project.open(path)
    with pytest.raises(PassphraseWrong):
        Project.open(path, PASSPHRASE)
    path.write_bytes(b"a letter" * 9000)
    with pytest.raises(NotAProject):
        Project.open(path)


@pytest.mark.parametrize("to", [OTHER, ""])
def test_a_passphrase_is_changed_or_removed(secret, to):
    with Project.open(secret, PASSPHRASE) as project:
        expected = project.status()
        project.change_passphrase(to)
    with Project.open(secret, to) as project:
        assert project.is_protected is bool(to)
        assert project.status() == expected
        assert project.search("gate") != []
        assert project.find_damage() == ""
    assert secret.read_bytes().startswith(PLAIN) is not bool(to)
    assert [file.name for file in secret.parent.iterdir()] == [secret.name]


def test_a_plain_project_gets_a_passphrase_and_no_plain_copy_stays(path):
    filled(path)
    with Project.open(path) as project:
        project.back_up()
        project.change_passphrase(PASSPHRASE)
    [backup] = backups_of(path)
    for file in (path, backup.path):
        assert b"opens at nine" not in file.read_bytes()
        with Project.open(file, PASSPHRASE) as project:
            assert project.status().documents == 2
    assert len(list(path.parent.iterdir())) == 2


def test_what_was_deleted_leaves_nothing_in_a_project_that_was_rewritten(path):
    """The copy keeps the setting by which the full-text index forgets."""
    filled(path)
    with Project.open(path) as project:
        project.change_passphrase(PASSPHRASE)
    with Project.open(path, PASSPHRASE) as project:
        project.change_passphrase("")
    with Project.open(path) as project:
        project.delete_document(1)
    assert b"Gate 0" not in path.read_bytes()


def test_a_bad_new_passphrase_leaves_the_project_open_as_it_was(secret):
    with Project.open(secret, PASSPHRASE) as project:
        with pytest.raises(BadSetting):
            project.change_passphrase("short")
        assert project.status().documents == 2


def test_the_backup_of_a_protected_project_is_protected_too(secret):
    with Project.open(secret, PASSPHRASE) as project:
        copy = project.back_up()
    assert b"opens at nine" not in copy.read_bytes()
    with pytest.raises(ProjectProtected):
        Project.open(copy)
    Project.open(copy, PASSPHRASE).close()


def test_what_can_not_be_typed_opens_nothing(secret):
    for passphrase in ("a null\0 in it", "half a letter \udce9"):
        with pytest.raises(BadSetting):
            Project.open(secret, passphrase)
