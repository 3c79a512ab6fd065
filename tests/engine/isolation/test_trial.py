"""Each kind of process tries what it must not be able to do, with the real calls."""

import json
import os
import subprocess
import sys

import pytest

from engine.isolation import landlock, seccomp, trial

linux = pytest.mark.skipif(sys.platform != "linux", reason="the kernel's layers are Linux's")

OF_APPLICATION = """
import dataclasses, json
from engine import isolation
from engine.isolation import trial
isolation.seal_application()
print(json.dumps(dataclasses.asdict(trial.of_this_process())))
"""


def mute(_requests, _answers):
    os._exit(1)


@pytest.fixture(scope="module")
def has_filter() -> bool:
    if seccomp.is_on() is None:
        pytest.skip("this kernel has no seccomp")
    return True


@pytest.fixture(scope="module")
def children(tmp_path_factory):
    foreign = tmp_path_factory.mktemp("home") / "private.txt"
    foreign.write_text("none of their business")
    return trial.of_children(foreign)


@linux
def test_the_application_keeps_only_local_sockets(has_filter):
    done = subprocess.run(
        [sys.executable, "-c", OF_APPLICATION],
        capture_output=True, text=True, timeout=60, check=True,
    )  # fmt: skip
    assert json.loads(done.stdout) == {
        "process": "application",
        "python_network": True,
        "native_network": True,
        "local_sockets": False,
        "io_uring": True,
        "has_filter": True,
        "is_undumpable": True,
        "private_files": True,
        "foreign_read": None,
        "foreign_write": None,
        "problem": "",
    }


@linux
@pytest.mark.parametrize("number", [0, 1], ids=["reader", "worker"])
def test_a_child_gets_no_socket_at_all_and_leaves_no_core(has_filter, children, number):
    child = children[number]
    assert child.process == ("file reader", "worker")[number]
    assert (child.python_network, child.native_network, child.local_sockets) == (True, True, True)
    assert (child.io_uring, child.has_filter, child.is_undumpable) == (True, True, True)


@pytest.mark.skipif(landlock.version() == 0, reason="this kernel has no Landlock")
@pytest.mark.parametrize("number", [0, 1], ids=["reader", "worker"])
def test_a_child_opens_no_file_of_the_user_s(children, number):
    child = children[number]
    assert (child.problem, child.foreign_read, child.foreign_write) == ("", True, True)


def test_a_child_that_does_not_answer_counts_as_refused_nothing(tmp_path, monkeypatch):
    monkeypatch.setattr(trial, "reader", mute)
    silent, _worker = trial.of_children(tmp_path / "any")
    assert silent.problem == "it did not answer"
    assert (silent.python_network, silent.native_network, silent.foreign_read) == (False,) * 3


def test_another_system_is_not_said_to_refuse_what_was_not_tried(monkeypatch):
    monkeypatch.setattr(sys, "platform", "win32")
    open_one = trial.of_this_process()
    assert (open_one.native_network, open_one.io_uring, open_one.has_filter) == (None, None, None)
    assert open_one.python_network is False
