"""Limits a reader's process sets on itself, tried in processes of their own."""

import os
import subprocess
import sys

import pytest

from engine.documents import limits


def run(code):
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)}
    program = f"from engine.documents import limits\n{code}"
    return subprocess.run(
        [sys.executable, "-c", program],
        timeout=300,
        env=environment,
        capture_output=True,
        check=False,
    )


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux keeps to all of them")
def test_memory_and_files_are_limited():
    assert run("limits.apply(memory_bytes=2**29)\nb'x' * 2**30").stderr.endswith(b"MemoryError\n")
    opened = run(
        "limits.apply(open_files=16)\nfiles = [open(__import__('os').devnull) for _ in range(20)]"
    )
    assert b"Too many open files" in opened.stderr


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such limits")
def test_a_lower_limit_that_stands_already_is_kept():
    assert run("limits.apply(open_files=16)\nlimits.apply(open_files=32)").returncode == 0


def test_without_such_limits_nothing_is_done(monkeypatch):
    monkeypatch.setitem(sys.modules, "resource", None)
    limits.apply()


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such limits")
def test_a_refused_limit_is_no_error(monkeypatch):
    import resource

    asked = []

    def refuse(kind, _limit):
        asked.append(kind)
        raise ValueError

    monkeypatch.setattr(resource, "setrlimit", refuse)
    limits.apply()
    assert len(asked) == 3
