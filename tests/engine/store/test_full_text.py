"""A broken full-text index is built again from the texts, wherever it is noticed."""

import sqlite3

import pytest

from engine.errors import ProjectDamaged
from engine.records import Extract
from engine.store import Project
from tests.projects import filled

BREAK = [
    "DELETE FROM text_index_data",
    "UPDATE text_index_data SET block = CAST('garbage garbage garbage' AS BLOB)",
    "UPDATE text_index_data SET block = CAST('garbage garbage garbage' AS BLOB) WHERE id > 10",
]


def spoil(path, *statements):
    other = sqlite3.connect(path, isolation_level=None)
    for statement in statements:
        other.execute(statement)
    other.close()


@pytest.fixture(params=BREAK)
def broken(request, path):
    filled(path)
    spoil(path, request.param)
    return path


def test_a_broken_index_is_built_again_when_the_project_is_opened(broken):
    with Project.open(broken) as project:
        assert project.search("gate")
        assert project.find_damage() == ""
        project.documents.add("/n", "n", "txt", 1, "n", Extract("A new text on clouds."))
        assert project.search("clouds")
        assert project.log.all()[-2].event == "repaired"


def test_an_index_that_breaks_while_it_is_open_is_built_again_by_a_search(path):
    filled(path)
    with Project.open(path) as project:
        project._connection.write(BREAK[1])
        assert len(project.search("gate")) == 2
        assert project.find_damage() == ""


def test_an_index_that_breaks_while_it_is_open_is_built_again_by_a_backup(path):
    filled(path)
    with Project.open(path) as project:
        project._connection.write(BREAK[2])
        copy = project.back_up()
    with Project.open(copy) as again:
        assert again.find_damage() == ""
        assert again.search("gate")


def test_an_index_whose_settings_are_gone_is_damage_and_no_crash(path):
    filled(path)
    spoil(path, "DELETE FROM text_index_config")
    with pytest.raises(ProjectDamaged):
        Project.open(path)
