import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from engine.errors import (
    NotAProject,
    PassphraseWrong,
    ProjectDamaged,
    ProjectLocked,
    ProjectMissing,
    ProjectProtected,
    ProjectReadOnly,
)
from engine.store import Project
from engine.store.backups import BackupKind, backups_of
from engine.store.restoring import delete_project, restore
from tests.projects import fill, filled

ROOT = Path(__file__).resolve().parents[3]
PASSPHRASE = "a grey heron"  # noqa: S105 of no project but these


@pytest.fixture
def saved(path: Path) -> tuple[Path, Path]:
    """A project whose second document was deleted by hand, and the backup from before."""
    filled(path)
    with Project.open(path) as project:
        backup = project.back_up()
        kept = backup.with_name("kept.bonito")
        backup.replace(kept)
        project.delete_document(2)
    return path, kept


def names(path: Path) -> list[str]:
    return sorted(file.name for file in path.parent.iterdir())


def test_a_backup_comes_back_and_what_it_replaced_is_kept(saved):
    path, backup = saved
    replaced = restore(path, backup)
    assert replaced is not None
    with Project.open(path) as project, Project.open(replaced) as old:
        assert project.status().documents == 2
        assert project.log.all()[-1].event == "restored"
        assert old.status().documents == 1
    assert backup.exists()
    assert [backup.kind for backup in backups_of(path)] == [BackupKind.REPLACED]
    assert len(names(path)) == 3


def test_a_restore_can_be_taken_back(saved):
    path, backup = saved
    replaced = restore(path, backup)
    assert replaced is not None
    restore(path, replaced)
    with Project.open(path) as project:
        assert project.status().documents == 1


def test_a_project_that_is_gone_comes_back(saved):
    path, backup = saved
    path.unlink()
    assert restore(path, backup) is None
    Project.open(path).close()


def test_a_damaged_project_is_put_aside_as_it_is(saved):
    path, backup = saved
    torn = path.read_bytes()[:50_000]
    path.write_bytes(torn)
    path.with_name(path.name + "-wal").write_bytes(b"a torn log")
    replaced = restore(path, backup)
    assert replaced is not None
    assert replaced.read_bytes() == torn
    with Project.open(path) as project:
        assert project.status().documents == 2


def test_a_project_that_is_open_is_not_replaced(saved):
    path, backup = saved
    before = names(path)
    with Project.open(path), pytest.raises(ProjectLocked):
        restore(path, backup)
    assert names(path) == before


def test_a_damaged_backup_changes_nothing(saved):
    path, backup = saved
    content = path.read_bytes()
    spoiled = bytearray(backup.read_bytes())
    spoiled[20 * 4096 : 30 * 4096] = bytes(10 * 4096)
    backup.write_bytes(bytes(spoiled))
    with pytest.raises(ProjectDamaged):
        restore(path, backup)
    assert path.read_bytes() == content
    assert not [name for name in names(path) if "restored" in name or "replaced" in name]


@pytest.mark.parametrize("content", [b"a letter", None])
def test_what_is_no_project_is_not_put_in_the_place_of_one(saved, tmp_path, content):
    path, _backup = saved
    other = tmp_path / "letter.txt"
    if content:
        other.write_bytes(content)
    with pytest.raises(NotAProject if content else ProjectMissing):
        restore(path, other)
    Project.open(path).close()


def test_a_protected_backup_comes_back_with_its_passphrase(path):
    with Project.create(path, PASSPHRASE) as project:
        fill(project)
        backup = project.back_up()
        project.delete_document(1)
        backup = backups_of(path)[0].path
    with pytest.raises(ProjectProtected):
        restore(path, backup)
    with pytest.raises(PassphraseWrong, match="the passphrase that the project had"):
        restore(path, backup, "another one")
    restore(path, backup, PASSPHRASE)
    with Project.open(path, PASSPHRASE) as project:
        assert project.is_protected
    assert b"opens at nine" not in path.read_bytes()


def test_a_deleted_project_takes_its_backups_along(path, tmp_path):
    for passphrase in ("", PASSPHRASE):
        with Project.create(path, passphrase) as project:
            fill(project)
            project.back_up()
        (tmp_path / "notes.txt").write_text("mine", "utf-8")
        assert len(delete_project(path)) == 2
        assert names(path) == ["notes.txt"]


def test_a_project_that_is_open_is_not_deleted(path):
    for passphrase in ("", PASSPHRASE):
        with Project.create(path, passphrase), pytest.raises(ProjectLocked):
            delete_project(path)
        delete_project(path)


def test_another_file_is_never_deleted(tmp_path):
    letter = tmp_path / "letter.bonito"
    letter.write_bytes(b"Dear ...")
    with pytest.raises(NotAProject):
        delete_project(letter)
    assert letter.exists()


def test_a_damaged_project_can_be_deleted(path):
    filled(path)
    path.write_bytes(path.read_bytes()[:50_001])
    delete_project(path)
    assert names(path) == []


# Dies at the N-th change of a name, however it is made; says how many there were if it lives.
DYING = """
import os, sys
from pathlib import Path
left = int(sys.argv[1])
def dying(act):
    def step(*args, **keywords):
        global left
        left -= 1
        if left < 0:
            os._exit(9)
        return act(*args, **keywords)
    return step
for name in ("replace", "rename", "unlink"):
    setattr(Path, name, dying(getattr(Path, name)))
os.link = dying(os.link)
from engine.store import restore, delete_project
if sys.argv[2] == "restore":
    restore(Path(sys.argv[3]), Path(sys.argv[4]))
else:
    delete_project(Path(sys.argv[3]))
"""


def dies_at(step: int, *arguments: str | Path) -> bool:
    """Run a restore or a deletion that dies at this step; False if it had fewer."""
    command = [sys.executable, "-c", DYING, str(step), *map(str, arguments)]
    return subprocess.run(command, cwd=ROOT, check=False).returncode == 9


def test_a_power_cut_at_any_step_of_a_restore_leaves_a_project_at_its_place(saved, tmp_path):
    path, backup = saved
    steps = 0
    while True:
        folder = tmp_path / f"at {steps}"
        folder.mkdir()
        project = Path(shutil.copy(path, folder / path.name))
        if not dies_at(steps, "restore", project, backup):
            break
        with Project.open(project) as opened:
            assert opened.status().documents in {1, 2}
            assert opened.find_damage() == ""
        for copy in backups_of(project):
            Project.open(copy.path).close()
        left = [name for name in names(project) if "replaced" not in name]
        assert left == [project.name]
        steps += 1
    assert steps >= 3


def test_a_restore_that_died_leaves_no_second_name_of_the_project(saved, tmp_path):
    """A link that stayed would change with the project and pass for a backup of it."""
    path, backup = saved
    assert dies_at(1, "restore", path, backup)  # after the link, before the rename
    [link] = backups_of(path)
    assert link.path.samefile(path)
    Project.open(path).close()
    assert backups_of(path) == []


def test_the_log_that_a_dead_process_left_goes_with_the_file_it_belongs_to(saved):
    """What only stands in the -wal file is kept, and never meets the restored file."""
    path, backup = saved
    script = (
        "import os, sys; from pathlib import Path; from engine.store import Project\n"
        "project = Project.open(Path(sys.argv[1])); project.log.add('test', 'the last word')\n"
        "os._exit(9)"
    )
    subprocess.run([sys.executable, "-c", script, str(path)], cwd=ROOT, check=False)
    assert path.with_name(path.name + "-wal").stat().st_size
    replaced = restore(path, backup)
    assert replaced is not None
    with Project.open(replaced) as old:
        assert old.log.all()[-1].detail == "the last word"
    with Project.open(path) as project:
        assert project.status().documents == 2


def test_a_deletion_that_was_killed_can_be_asked_for_again(saved, tmp_path):
    path, _backup = saved
    with Project.open(path) as project:
        project.back_up()
    steps = 0
    while True:
        folder = tmp_path / f"at {steps}"
        shutil.copytree(path.parent, folder, ignore=lambda *_: ["at 0", "at 1", "at 2", "at 3"])
        (folder / "kept.bonito").unlink()
        project = folder / path.name
        if not dies_at(steps, "delete", project):
            break
        if project.exists():
            delete_project(project)
        assert names(project) == []
        steps += 1
    assert steps >= 2


@pytest.mark.skipif(os.name == "nt" or os.geteuid() == 0, reason="needs a folder that refuses")
def test_a_folder_that_may_not_be_written_is_said(saved):
    path, backup = saved
    path.parent.chmod(0o500)
    try:
        with pytest.raises(ProjectReadOnly):
            restore(path, backup)
    finally:
        path.parent.chmod(0o700)
