"""Calls of the C library, in a process that may make them."""

import errno
import socket
import sys

import pytest

from engine.isolation import native

linux = pytest.mark.skipif(sys.platform != "linux", reason="these numbers are Linux's")


@linux
def test_a_failure_comes_with_its_number_and_its_words():
    with pytest.raises(OSError, match="Invalid argument") as failed:
        native.prctl(-1)
    assert failed.value.errno == errno.EINVAL
    with pytest.raises(OSError, match="not implemented"):
        native.syscall(100_000)


@linux
def test_an_open_process_may_open_a_socket_and_gets_a_number_for_one_that_there_is_not():
    assert native.socket_error(socket.AF_INET) == 0
    assert native.socket_error(12345) in {errno.EAFNOSUPPORT, errno.EINVAL}


def test_another_system_is_not_tried(monkeypatch):
    monkeypatch.setattr(native.sys, "platform", "win32")
    assert native.socket_error(socket.AF_INET) is None
    assert native.io_uring_error() is None
