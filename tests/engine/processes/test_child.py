"""A child process of ours: it answers, it may die, and it never outlives us."""

import os
import struct
import sys
import threading

import psutil
import pytest

from engine.errors import WorkerCrashed, WorkerNotStarted
from engine.processes import child as children
from engine.processes.child import MOST_BYTES, Child


def echo(reads, writes):
    try:
        while True:
            writes.send_bytes(reads.recv_bytes().upper())
    except EOFError:
        return


def exit_with_code_three(reads, _writes):
    reads.recv_bytes()
    os._exit(3)


def stop_in_a_message(_reads, writes):
    whole, broken_off = struct.pack("!i", 5) + b"first", struct.pack("!i", 1000) + b"the begi"
    os.write(writes.fileno(), whole + broken_off)
    threading.Event().wait()


def send_much(_reads, writes):
    writes.send_bytes(b"before")
    writes.send_bytes(bytes(MOST_BYTES + 1))
    threading.Event().wait()


def ignore_the_end(_reads, _writes):
    threading.Event().wait()


@pytest.fixture
def child(request):
    made = Child(request.param, name="test child")
    yield made
    made.kill()


@pytest.mark.parametrize("child", [echo], indirect=True)
def test_it_answers(child):
    child.send(b"hello")
    assert child.receive(timeout=300) == b"HELLO"
    assert child.is_alive
    assert child.pid != os.getpid()


@pytest.mark.parametrize("child", [echo], indirect=True)
def test_silence_is_none_and_not_an_error(child):
    assert child.receive(timeout=0) is None


@pytest.mark.parametrize("child", [echo], indirect=True)
def test_it_ends_when_its_pipe_closes(child):
    child.send(b"x")
    child.receive(timeout=300)
    child.end(grace=30)
    assert not child.is_alive


@pytest.mark.parametrize("child", [exit_with_code_three], indirect=True)
def test_a_death_is_told_with_its_exit_code(child):
    child.send(b"die")
    with pytest.raises(WorkerCrashed, match=r"test child ended by itself \(exit code 3\)"):
        child.receive(timeout=300)


@pytest.mark.parametrize("child", [exit_with_code_three], indirect=True)
def test_sending_to_the_dead_is_told_too(child):
    child.send(b"die")
    with pytest.raises(WorkerCrashed):
        child.receive(timeout=300)
    with pytest.raises(WorkerCrashed):
        child.send(b"anyone?")


@pytest.mark.skipif(sys.platform == "win32", reason="POSIX pipes")
@pytest.mark.parametrize("child", [stop_in_a_message], indirect=True)
def test_a_child_that_hangs_in_the_middle_of_a_message_holds_nobody_up(child):
    assert child.receive(timeout=60) == b"first"
    assert child.receive(timeout=0.2) is None
    assert child.is_alive
    child.kill()
    with pytest.raises(WorkerCrashed):
        child.receive(timeout=30)


@pytest.mark.parametrize("child", [send_much], indirect=True)
def test_a_child_that_sends_more_than_it_may_is_killed(child):
    assert child.receive(timeout=30) == b"before"
    with pytest.raises(WorkerCrashed, match="sent more in one message than it may"):
        child.receive(timeout=30)
    assert not child.is_alive


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such limit")
def test_a_child_that_the_system_does_not_let_start_is_a_sentence_and_leaves_no_file_open():
    import resource

    Child(echo, "first").kill()  # multiprocessing keeps a file of its own from now on
    before = psutil.Process().num_fds()
    limits = resource.getrlimit(resource.RLIMIT_NOFILE)
    for spare in (1, 3, 5):
        free = [os.dup(0) for _ in range(spare)]
        resource.setrlimit(resource.RLIMIT_NOFILE, (max(free) + 1, limits[1]))
        for handle in free:
            os.close(handle)
        try:
            with pytest.raises(WorkerNotStarted, match="Close other programs"):
                Child(echo, "second")
        finally:
            resource.setrlimit(resource.RLIMIT_NOFILE, limits)
        assert psutil.Process().num_fds() == before


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no signals to report")
@pytest.mark.parametrize("child", [ignore_the_end], indirect=True)
def test_a_killed_child_is_told_as_a_signal(child):
    os.kill(child.pid, 9)
    with pytest.raises(WorkerCrashed, match="signal 9"):
        child.receive(timeout=300)


@pytest.mark.parametrize("child", [ignore_the_end], indirect=True)
def test_one_that_ignores_the_end_is_killed(child):
    child.end(grace=0.1)
    assert not child.is_alive


@pytest.mark.parametrize("child", [ignore_the_end], indirect=True)
def test_a_child_that_takes_no_message_does_not_hold_the_sender_up(child, monkeypatch):
    monkeypatch.setattr(children, "SEND_SECONDS", 0.5)
    with pytest.raises(WorkerCrashed, match="signal 9"):
        child.send(bytes(4 * 2**20))
