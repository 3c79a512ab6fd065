"""The project's file moved, deleted or replaced while it is open; POSIX, as Windows forbids it."""

import os
import shutil

import pytest

from engine.errors import ProjectExists, ProjectMoved
from engine.records import Decision, TaskFilter, Verdict
from engine.store import Project
from tests.projects import fill

pytestmark = pytest.mark.skipif(os.name == "nt", reason="Windows moves no open file")


@pytest.fixture
def full(path):
    with Project.create(path) as project:
        fill(project)
        yield project


def accept(project: Project, task: int) -> None:
    project.decisions.add([Decision(task, Verdict.ACCEPT)], "Ada")


def move(path):
    path.rename(path.with_name("elsewhere.bonito"))


def replace(path):
    other = path.with_name("other.bonito")
    Project.create(other).close()
    other.replace(path)


@pytest.mark.parametrize("act", [move, os.unlink, replace])
def test_a_file_that_is_gone_is_noticed_at_the_next_commit_and_nothing_is_saved(full, path, act):
    accept(full, 1)
    act(path)
    with pytest.raises(ProjectMoved, match="save a copy under another name"):
        accept(full, 2)
    with pytest.raises(ProjectMoved):
        full.log.add("test", "one statement without a transaction")
    assert full.tasks.ids(TaskFilter(verdicts=(Verdict.ACCEPT,))) == [1]


@pytest.mark.parametrize("act", [move, os.unlink, replace])
def test_the_work_can_be_saved_elsewhere_and_goes_on_there(full, path, act):
    accept(full, 1)
    act(path)
    with pytest.raises(ProjectMoved):
        accept(full, 2)
    copy = path.with_name("rescued.bonito")
    full.save_copy(copy)
    expected = full.status()
    full.close()
    with Project.open(copy) as again:
        assert again.status() == expected
        accept(again, 2)


def test_everything_can_still_be_read_and_shown(full, path):
    move(path)
    with pytest.raises(ProjectMoved):
        accept(full, 1)
    assert full.status().documents
    assert full.search("gate")
    assert full.documents.text(1)


def test_a_moved_file_has_all_that_was_saved_when_the_project_is_closed(full, path):
    accept(full, 1)
    move(path)
    full.close()
    assert [file.name for file in path.parent.iterdir()] == ["elsewhere.bonito"]
    with Project.open(path.with_name("elsewhere.bonito")) as again:
        assert again.tasks.ids(TaskFilter(verdicts=(Verdict.ACCEPT,))) == [1]


def test_a_moved_file_has_all_that_was_saved_once_it_is_noticed(full, path, tmp_path):
    """Then a crash loses nothing, although the log of writes stays at the old path."""
    accept(full, 1)
    moved = path.with_name("elsewhere.bonito")
    path.rename(moved)
    with pytest.raises(ProjectMoved):
        accept(full, 2)
    crashed = shutil.copy(moved, tmp_path / "crashed.bonito")
    with Project.open(crashed) as again:
        assert again.tasks.ids(TaskFilter(verdicts=(Verdict.ACCEPT,))) == [1]


def test_a_copy_is_never_saved_over_anything(full, path):
    other = path.with_name("mine.txt")
    other.write_text("mine")
    for target in (other, path):
        with pytest.raises(ProjectExists):
            full.save_copy(target)
    assert other.read_text() == "mine"


def test_a_copy_of_a_protected_project_asks_for_the_same_passphrase(path):
    with Project.create(path, "four or five words") as project:
        copy = path.with_name("copy.bonito")
        project.save_copy(copy)
    with Project.open(copy, "four or five words") as again:
        assert again.is_protected


def test_a_file_that_is_moved_while_its_backup_is_thought_about_is_said_to_be_moved(
    full, path, monkeypatch
):
    def moved_meanwhile(project):
        move(project)
        return project.stat()

    monkeypatch.setattr("engine.store.project.is_due", moved_meanwhile)
    with pytest.raises(ProjectMoved):
        full.back_up_if_due()
