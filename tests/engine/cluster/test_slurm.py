"""The script for a Slurm job array, run by bash with a program that stands in for ours."""

import os
import re
import shutil
import signal
import subprocess
from pathlib import Path

import pytest

SCRIPT = Path(__file__).parents[3] / "engine" / "cluster" / "slurm.sh"
STAND_IN = """\
#!/bin/bash
echo "$@" >> "$LOG"
if [[ $1 == status ]]; then
    if [[ $2 == *complete* ]]; then echo "Units      8 planned, 0 open"; exit 0; fi
    echo "Units      8 planned, 10 open"
elif [[ $2 == *slow* ]]; then
    trap 'echo stopped >> "$LOG"; exit 1' INT
    touch "$LOG.begun"
    for ((i = 0; i < 600; i++)); do sleep 0.1; done
elif [[ $2 == *bad* ]]; then
    exit 3
fi
"""
BASH = (os.name != "nt" and shutil.which("bash")) or ""
pytestmark = pytest.mark.skipif(not BASH, reason="there is no bash here, or not a real one")


@pytest.fixture
def environment(tmp_path: Path) -> dict[str, str]:
    program, packets = tmp_path / "program", tmp_path / "all my packets"
    program.write_text(STAND_IN)
    program.chmod(0o700)
    packets.mkdir()
    for name in ("a bad", "b", "b (backup 2026-11-22 14.05.01)", "c complete", "d slow"):
        (packets / f"{name}.bonito").touch()
    said = {"PACKETS": str(packets), "PROGRAM": str(program), "LOG": str(tmp_path / "log")}
    return {**os.environ, **said}


def submitted(environment: dict[str, str], task: int | None) -> subprocess.CompletedProcess[str]:
    number = {} if task is None else {"SLURM_ARRAY_TASK_ID": str(task)}
    return subprocess.run(
        [BASH, str(SCRIPT)], env={**environment, **number},
        capture_output=True, text=True, check=False, timeout=60,
    )  # fmt: skip


def calls(environment: dict[str, str]) -> list[str]:
    said = Path(environment["LOG"]).read_text().replace(environment["PACKETS"], "")
    return said.splitlines()


def test_bash_takes_the_script():
    done = subprocess.run([BASH, "-n", str(SCRIPT)], capture_output=True, check=False)
    assert (done.returncode, done.stderr) == (0, b"")


def test_each_task_runs_the_packet_of_its_number_and_no_backup(environment):
    assert submitted(environment, 1).returncode == 0
    assert calls(environment) == ["status /b.bonito", "run /b.bonito --resume"]


def test_a_complete_packet_is_not_run(environment):
    done = submitted(environment, 2)
    assert (done.returncode, calls(environment)) == (0, ["status /c complete.bonito"])
    assert "is complete." in done.stdout


def test_a_failed_run_is_a_failed_task(environment):
    assert submitted(environment, 0).returncode == 3


def test_a_task_beyond_the_packets_says_so_and_does_nothing(environment):
    done = submitted(environment, 4)
    assert (done.returncode, Path(environment["LOG"]).exists()) == (0, False)
    assert "Task 4 has no packet: there are 4, counted from 0." in done.stdout


def test_a_passphrase_comes_from_a_file(environment):
    submitted({**environment, "PASSPHRASE_FILE": "/my secret"}, 1)
    assert calls(environment)[1] == "run /b.bonito --resume --passphrase-file /my secret"


@pytest.mark.parametrize("missing", ["PACKETS", "SLURM_ARRAY_TASK_ID"])
def test_what_is_missing_is_said(environment, missing: str):
    given = {name: value for name, value in environment.items() if name != missing}
    done = submitted(given, 1 if missing == "PACKETS" else None)
    assert done.returncode != 0
    assert missing in done.stderr


def test_shortly_before_its_time_is_over_a_run_is_stopped_cleanly(environment):
    begun = Path(environment["LOG"] + ".begun")
    with subprocess.Popen(
        [BASH, str(SCRIPT)], env={**environment, "SLURM_ARRAY_TASK_ID": "3"}
    ) as process:
        while not begun.exists():
            assert process.poll() is None
        process.send_signal(signal.SIGTERM)
        assert process.wait(60) == 1
    assert calls(environment)[-1] == "stopped"


def test_the_signal_and_the_array_are_what_the_script_says_of_itself():
    text = SCRIPT.read_text(encoding="utf-8")
    assert re.search(r"^#SBATCH --signal=B:TERM@\d+$", text, re.MULTILINE)
    assert "sbatch --array=0-$(( $(ls" in text
    assert all(line.isascii() for line in text.splitlines())
