"""While tasks are generated each is compared with those of its passage."""

from pathlib import Path

from engine import runs
from engine.records import RunState
from engine.worker import fake
from tests.harbour import Events, harbour, request


def test_a_task_that_says_nearly_the_same_as_one_of_an_earlier_run_is_marked(tmp_path: Path):
    with harbour(
        tmp_path, ["The ferry leaves the old harbour at nine. Dogs stay ashore."]
    ) as project:
        wanted = request(tmp_path, "exqa")
        assert runs.start(project, wanted, Events(), fake.main).wait(100) is RunState.DONE
        (first,) = project.tasks.near.beside(1)
        project._connection.write(  # as if another model had worded it a little differently
            "UPDATE tasks SET fingerprint = NULL, input = replace(input, 'how does', 'How, does')"
        )
        assert runs.start(project, wanted, Events(), fake.main).wait(100) is RunState.DONE
        assert project.tasks.near.groups() == [[first.id, first.id + 1]]
        assert runs.start(project, request(tmp_path, "qa"), Events(), fake.main).wait(100)
        assert project.tasks.get(first.id + 2).near == 0  # another question
