import shutil
import sqlite3
import subprocess
import sys
import threading
from contextlib import suppress
from pathlib import Path

import pytest

from engine.errors import (
    BadSetting,
    NotAProject,
    PassphraseWrong,
    ProjectDamaged,
    ProjectError,
    ProjectLocked,
    ProjectProtected,
)
from engine.records import Decision, Extract, TaskFilter, Verdict
from engine.store import Project
from engine.store.backups import backups_of
from engine.store.failures import driver
from engine.store.passphrase import may_be_protected
from tests.projects import fill, filled

ROOT = Path(__file__).resolve().parents[3]
PASSPHRASE = "it's a grey heron"  # noqa: S105 of no project but these
OTHER = "two quiet lighthouses"
PLAIN = b"SQLite format 3\0"


@pytest.fixture(scope="module")
def template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Made once: a key takes 256,000 rounds."""
    path = tmp_path_factory.mktemp("protected") / "template.bonito"
    with Project.create(path, PASSPHRASE) as project:
        fill(project)
    return path


@pytest.fixture
def secret(path: Path, template: Path) -> Path:
    return Path(shutil.copy(template, path))


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


def test_a_decision_made_while_the_passphrase_is_changed_is_kept_or_refused(path):
    """What `add` returned from is saved, whoever changes the passphrase meanwhile."""
    project = Project.create(path)
    tasks = fill(project, documents=50)
    acknowledged: list[int] = []
    begun = threading.Event()

    def review() -> None:
        with suppress(driver.ProgrammingError, ProjectError):  # the project is closed
            for task in tasks:
                project.decisions.add([Decision(task, Verdict.ACCEPT)], "Ada")
                acknowledged.append(task)
                begun.set()

    thread = threading.Thread(target=review)
    thread.start()
    begun.wait()
    project.change_passphrase(PASSPHRASE)
    thread.join()
    with Project.open(path, PASSPHRASE) as again:
        kept = again.tasks.ids(TaskFilter(verdicts=(Verdict.ACCEPT,)))
    assert kept == acknowledged


# Dies where the backups would be replaced, after the change itself.
DYING = """
import os, sys
from pathlib import Path
from engine.store import Project, stale_copies
project = Project.open(Path(sys.argv[1]))
stale_copies.replace = lambda connection: os._exit(9)
if sys.argv[2] == "passphrase":
    project.change_passphrase(sys.argv[3])
else:
    project.delete_document(1)
"""


def dies(path: Path, *arguments: str) -> None:
    command = [sys.executable, "-c", DYING, str(path), *arguments]
    assert subprocess.run(command, cwd=ROOT, check=False).returncode == 9


def test_a_crash_before_the_backups_are_replaced_is_made_good_at_the_next_opening(path):
    filled(path)
    with Project.open(path) as project:
        open_copy = project.back_up()
    dies(path, "passphrase", PASSPHRASE)
    assert open_copy.exists()  # and opens without any passphrase
    with Project.open(path, PASSPHRASE) as project:
        assert not open_copy.exists()
        assert project.log.all()[-1].event == "passphrase"
    [backup] = backups_of(path)
    assert not backup.path.read_bytes().startswith(PLAIN)


def test_a_crash_after_a_deletion_leaves_the_document_in_no_backup(path):
    filled(path)
    with Project.open(path) as project:
        project.back_up()
    dies(path, "delete")
    assert any(b"Gate 0" in file.read_bytes() for file in path.parent.iterdir())
    Project.open(path).close()
    assert len(backups_of(path)) == 1
    assert not any(b"Gate 0" in file.read_bytes() for file in path.parent.iterdir())


def test_a_backup_put_back_later_has_no_copies_to_replace(path):
    filled(path)
    with Project.open(path) as project:
        project.back_up()
        project.delete_document(1)
    [backup] = backups_of(path)
    with Project.open(backup.path) as copy:
        assert copy._connection.rows("SELECT * FROM stale_copies") == []


def test_a_made_up_list_of_copies_removes_nothing_outside_of_the_folder(path, tmp_path):
    filled(path)
    victim = tmp_path.parent / f"{tmp_path.name} victim.txt"
    victim.write_text("mine", "utf-8")
    other = sqlite3.connect(path, isolation_level=None)
    for name in (f"../{victim.name}", str(victim), "", "."):
        other.execute("INSERT INTO stale_copies VALUES (?, '2026')", (name,))
    other.execute("INSERT INTO stale_copies VALUES ('letter.txt', '2026')")
    other.close()
    path.with_name("letter.txt").write_text("mine", "utf-8")
    Project.open(path).close()
    assert victim.exists()
    assert path.with_name("letter.txt").exists()
    victim.unlink()


def test_a_copy_that_lacks_a_row_never_takes_the_place_of_the_project(path):
    """The counts of the copy are compared; so is what SQLite finds wrong in it."""
    filled(path)
    other = sqlite3.connect(path, isolation_level=None)
    other.execute("DELETE FROM units WHERE id = 1")  # foreign keys are off in this program
    other.execute("DELETE FROM unsealed")  # else the next opening seals that it is gone
    other.close()
    before = path.read_bytes()
    project = Project.open(path)
    with pytest.raises(ProjectDamaged):
        project.change_passphrase(PASSPHRASE)
    assert path.read_bytes()[100:] == before[100:]
    assert [file.name for file in path.parent.iterdir()] == [path.name]


def test_ids_that_were_used_stay_used_after_the_passphrase_was_set(path):
    filled(path)
    with Project.open(path) as project:
        project.delete_document(2)
        project.change_passphrase(PASSPHRASE)
    with Project.open(path, PASSPHRASE) as project:
        report = project.documents.add("/q", "q", "txt", 9, "e" * 64, Extract("Quay 9."))
        assert report.document_id == 3


FULL_DISK = """
import resource, sys
from pathlib import Path
from engine.errors import DiskFull
from engine.records import Decision, Extract, TaskFilter, Verdict
from engine.store import Project
project = Project.open(Path(sys.argv[1]))
resource.setrlimit(resource.RLIMIT_FSIZE, (100_000, 100_000))
try:
    project.change_passphrase(sys.argv[2])
except DiskFull as error:
    print(error)
"""


@pytest.mark.skipif(sys.platform == "win32", reason="a limit on file sizes is POSIX")
def test_a_full_disk_is_said_and_the_project_stays_as_it_was(path):
    filled(path)
    command = [sys.executable, "-c", FULL_DISK, str(path), PASSPHRASE]
    done = subprocess.run(command, cwd=ROOT, check=True, capture_output=True, text=True)
    assert "make room" in done.stdout
    assert [file.name for file in path.parent.iterdir()] == [path.name]
    with Project.open(path) as project:
        assert project.status().documents == 2
