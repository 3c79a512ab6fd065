import os
import sqlite3
import stat
from pathlib import Path
from threading import Thread

import pytest

from engine.errors import ProjectDamaged
from engine.store import Project
from engine.store.connection import Connection
from engine.store.verified_copy import (
    back_up,
    beside,
    check_copy,
    contents,
    find_damage,
    write_copy,
)


@pytest.fixture
def closed(path, project, tasks):
    project.close()
    return path


def test_a_backup_is_a_project_with_all_that_is_in_the_original(closed):
    connection = Connection(closed)
    target = back_up(connection, "before version 2")
    connection.close()
    assert target.name == "harbour (before version 2).bonito"
    with Project.open(target) as copy, Project.open(closed) as original:
        assert copy.status() == original.status()
        assert copy.find_damage() == ""


@pytest.mark.skipif(os.name == "nt", reason="POSIX permissions")
def test_nobody_else_may_read_a_backup(closed):
    connection = Connection(closed)
    assert back_up(connection, "kept").stat().st_mode & 0o777 == 0o600
    connection.close()


def test_a_backup_never_overwrites_another(closed):
    connection = Connection(closed)
    names = [back_up(connection, "kept").name for _ in range(3)]
    connection.close()
    assert names == ["harbour (kept).bonito", "harbour (kept 2).bonito", "harbour (kept 3).bonito"]


def test_a_copy_that_fails_its_check_is_removed_and_said(closed):
    other = sqlite3.connect(closed, isolation_level=None)
    other.execute("DELETE FROM units WHERE id = 1")  # foreign keys are off in this program
    other.close()
    connection = Connection(closed)
    assert find_damage(connection) == "a row of tasks refers to nothing"
    with pytest.raises(ProjectDamaged, match="could not be backed up"):
        back_up(connection, "kept")
    connection.close()
    assert [file.name for file in closed.parent.iterdir()] == [closed.name]


def test_a_table_whose_index_lost_its_rows_is_damage(closed):
    other = sqlite3.connect(closed, isolation_level=None)
    other.execute("PRAGMA writable_schema = ON")
    other.execute("DELETE FROM sqlite_master WHERE name = 'tasks_by_run'")
    other.close()
    connection = Connection(closed)
    assert "never used" in find_damage(connection)
    connection.close()


def test_others_read_and_write_while_a_copy_is_made_and_the_copy_holds_what_they_wrote(
    path, project, tasks, monkeypatch
):
    monkeypatch.setattr("engine.store.connection._PAGES_A_STEP", 1)
    copies: list[Path] = []
    thread = Thread(target=lambda: copies.append(project.back_up()), daemon=True)
    thread.start()
    written = 0
    while thread.is_alive():
        project.log.add("note", f"line {written}")
        written += 1
    thread.join()
    assert written > 1
    with Project.open(copies[0]) as copy:
        said = [entry.detail for entry in copy.log.all() if entry.event == "note"]
    assert said == [f"line {number}" for number in range(len(said))]
    assert said


def test_a_copy_that_lacks_a_row_is_refused(closed):
    """SQLite finds nothing wrong in it: only the counts tell."""
    connection = Connection(closed)
    expected = contents(connection)
    with beside(closed) as draft:
        write_copy(connection, draft)
        check_copy(draft, "", expected, closed.name)
        other = sqlite3.connect(draft, isolation_level=None)
        other.execute("DELETE FROM log WHERE id = 1")
        other.close()
        with pytest.raises(ProjectDamaged, match="could not be backed up"):
            check_copy(draft, "", expected, closed.name)
    connection.close()


def test_a_copy_is_on_the_disk_before_it_gets_its_name_and_its_folder_after(closed, monkeypatch):
    asked: list[str] = []
    fsync, replace = os.fsync, Path.replace

    def noting_fsync(handle: int) -> None:
        asked.append("sync folder" if stat.S_ISDIR(os.fstat(handle).st_mode) else "sync file")
        fsync(handle)

    def noting_replace(self: Path, target: Path) -> Path:
        asked.append("name")
        return replace(self, target)

    connection = Connection(closed)
    monkeypatch.setattr(os, "fsync", noting_fsync)
    monkeypatch.setattr(Path, "replace", noting_replace)
    back_up(connection, "kept")
    connection.close()
    assert asked == ["sync file", "name", *(["sync folder"] if os.name == "posix" else [])]
