"""The bound on processes: it counts the whole family and ends it when it grows too large."""

import subprocess
import sys
import textwrap

import psutil

from engine.selftest import bound
from engine.selftest.bound import ProcessBound, left_over

SLEEPER = [sys.executable, "-c", "import sys; sys.stdin.read()"]
GROWING = """
import subprocess, sys, threading
from engine.selftest.bound import ProcessBound
if __name__ == "__main__":
    with ProcessBound(most=2):
        family = [
            subprocess.Popen([sys.executable, "-c", "input()"], stdin=subprocess.PIPE)
            for _number in range(4)
        ]
        print(*(child.pid for child in family), flush=True)
        threading.Event().wait(60)
    print("never ended")
"""


def test_a_family_that_grows_too_large_is_ended_with_its_head():
    ended = subprocess.run(
        [sys.executable, "-c", textwrap.dedent(GROWING)],
        capture_output=True, text=True, timeout=300, check=False,
    )  # fmt: skip
    assert ended.returncode == bound._EXIT_CODE, ended.stderr
    pids = [int(pid) for pid in ended.stdout.split()]
    assert len(pids) == 4
    assert [pid for pid in pids if psutil.pid_exists(pid)] == []


def test_a_family_within_the_bound_is_let_be_and_counted():
    with ProcessBound(most=3) as watched, subprocess.Popen(SLEEPER, stdin=subprocess.PIPE) as child:
        while not watched.peak:
            pass
        assert child.poll() is None
        assert child.pid in {process.pid for process in left_over()}
    assert 1 <= watched.peak <= 3
    assert child.pid not in {process.pid for process in left_over()}
