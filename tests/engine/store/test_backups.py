import os
import shutil
import threading
import time
from pathlib import Path

import pytest

from engine.errors import DiskFull
from engine.store import Project
from engine.store.backups import KEPT, BackupKind, backups_of, is_due, rotate
from tests.projects import filled

DAY = 24 * 60 * 60


@pytest.fixture
def full(path: Path) -> Path:
    filled(path)
    return path


def age(file: Path, days: float) -> None:
    then = time.time() - days * DAY
    os.utime(file, (then, then))


def copies(path: Path, *labels: str) -> None:
    for label in labels:
        path.with_name(f"{path.stem} ({label}){path.suffix}").write_bytes(b"")


def test_a_backup_is_a_whole_project_of_its_own(full):
    with Project.open(full) as project:
        copy = project.back_up()
        expected = project.status()
    assert copy.name.startswith("harbour (backup 2")
    with Project.open(copy) as opened:
        assert opened.status() == expected
        assert opened.find_damage() == ""


def test_only_copies_of_this_project_are_its_backups(full):
    copies(full, "backup 2026-11-22 19.30.05", "before version 2", "my own copy", "backup")
    other = full.with_name("harbour 2 (backup 2026-11-22 19.30.05).bonito")
    other.write_bytes(b"")
    full.with_name("harbour (backup 2026-11-23 19.30.05).bonito").mkdir()
    kinds = {backup.path.name: backup.kind for backup in backups_of(full)}
    assert kinds == {
        "harbour (backup 2026-11-22 19.30.05).bonito": BackupKind.BACKUP,
        "harbour (before version 2).bonito": BackupKind.BEFORE_VERSION,
    }


def test_the_newest_five_of_each_kind_are_kept(full):
    copies(full, *(f"backup 2026-11-{day:02} 08.00.00" for day in range(1, 9)))
    copies(full, *(f"replaced 2026-10-{day:02} 08.00.00" for day in range(1, 4)))
    rotate(full)
    kept = [backup.path.name for backup in backups_of(full)]
    assert len(kept) == KEPT + 3
    assert kept[0] == "harbour (backup 2026-11-08 08.00.00).bonito"
    assert kept[KEPT - 1] == "harbour (backup 2026-11-04 08.00.00).bonito"


def test_many_backups_leave_five_and_no_draft(full):
    with Project.open(full) as project:
        for _ in range(KEPT + 2):
            project.back_up()
        names = sorted(file.name for file in full.parent.iterdir())
    assert len([name for name in names if "(backup" in name]) == KEPT
    assert len(names) == KEPT + 2  # the project and its log


def test_an_empty_project_needs_no_backup(path):
    with Project.create(path) as project:
        assert project.back_up_if_due() is None


def test_the_first_is_due_at_once_and_the_next_not_the_same_day(full):
    with Project.open(full) as project:
        assert project.back_up_if_due() is not None
        project.log.add("imported", "more")
    with Project.open(full) as project:
        assert project.back_up_if_due() is None
    assert len(backups_of(full)) == 1


def test_a_change_is_backed_up_a_day_later(full):
    with Project.open(full) as project:
        copy = project.back_up()
        project.log.add("imported", "more")
    age(copy, days=1.5)
    assert is_due(full)


def test_a_project_that_was_only_read_is_not_backed_up_again(full):
    age(full, days=3)
    with Project.open(full) as project:
        age(project.back_up(), days=2)
        project.status()
        project.search("gate")
    assert not is_due(full)


@pytest.mark.skipif(os.name == "nt", reason="POSIX permissions")
def test_nobody_else_may_read_a_backup(full):
    with Project.open(full) as project:
        assert project.back_up().stat().st_mode & 0o777 == 0o600


def test_backups_of_what_is_nowhere_are_none(tmp_path):
    assert backups_of(tmp_path / "gone" / "a.bonito") == []


def test_what_a_dead_process_was_writing_is_no_backup_and_is_cleared_away(full):
    copies(full, "unfinished", "unfinished 2")
    full.with_name("harbour (unfinished).bonito-wal").write_bytes(b"")
    assert backups_of(full) == []
    Project.open(full).close()
    assert [file.name for file in full.parent.iterdir()] == [full.name]


def test_a_backup_that_is_opened_is_not_backed_up_itself(full):
    with Project.open(full) as project:
        copy = project.back_up()
    with Project.open(copy) as opened:
        assert opened.back_up_if_due() is None


def test_where_the_disk_is_nearly_full_no_backup_takes_the_rest(full, monkeypatch):
    usage = shutil.disk_usage(full.parent)
    monkeypatch.setattr("shutil.disk_usage", lambda _folder: usage._replace(free=2**20))
    with Project.open(full) as project, pytest.raises(DiskFull, match="too little room"):
        project.back_up_if_due()


def test_a_backup_holds_its_ground_while_a_run_goes_on(full):
    """Rows that are added between the copy and its check are no damage."""
    with Project.open(full) as project:
        ended = threading.Event()

        def keep_adding() -> None:
            while not ended.is_set():
                project.log.add("imported", "one more")

        thread = threading.Thread(target=keep_adding)
        thread.start()
        try:
            copies = [project.back_up() for _ in range(3)]
        finally:
            ended.set()
            thread.join()
    for copy in copies:
        with Project.open(copy) as opened:
            assert opened.find_damage() == ""
