"""The self-test itself: all green where all works, and a named failure where something doesn't."""

import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from engine.errors import MachineUnreadable
from engine.processes.child import ChildMain
from engine.selftest import Step, run_steps, steps
from engine.selftest.bound import ProcessBound
from engine.worker import fake
from tests.engine.cli.frail_worker import dying
from tests.models.gguf_files import gguf

PLACE = steps._Place(Path("unused"), "default", fake.main, ProcessBound())


@pytest.fixture
def prove(tmp_path: Path) -> Callable[[ChildMain], dict[str, Step]]:
    model = tmp_path / "tiny.gguf"
    model.write_bytes(gguf())
    folder = tmp_path / "work"
    folder.mkdir()

    def run(worker: ChildMain) -> dict[str, Step]:
        return {step.name: step for step in run_steps(folder, str(model), worker)}

    return run


def test_every_step_passes_where_all_works(prove: Callable[[ChildMain], dict[str, Step]]):
    told = prove(fake.main)
    failed = [name for name, step in told.items() if not step.passed]
    assert failed == ["network refused"]  # the tests' own process is not sealed
    assert "13 formats" in told["formats"].detail
    assert told["run and crash"].detail.startswith("worker killed and replaced; all 12 units")
    assert told["verify"].detail.endswith("rows are as the manifest says")


def test_a_worker_that_can_t_work_fails_its_step_and_those_that_need_it(
    prove: Callable[[ChildMain], dict[str, Step]],
):
    told = prove(dying)
    failed = {name for name, step in told.items() if not step.passed}
    assert failed == {"network refused", "run and crash", "export", "verify"}
    assert told["processes"].passed


def test_where_nothing_can_be_counted_nothing_is_started(tmp_path: Path, monkeypatch):
    def unreadable() -> None:
        raise MachineUnreadable("Mount /proc; then try again.")

    monkeypatch.setattr(steps, "this_machine", unreadable)
    with pytest.raises(MachineUnreadable):
        next(steps.run_steps(tmp_path))
    assert list(tmp_path.iterdir()) == []


def test_an_export_that_is_none_does_not_verify(tmp_path: Path):
    place = steps._Place(tmp_path, "default", fake.main, ProcessBound())
    with pytest.raises(steps.StepFailed, match="can't be read"):
        steps._verify(place)


def test_a_packaged_program_with_a_network_client_fails(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(steps.sys, "frozen", True, raising=False)
    with pytest.raises(steps.StepFailed, match=r"the program holds ssl, http\.client"):
        steps._miss_network_clients(PLACE)


def test_a_socket_that_nothing_refuses_fails():
    with pytest.raises(steps.StepFailed, match="nothing refused it"):
        steps._refuse_sockets(PLACE)


def test_a_sealed_process_is_refused_its_socket():
    program = (
        "from engine import isolation; isolation.seal_application()\n"
        "from engine.selftest import steps; print(steps._refuse_sockets(None))"
    )
    command = [sys.executable, "-c", program]
    done = subprocess.run(command, check=False, capture_output=True, text=True, timeout=300)
    assert (done.stdout, done.stderr) == ("a socket was asked for and refused\n", "")
