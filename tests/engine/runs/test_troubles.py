"""A run on a full disk, a project that another process holds, one that can't be written."""

import subprocess
import sys
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest

from engine import runs
from engine.errors import ProjectLocked
from engine.records import Outcome, RunState
from engine.store import Project
from engine.worker import fake
from tests.harbour import harbour, request

ROOT = Path(__file__).resolve().parents[2]
posix_only = pytest.mark.skipif(sys.platform == "win32", reason="POSIX limits and rights")


def run_elsewhere(project: Path, *options: str) -> subprocess.CompletedProcess[str]:
    """A run in a process of its own, with the scripted worker; it resumes if it can."""
    request(project.parent)  # makes the model's file
    model = f"--model={project.with_name('tiny.gguf')}"
    command = [sys.executable, "-m", "tests.bench.killable_run", str(project), model, "--fake"]
    return subprocess.run(
        [*command, *options], cwd=ROOT, capture_output=True, text=True, timeout=100, check=False
    )


@posix_only
def test_a_disk_that_fills_up_ends_the_run_and_the_rest_is_made_when_there_is_room(tmp_path: Path):
    with harbour(tmp_path) as project:
        path = project.path
    limit = path.stat().st_size + 150_000
    full = run_elsewhere(path, "--samples=100", f"--file-limit={limit}")
    *told, ended = full.stdout.splitlines()
    assert full.returncode == 1
    assert ended.startswith("ended failed")
    assert "make room" in ended
    with Project.open(path) as project:
        assert project.find_damage() == ""
        run = project.runs.get(1)
        # Often there is no room to note how it ended either; then opening it finds it interrupted.
        assert (run.state, "make room" in run.failure) in {
            (RunState.INTERRUPTED, False),
            (RunState.FAILED, True),
        }
        assert 0 < run.units_done == len(told) < run.units_planned
    assert run_elsewhere(path).returncode == 0
    with Project.open(path) as project:
        assert project.find_damage() == ""
        assert project.runs.outcomes(1) == {Outcome.OK: 300}


def test_a_project_that_another_process_holds_is_refused_and_nothing_is_planned(tmp_path: Path):
    with harbour(tmp_path) as project:
        refused = run_elsewhere(project.path)
        assert project.runs.all() == []
    assert refused.returncode == 1
    assert refused.stdout.startswith("refused ProjectLocked")
    assert "open in another window" in refused.stdout


def test_whoever_knocks_during_a_run_is_told_and_the_run_goes_on(tmp_path: Path):
    knocked: list[str] = []

    def knock(_: object) -> None:
        if not knocked:
            with pytest.raises(ProjectLocked):
                Project.open(path)
            knocked.append(run_elsewhere(path).stdout)

    with harbour(tmp_path) as project:
        path = project.path
        assert runs.start(project, request(tmp_path), knock, fake.main).wait(100) is RunState.DONE
        assert project.runs.outcomes(1) == {Outcome.OK: 3}
    assert knocked[0].startswith("refused ProjectLocked")


@posix_only
def test_a_run_in_a_project_that_can_not_be_written_is_refused_and_changes_nothing():
    with TemporaryDirectory() as folder:  # not tmp_path: nobody but its owner may look into that
        Path(folder).chmod(0o755)
        with harbour(Path(folder)) as project:
            path = project.path
        before = path.read_bytes()
        path.chmod(0o444)
        refused = run_elsewhere(path, "--as-nobody")
        assert path.read_bytes() == before
    assert refused.returncode == 1
    assert refused.stdout.startswith("refused ProjectReadOnly"), refused.stderr
