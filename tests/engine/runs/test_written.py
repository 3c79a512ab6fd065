"""The run of the sample project is kept with all that the store keeps of a real one."""

from dataclasses import replace
from pathlib import Path

import pytest

from engine.errors import NothingToDo
from engine.records import EvidenceGrade, Outcome, RunState, TaskFilter
from engine.runs.written import add_written, from_lines, to_lines
from engine.store import Project
from models.library import find
from tests.projects import new_project
from tests.sample import sample_project, written, written_run


@pytest.fixture(scope="module")
def path(tmp_path_factory: pytest.TempPathFactory) -> Path:
    place = tmp_path_factory.mktemp("sample") / "sample.bonito"
    sample_project(place).close()
    return place


def test_what_is_written_can_be_read_back():
    run = written()
    assert from_lines(list(to_lines(run))) == run


def test_each_unit_of_the_written_run_ends_as_it_ended(path: Path):
    with Project.open(path) as project:
        run = written_run(project)
        outcomes = project.runs.outcomes(run.id)
        tasks = project.tasks.page(project.tasks.ids(TaskFilter()))
    kept = written()
    assert (run.state, run.units_done) == (RunState.DONE, len(kept.units))
    assert sum(outcomes.values()) == len(kept.units)
    assert [task.raw for task in tasks] == [unit.draft.raw for unit in kept.units]
    assert outcomes[Outcome.OK] >= 60


def test_the_run_says_which_model_wrote_it_and_that_it_was_not_here(path: Path):
    with Project.open(path) as project:
        run = written_run(project)
    assert run.model == written().model
    assert len(run.model.sha256) == 64
    assert "another computer" in run.device


def test_evidence_stands_where_the_run_found_it(path: Path):
    with Project.open(path) as project:
        tasks = project.tasks.page(project.tasks.ids(TaskFilter(evidence=(EvidenceGrade.EXACT,))))
        texts = {one.id: project.documents.text(one.id) for one in project.documents.all()}
    assert tasks
    for task in tasks:
        found = texts[task.document_id][task.evidence.start : task.evidence.end]
        assert found.strip(" .") in task.output


def test_units_whose_passage_says_something_else_are_left_out(path: Path, tmp_path: Path):
    run = written()
    strange = [replace(unit, sha256="0" * 64) for unit in run.units]
    with sample_project(tmp_path / "twice.bonito") as project:
        again = add_written(project, find("default"), replace(run, units=(*strange, run.units[0])))
    assert again.units_planned == 1


def test_a_project_without_the_passages_gets_no_run(tmp_path: Path):
    with new_project(tmp_path / "empty.bonito") as project:
        with pytest.raises(NothingToDo):
            add_written(project, find("default"), written())
        assert project.runs.all() == []
