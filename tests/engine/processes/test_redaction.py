"""An error in a child is told by type and place; what its message quotes stays in."""

import subprocess
import sys

import pytest

from engine.processes.redaction import RedactedErrors, describe

PROGRAM = """
import sys
from engine.processes.child import Child
from engine.errors import WorkerCrashed
from tests.engine.processes.test_redaction import stumble
if __name__ == "__main__":
    child = Child(stumble, "test child")
    try:
        child.receive(60)
    except WorkerCrashed as crash:
        print(crash)
"""
CANARY = "the-canary-of-a-private-document"


def stumble(_reads, _writes):
    try:
        int(CANARY)
    except ValueError as error:
        raise LookupError(f"no row for {CANARY}") from error


def test_a_child_that_stumbles_prints_types_and_places_only():
    done = subprocess.run(
        [sys.executable, "-c", PROGRAM], capture_output=True, text=True, timeout=300, check=True
    )
    assert done.stdout.startswith("The test child ended by itself (exit code 1)")
    assert done.stderr.splitlines()[1] == "LookupError"
    assert "ValueError" in done.stderr
    assert "stumble" in done.stderr
    assert CANARY not in done.stdout + done.stderr


BUG = """
import sys, threading
from desktop import launch
from engine import cli
from tests.engine.processes.test_redaction import stumble
def perform(_arguments):
    thread = threading.Thread(target=stumble, args=(None, None))
    thread.start()
    thread.join()
    stumble(None, None)
cli.main = perform
launch.main(["demo"])
"""


def test_a_bug_in_a_command_prints_types_and_places_only():
    done = subprocess.run(
        [sys.executable, "-c", BUG], capture_output=True, text=True, timeout=300, check=False
    )
    assert done.returncode == 1
    assert done.stderr.count("LookupError") == 2
    assert CANARY not in done.stderr


def test_an_end_that_is_meant_is_left_alone():
    with pytest.raises(SystemExit), RedactedErrors():
        sys.exit(3)
    with RedactedErrors() as nothing_happened:
        assert nothing_happened


def test_a_description_names_the_cause_as_well():
    with pytest.raises(LookupError) as caught:
        stumble(None, None)
    told = describe(caught.value)
    assert [line for line in told.splitlines() if not line.startswith(" ")] == [
        "LookupError", "ValueError",
    ]  # fmt: skip
    assert "test_redaction.py:" in told
