"""`self-test` on the command line: a line for each step, and the exit code says it all."""

from pathlib import Path

from engine.cli import self_testing
from engine.selftest import Step
from tests.engine.cli.conftest import Cli

GOOD, BAD = Step("formats", True, "13 read", 1.25), Step("verify", False, "torn", 0.5)


def scripted(monkeypatch, *steps: Step) -> list[Path]:
    """Replace the steps, which have their own tests; gives the folder they were to use."""
    folders: list[Path] = []

    def run_steps(folder: Path, **_more: object):
        folders.append(folder)
        assert folder.is_dir()
        return iter(steps)

    monkeypatch.setattr(self_testing, "run_steps", run_steps)
    return folders


def test_all_steps_passing_is_success_and_leaves_nothing(cli: Cli, monkeypatch):
    folders = scripted(monkeypatch, GOOD)
    said = cli("self-test")
    assert said.code == 0
    assert said.out.splitlines()[-1] == "1 of 1 steps passed."
    assert not folders[0].exists()


def test_one_step_failing_is_failure_and_is_named(cli: Cli, monkeypatch):
    folders = scripted(monkeypatch, GOOD, BAD)
    said = cli("self-test")
    assert said.code == 1
    assert "verify          FAILED" in said.out
    assert not folders[0].exists()


def test_programs_get_every_step(cli: Cli, monkeypatch):
    scripted(monkeypatch, GOOD, BAD)
    told = cli("self-test", "--json").json
    assert told["passed"] is False
    assert told["packaged"] is False
    assert told["steps"][1] == {
        "name": "verify", "passed": False, "detail": "torn", "seconds": 0.5,
    }  # fmt: skip
