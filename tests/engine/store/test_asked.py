"""What a run was asked to leave out is kept, and its rest leaves it out too."""

from pathlib import Path

import pytest

from engine import runs
from engine.errors import NothingToDo
from engine.packets import pack
from engine.records import Decision, Narrowing, Run, TaskFilter, Verdict
from engine.store import Project, prove
from engine.store.connection import Connection
from engine.worker import fake
from tests.engine.store.test_made import DOCUMENTS, finish
from tests.harbour import harbour, request


def planned(project: Project, *types: str, **more: object) -> Run:
    return runs.plan_only(project, request(project.path.parent, *types, **more), fake.main)


def first_document_made(project: Project) -> None:
    finish(project, "exqa", document_ids=(1,))


@pytest.mark.parametrize(
    "asked",
    [Narrowing(False, False), Narrowing(True, False), Narrowing(False, True)],
    ids=["all", "gaps", "missing"],
)
def test_a_run_keeps_what_it_was_asked_to_leave_out(tmp_path: Path, asked: Narrowing):
    with harbour(tmp_path) as project:
        run = planned(project, fill_gaps=asked.fill_gaps, only_missing=asked.only_missing)
        planned(project, "qa")
        assert project.made.narrowing(run.id) == asked
        assert project.made.narrowing(99) is None
    assert not prove(project.path).problems


def test_of_runs_of_an_earlier_version_and_in_packets_it_is_not_known(tmp_path: Path):
    with harbour(tmp_path) as project:
        path, run = project.path, planned(project, only_missing=True)
        (packet,) = (one.path for one in pack(project, run.id, 1, tmp_path / "stick").files)
    with Project.open(packet) as project:
        assert project.made.narrowing(run.id) is None
    for facts in ('{"run": 1}', '{"run": 1', "", "[1]"):
        connection = Connection(path)
        connection.write("UPDATE log SET facts = :facts WHERE event = 'run'", facts=facts)
        connection.close()
        with Project.open(path) as project:
            assert project.made.narrowing(run.id) is None


def test_the_rest_of_a_pilot_of_what_is_missing_makes_nothing_twice(tmp_path: Path):
    with harbour(tmp_path) as project:
        first_document_made(project)
        pilot = finish(project, "exqa", only_missing=True, limit_units=1)
        rest = planned(project, "exqa", after_run=pilot.id, limit_units=1)
        assert rest.units_planned == DOCUMENTS - 2
        assert project.made.repeated(rest.id) == 0
        assert project.made.narrowing(rest.id) == Narrowing(fill_gaps=False, only_missing=True)
        with pytest.raises(NothingToDo):
            planned(project, "exqa", after_run=rest.id)


def test_the_rest_of_a_pilot_of_everything_makes_everything(tmp_path: Path):
    with harbour(tmp_path) as project:
        first_document_made(project)
        pilot = finish(project, "exqa", limit_units=1)
        assert planned(project, "exqa", after_run=pilot.id).units_planned == DOCUMENTS - 1


def test_the_rest_of_a_pilot_that_fills_gaps_fills_the_gaps(tmp_path: Path):
    with harbour(tmp_path) as project:
        finish(project, "exqa", document_ids=(1, 2))
        (rejected, *_) = project.tasks.ids(TaskFilter())
        project.decisions.add([Decision(rejected, Verdict.REJECT)], "ilse")
        pilot = finish(project, "exqa", fill_gaps=True, limit_units=1)
        rest = planned(project, "exqa", after_run=pilot.id)
        assert rest.units_planned == 1
