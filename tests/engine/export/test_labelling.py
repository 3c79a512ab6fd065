"""An edit whose answer is no label is found; what is free text is not looked at."""

from pathlib import Path

import pytest

from engine.export.labelling import OffLabel, off_label
from engine.records import Decision, Verdict
from engine.store import Project
from tests.projects import fill, new_project


@pytest.fixture
def project(tmp_path: Path):
    """Tasks of extractive answers (odd numbers) and of yes-no questions (even ones)."""
    with new_project(tmp_path / "work.bonito") as made:
        fill(made, documents=2)
        yield made


def edit(project: Project, task: int, output: str) -> None:
    project.decisions.add([Decision(task, Verdict.EDIT, output=output)], "me")


def test_an_edit_that_is_no_label_is_found_and_a_label_is_not(project: Project):
    edit(project, 2, "On Tuesdays, said the warden")
    edit(project, 4, "Yes, they may.")
    edit(project, 1, "whatever stands there")
    assert project.tasks.get(2).task_type == "ynqa"
    assert off_label(project) == OffLabel((2,))


def test_an_edit_that_was_taken_back_counts_no_more(project: Project):
    edit(project, 2, "On Tuesdays")
    project.decisions.undo()
    assert off_label(project) == OffLabel()


def test_looking_ends_once_it_is_cancelled(project: Project):
    edit(project, 2, "On Tuesdays")
    assert off_label(project, lambda: True) == OffLabel()
