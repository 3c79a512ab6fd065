"""Files that stay open to a process, and all the others; each in a fresh interpreter."""

import errno
import json
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor

import pytest

from engine.isolation import landlock
from engine.isolation.landlock import Grant, all_rights, restrict, version

needs_landlock = pytest.mark.skipif(version() == 0, reason="this kernel has no Landlock")

PROGRAM = """
import json, os, sys
from pathlib import Path
from engine.isolation.landlock import Grant, restrict
here = Path(sys.argv[1])
problem = restrict([Grant(here / "open"), Grant(here / "box" / "one.txt", is_writable=True),
                    Grant(here / "missing")])
def outcome(act):
    try:
        act()
    except OSError as error:
        return error.strerror
    return "done"
print(json.dumps({
    "problem": problem,
    "read inside": outcome((here / "open" / "deep" / "a.txt").read_text),
    "list inside": outcome(lambda: os.listdir(here / "open")),
    "write inside": outcome(lambda: (here / "open" / "deep" / "a.txt").write_text("b")),
    "make inside": outcome(lambda: (here / "open" / "new.txt").write_text("b")),
    "write the one": outcome(lambda: (here / "box" / "one.txt").write_text("b")),
    "read beside": outcome((here / "box" / "two.txt").read_text),
    "read through a link": outcome((here / "open" / "link.txt").read_text),
    "remove": outcome((here / "open" / "deep" / "a.txt").unlink),
    "rename": outcome(lambda: os.rename(here / "open" / "deep", here / "open" / "other")),
    "run a program": outcome(lambda: os.execv(sys.executable, [sys.executable, "-V"])),
    "signal the parent": outcome(lambda: os.kill(os.getppid(), 0)),
}))
"""


@pytest.fixture
def here(tmp_path):
    (tmp_path / "open" / "deep").mkdir(parents=True)
    (tmp_path / "open" / "deep" / "a.txt").write_text("a")
    (tmp_path / "box").mkdir()
    for name in ("one.txt", "two.txt"):
        (tmp_path / "box" / name).write_text("a")
    (tmp_path / "open" / "link.txt").symlink_to(tmp_path / "box" / "two.txt")
    return tmp_path


@needs_landlock
def test_only_what_is_granted_stays_open(here):
    done = subprocess.run(
        [sys.executable, "-c", PROGRAM, here],
        capture_output=True, text=True, timeout=300, check=True,
    )  # fmt: skip
    told = json.loads(done.stdout)
    barred = "Permission denied"
    signal = told.pop("signal the parent")
    assert told == {
        "problem": "",
        "read inside": "done",
        "list inside": "done",
        "write inside": barred,
        "make inside": barred,
        "write the one": "done",
        "read beside": barred,
        "read through a link": barred,
        "remove": barred,
        "rename": barred,
        "run a program": barred,
    }
    assert signal == ("Operation not permitted" if version() >= 6 else "done")


@needs_landlock
def test_it_binds_the_thread_that_asks_and_those_it_starts_and_no_other(here):
    """Why it is set before there is a second thread."""
    beside, inside = here / "box" / "two.txt", here / "open" / "deep" / "a.txt"

    def confined():
        problem = restrict([Grant(here / "open"), Grant(here / "missing")])
        with ThreadPoolExecutor(1) as younger:
            return problem, inside.read_text(), younger.submit(opened, beside).result()

    with ThreadPoolExecutor(1) as elder:
        assert elder.submit(confined).result() == ("", "a", "Permission denied")
    assert opened(beside) == "a"


def opened(path):
    try:
        return path.read_text()
    except OSError as error:
        return error.strerror


def test_each_version_knows_the_rights_of_the_earlier_ones():
    assert [all_rights(abi).bit_length() for abi in (1, 2, 3, 4, 5, 7)] == [13, 14, 15, 15, 16, 16]


def test_a_kernel_without_it_is_reported_and_no_error(monkeypatch):
    def absent(*_arguments):
        raise OSError(errno.ENOSYS, "Function not implemented")

    monkeypatch.setattr(landlock, "syscall", absent)
    assert version() == 0
    assert restrict([]) == "this system has no Landlock"
    monkeypatch.setattr(landlock, "version", lambda: 1)
    assert restrict([]) == "the kernel refuses it (Function not implemented)"


def test_another_system_is_not_even_asked(monkeypatch, tmp_path):
    monkeypatch.setattr(landlock.sys, "platform", "win32")
    assert version() == 0
    assert restrict([Grant(tmp_path)]) == "this system has no Landlock"


@pytest.mark.skipif(sys.platform != "linux", reason="the kernel's structures are Linux's")
@pytest.mark.parametrize(("abi", "size"), [(1, 8), (3, 8), (4, 16), (5, 16), (6, 24), (7, 24)])
def test_an_older_kernel_is_told_only_what_it_knows(monkeypatch, abi, size):
    asked = []

    def note(number, *arguments):
        asked.append((number, arguments))
        raise OSError(errno.EINVAL, "stop here")

    monkeypatch.setattr(landlock, "version", lambda: abi)
    monkeypatch.setattr(landlock, "syscall", note)
    restrict([])
    ((number, arguments),) = asked
    assert (number, arguments[1].value) == (444, size)
