"""Each kind of process tries what it must not be able to do, with the real calls."""

import dataclasses
import errno
import json
import os
import sys

import pytest

from engine.isolation import hook, landlock, native, seal_application, seccomp, trial
from engine.processes.child import Child

linux = pytest.mark.skipif(sys.platform != "linux", reason="the kernel's layers are Linux's")


def sealed(_requests, answers):
    seal_application()
    trials = dataclasses.asdict(trial.of_this_process())
    answers.send_bytes(json.dumps([trials, hook.refused()]).encode())


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
    child = Child(sealed, "sealed application")
    found, refused = json.loads(child.receive(60))
    child.end(30)
    assert refused == [], "its own trial is nobody's attempt"
    assert found == {
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
        "attributes": None,
        "kernel_stores": None,
        "other_processes": None,
        "problem": "",
    }


@linux
@pytest.mark.parametrize("number", [0, 1], ids=["reader", "worker"])
def test_a_child_gets_no_socket_at_all_and_leaves_no_core(has_filter, children, number):
    child = children[number]
    assert child.process == ("file reader", "worker")[number]
    assert (child.python_network, child.native_network, child.local_sockets) == (True, True, True)
    assert (child.io_uring, child.has_filter, child.is_undumpable) == (True, True, True)
    assert (child.attributes, child.kernel_stores, child.other_processes) == (True, True, True)


@pytest.mark.skipif(landlock.version() == 0, reason="this kernel has no Landlock")
@pytest.mark.parametrize("number", [0, 1], ids=["reader", "worker"])
def test_a_child_opens_no_file_of_the_user_s(children, number):
    child = children[number]
    assert (child.problem, child.foreign_read, child.foreign_write) == ("", True, True)


@linux
def test_the_trials_find_a_process_that_is_not_bound(tmp_path):
    """The control: here, unbound, each of the calls gets through, and changes nothing."""
    (tmp_path / "private.txt").write_text("x")
    before = (tmp_path / "private.txt").stat()
    asked = [
        *native.attribute_errors(tmp_path / "private.txt"),
        *native.kernel_store_errors()[:2],  # containers refuse the last, a namespace
        *native.process_errors(os.getppid()),
    ]
    assert errno.EPERM not in asked
    after = (tmp_path / "private.txt").stat()
    assert (after.st_mode, after.st_mtime_ns) == (before.st_mode, before.st_mtime_ns)


def test_a_child_that_does_not_answer_counts_as_refused_nothing(tmp_path, monkeypatch):
    monkeypatch.setattr(trial, "reader", mute)
    (tmp_path / "private.txt").write_text("x")
    silent, _worker = trial.of_children(tmp_path / "private.txt")
    assert silent.problem == "it did not answer"
    assert (silent.python_network, silent.native_network, silent.foreign_read) == (False,) * 3


def test_another_system_is_not_said_to_refuse_what_was_not_tried(monkeypatch):
    monkeypatch.setattr(sys, "platform", "win32")
    open_one = trial.of_this_process()
    assert (open_one.native_network, open_one.io_uring, open_one.has_filter) == (None, None, None)
    assert open_one.python_network is False
