import os
import signal
import sys
from pathlib import Path

import pytest

from engine.cli import main


def broken_pipe():
    """A stream that nobody reads any more."""
    read_end, write_end = os.pipe()
    os.close(read_end)
    return os.fdopen(write_end, "w", encoding="utf-8")


@pytest.mark.parametrize("options", [[], ["--json"]])
def test_a_reader_that_goes_away_is_no_traceback(project: Path, monkeypatch, capfd, options):
    with broken_pipe() as stdout:
        monkeypatch.setattr(sys, "stdout", stdout)
        assert main(["status", str(project), *options]) == 1
        stdout.flush()  # what Python does at its end
    assert "Traceback" not in capfd.readouterr().err


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="only Linux has a disk that is full")
def test_a_result_that_finds_the_disk_full_is_one_sentence(project: Path, monkeypatch, capfd):
    with Path("/dev/full").open("w", encoding="utf-8") as stdout:
        monkeypatch.setattr(sys, "stdout", stdout)
        assert main(["status", str(project)]) == 1
    said = capfd.readouterr().err
    assert said.startswith("bonito-desktop: The result can't be written (No space left")
    assert said.count("\n") == 1


def test_ctrl_c_before_a_run_is_one_sentence(cli, project: Path, tmp_path: Path, monkeypatch):
    def press(*_: object, **__: object) -> None:
        signal.raise_signal(signal.SIGINT)

    monkeypatch.setattr("engine.cli.importing.import_paths", press)
    spoken = cli("import", project, tmp_path, "--json")
    assert spoken.code == 130
    assert spoken.json["error"]["title"] == "Stopped"
    backed_up, *said = spoken.err.splitlines()
    assert backed_up.startswith("Backed up as ")
    assert said == [
        "What is imported is kept. Give the same command again to do the rest.",
        "bonito-desktop: Stopped by you; what was saved is safe.",
    ]


def test_what_is_no_known_problem_is_a_bug_and_is_not_hidden(cli, project: Path, monkeypatch):
    def stumble(*_: object, **__: object) -> None:
        raise ZeroDivisionError

    monkeypatch.setattr("engine.cli.importing.import_paths", stumble)
    with pytest.raises(ZeroDivisionError):
        cli("import", project, project)
