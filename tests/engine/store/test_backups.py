import os
import shutil
import threading
import time
from pathlib import Path

import pytest

from engine.errors import DiskFull, ProjectReadOnly
from engine.records import Extract
from engine.store import Project, delete_project, restore
from engine.store.backups import KEPT, BackupKind, backups_of, is_due, project_of, rotate
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


def test_the_copy_just_made_is_never_rotated_away_however_wrong_the_clock_was(full):
    """Copies of a clock that was far ahead, in the names of earlier versions and of this one."""
    copies(full, *(f"backup 2099-01-{day:02} 08.00.00" for day in range(1, 6)))
    with Project.open(full) as project:
        first = project.back_up()
        for number in range(10, 15):
            copies(full, f"backup 2099-01-01 08.00.00 UTC {number}")
        second = project.back_up()
        assert second.exists()
    assert backups_of(full)[0].path == second
    assert first.name.endswith("UTC 1).bonito")
    assert second.name.endswith("UTC 15).bonito")


def test_copies_are_ordered_by_their_number_and_those_of_earlier_versions_are_older(full):
    copies(
        full,
        "backup 2020-01-01 08.00.00 UTC 3",
        "backup 2026-01-01 08.00.00 UTC 2",
        "backup 2026-11-22 19.30.05",
        "backup 2026-11-22 19.30.05 2",
        "backup 2026-11-21 19.30.05",
    )
    numbers = [
        backup.path.name.removeprefix("harbour (backup 20")[:17] for backup in backups_of(full)
    ]
    assert numbers[:2] == ["20-01-01 08.00.00", "26-01-01 08.00.00"]
    assert {number[:8] for number in numbers[2:4]} == {"26-11-22"}
    assert numbers[4].startswith("26-11-21")


def test_a_name_in_utc_is_shown_in_local_time(full):
    copies(full, "backup 2026-07-01 12.00.00 UTC 1")
    assert backups_of(full)[0].made_at.timestamp() == 1782907200


def test_a_backup_from_the_future_does_not_keep_the_next_one_from_being_made(full):
    with Project.open(full) as project:
        age(project.back_up(), days=-400)
        assert project.back_up_if_due() is not None
        assert project.back_up_if_due() is None


@pytest.mark.parametrize("name", ["h" * 240, "ж" * 120, "h" * 190])
def test_a_project_with_a_long_name_is_backed_up_and_its_backups_are_known(tmp_path, name):
    path = tmp_path / f"{name}.bonito"
    filled(path)
    with Project.open(path) as project:
        copy = project.back_up()
        project.back_up()
        assert len(os.fsencode(copy.name)) <= 255
        assert len(backups_of(path)) == 2
        project.delete_document(1)
    assert len(backups_of(path)) == 1
    assert restore(path, backups_of(path)[0].path) is not None
    assert project_of(backups_of(path)[0].path) == path
    assert len(delete_project(path)) == 3
    assert list(tmp_path.iterdir()) == []


def test_two_long_names_that_begin_alike_do_not_share_their_backups(tmp_path):
    one, other = (tmp_path / f"{'h' * 238}{end}.bonito" for end in "ab")
    filled(one)
    with Project.open(one) as project:
        project.back_up()
    assert (len(backups_of(one)), len(backups_of(other))) == (1, 0)


def test_a_name_that_leaves_no_room_for_the_files_of_sqlite_is_said(tmp_path):
    with pytest.raises(ProjectReadOnly, match="too long for a project"):
        Project.create(tmp_path / f"{'h' * 246}.bonito")


def test_readers_and_writers_get_in_between_the_steps_of_a_backup(full):
    """So often that the copying cannot have held the lock throughout."""
    with Project.open(full) as project:
        project.documents.add("/big", "big", "txt", 1, "big", Extract("word " * 2_000_000))
        steps: list[int] = []
        ended = threading.Event()

        def read() -> None:
            while not ended.is_set():
                project.log.all()
                steps.append(project._connection._copies)

        thread = threading.Thread(target=read)
        thread.start()
        try:
            copy = project.back_up()
        finally:
            ended.set()
            thread.join()
    assert sum(steps) >= 3
    with Project.open(copy) as opened:
        assert opened.find_damage() == ""


def test_what_is_saved_while_a_backup_is_taken_is_in_it_or_not_and_never_torn(full):
    with Project.open(full) as project:
        project.documents.add("/big", "big", "txt", 1, "big", Extract("word " * 1_000_000))
        taken = threading.Event()

        def work() -> None:
            number = 0
            while not taken.is_set():
                number += 1
                sha = f"new {number}"
                project.documents.add(
                    f"/{sha}", sha, "txt", 1, sha, Extract(f"Text {number}. " * 99)
                )

        thread = threading.Thread(target=work)
        thread.start()
        try:
            copy = project.back_up()
        finally:
            taken.set()
            thread.join()
    with Project.open(copy) as opened:
        for document in opened.documents.all():
            assert len(opened.documents.text(document.id)) == document.characters


def test_closing_waits_for_the_backup_under_way(full):
    project = Project.open(full)
    project.documents.add("/big", "big", "txt", 1, "big", Extract("word " * 2_000_000))
    made: list[Path] = []
    thread = threading.Thread(target=lambda: made.append(project.back_up()))
    thread.start()
    while not project._connection._copies and thread.is_alive():
        pass
    project.close()
    thread.join()
    with Project.open(made[0]) as opened, Project.open(full) as again:
        assert opened.status() == again.status()
