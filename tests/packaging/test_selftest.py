"""The look from outside: processes bounded and counted, sockets read out of a trace."""

import sys

import pytest
import selftest

TRACE = """\
12 socket(AF_UNIX, SOCK_STREAM|SOCK_CLOEXEC, 0) = 5
12 socket(AF_INET, SOCK_STREAM, IPPROTO_IP) = -1 EPERM (Operation not permitted)
13 socketpair(AF_UNIX, SOCK_STREAM, 0, [3, 4]) = 0
13 +++ exited with 0 +++
"""
GOOD = {"exit_code": 0, "ended_because": "", "left_over": 0, "sockets": {"AF_UNIX": 3}}


def test_sockets_are_counted_by_family_refused_or_not():
    assert selftest.sockets(TRACE.splitlines()) == {"AF_UNIX": 1, "AF_INET": 1}


@pytest.mark.parametrize(
    "change",
    [
        {"exit_code": 1},
        {"ended_because": "more than 12 processes"},
        {"left_over": 1},
        {"sockets": {"AF_INET6": 1}},
    ],
)
def test_one_thing_wrong_is_enough(change: dict[str, object]):
    assert selftest.is_good(GOOD)
    assert not selftest.is_good(GOOD | change)


@pytest.mark.skipif(sys.platform != "linux", reason="processes are looked up in /proc")
def test_a_process_that_stays_behind_is_found_and_ended():
    program = (
        "import subprocess, sys; subprocess.Popen([sys.executable, '-c', "
        "'import signal; signal.pause()']); print('{}')"
    )
    seen = selftest.run_bounded([sys.executable, "-c", program])
    assert (seen["exit_code"], seen["left_over"], seen["self_test"]) == (0, 1, {})


@pytest.mark.skipif(sys.platform != "linux", reason="processes are looked up in /proc")
def test_a_program_that_starts_itself_without_end_is_stopped(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(selftest, "MOST_PROCESSES", 3)
    program = (
        "import subprocess, sys\n"
        "kept = [subprocess.Popen([sys.executable, '-c', 'import signal; signal.pause()'])\n"
        "        for _ in range(4)]\n"
        "import signal; signal.pause()"
    )
    seen = selftest.run_bounded([sys.executable, "-c", program])
    assert seen["ended_because"] == "more than 3 processes"
    assert seen["exit_code"] == -9
