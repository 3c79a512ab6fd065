from array import array
from pathlib import Path

import pytest

from engine.errors import BadSetting, NothingToDo, ProjectDamaged
from engine.store import Project
from tests.projects import fill, new_project


@pytest.fixture
def project(tmp_path: Path):
    with new_project(tmp_path / "work.bonito") as project:
        fill(project, documents=3)
        yield project


def test_a_part_is_kept_whatever_is_given_later(project: Project):
    project.parts.keep({1: "train", 2: "test"})
    project.parts.keep({1: "test", 2: "train", 3: "validation", 99: "train"})
    assert project.parts.all() == {1: "train", 2: "test", 3: "validation"}


def test_a_person_can_move_documents_and_the_log_says_so(project: Project):
    project.parts.keep({1: "train"})
    project.parts.move([1, 2], "test", "Ana")
    assert project.parts.all() == {1: "test", 2: "test"}
    assert "put into test by hand: documents 1, 2" in project.log.all()[-1].detail


def test_unknown_parts_and_documents_are_refused_and_nothing_moves(project: Project):
    with pytest.raises(BadSetting, match="train, validation, test"):
        project.parts.move([1], "dev", "me")
    with pytest.raises(NothingToDo, match="no document 9"):
        project.parts.move([1, 9], "test", "me")
    assert project.parts.all() == {}


def test_parts_are_forgotten_on_request_only(project: Project):
    with pytest.raises(NothingToDo):
        project.parts.forget("me")
    project.parts.keep({1: "train", 2: "test"})
    assert project.parts.forget("me") == 2
    assert project.parts.all() == {}


def test_marks_come_back_as_they_were_and_only_of_the_version_asked_for(project: Project):
    project.parts.remember(2, array("Q", [1, 2**64 - 1]), 1)
    project.parts.remember(1, array("Q"), 2)
    project.parts.remember(99, array("Q", [5]), 1)
    assert project.parts.marks() == {1: array("Q"), 2: array("Q", [1, 2**64 - 1])}
    assert project.parts.without_marks(1) == [1, 3]


def test_a_deleted_document_leaves_neither_part_nor_marks(project: Project):
    project.parts.keep({1: "train", 2: "test"})
    project.parts.remember(1, array("Q", [7]), 1)
    project.delete_document(1)
    assert project.parts.all() == {2: "test"}
    assert project.parts.marks() == {}


def test_damaged_marks_are_named(project: Project):
    project.parts.remember(1, array("Q", [7]), 1)
    project._connection.write("UPDATE text_marks SET marks = :torn", torn=b"abc")
    with pytest.raises(ProjectDamaged):
        project.parts.marks()
