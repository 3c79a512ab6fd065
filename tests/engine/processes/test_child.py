"""A child process of ours: it answers, it may die, and it never outlives us."""

import os
import sys
import time

import pytest

from engine.errors import WorkerCrashed
from engine.processes.child import Child


def echo(reads, writes):
    try:
        while True:
            writes.send_bytes(reads.recv_bytes().upper())
    except EOFError:
        return


def exit_with_code_three(reads, _writes):
    reads.recv_bytes()
    os._exit(3)


def ignore_the_end(_reads, _writes):
    time.sleep(3600)


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
