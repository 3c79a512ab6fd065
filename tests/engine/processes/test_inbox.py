"""What a thread reads from a pipe comes in order, in bounded numbers, and has an end."""

import multiprocessing
import threading

import pytest

from engine.processes.inbox import End, Inbox


@pytest.fixture
def pipe():
    reads, writes = multiprocessing.Pipe(duplex=False)
    inbox = Inbox(reads, most_bytes=100, name="test")
    yield inbox, writes
    writes.close()
    inbox.close()
    assert reads.closed


def test_messages_come_in_order_and_then_the_end_again_and_again(pipe):
    inbox, writes = pipe
    for number in range(20):
        writes.send_bytes(bytes([number]))
    writes.close()
    assert [inbox.get(30) for _ in range(20)] == [bytes([number]) for number in range(20)]
    assert [inbox.get(30) for _ in range(3)] == [End.CLOSED] * 3


def test_silence_is_none(pipe):
    inbox, _ = pipe
    assert inbox.get(0) is None
    assert inbox.get(0.05) is None


def test_a_message_that_is_too_long_is_the_end_and_is_not_read(pipe):
    inbox, writes = pipe
    writes.send_bytes(bytes(100))
    threading.Thread(target=writes.send_bytes, args=(bytes(101),), daemon=True).start()
    assert inbox.get(30) == bytes(100)
    assert inbox.get(30) is End.TOO_LONG
    assert inbox.get(30) is End.TOO_LONG


def test_closing_ends_the_thread_also_with_messages_that_nobody_asked_for(pipe):
    inbox, writes = pipe
    for _ in range(10):
        writes.send_bytes(b"x")
    writes.close()
    inbox.close()
    inbox.close()
