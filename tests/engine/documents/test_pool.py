"""The pool: results in order, little ahead, and an end that does not wait."""

import threading
from itertools import chain

import pytest

from engine.documents import pool
from engine.documents.pool import ReaderPool

WAIT = 30


class Fake:
    """Stands where a reader stands; remembers how it was ended."""

    def __init__(self):
        self.aborted = threading.Event()
        self.closed = False

    def abort(self):
        self.aborted.set()

    def close(self):
        self.closed = True


def never():
    return False


def flat(results):
    """One after the other what comes together."""
    return list(chain.from_iterable(results))


def test_results_come_in_order_whatever_finishes_first():
    second_done = threading.Event()

    def work(_reader, item):
        if item == 0:
            assert second_done.wait(WAIT)
        second_done.set()
        return item * 10

    with ReaderPool(Fake) as readers:
        found = flat(readers.each(range(40), work, lambda _: 1, never))
    assert found == [item * 10 for item in range(40)]


def test_no_more_than_a_little_is_taken_ahead(monkeypatch):
    taken = []

    def items():
        for number in range(100):
            taken.append(number)
            yield number

    with ReaderPool(Fake) as readers:
        results = readers.each(items(), lambda _reader, item: item, lambda _: 1, never)
        assert next(results)[0] == 0
        assert len(taken) <= pool._AHEAD_FILES + pool._TOGETHER_ITEMS
        results.close()
        taken.clear()
        monkeypatch.setattr(pool, "_AHEAD_BYTES", 10)
        results = readers.each(items(), lambda _reader, item: item, lambda _: 100, never)
        assert next(results)[0] == 0
        assert len(taken) == 1
        results.close()


def test_results_that_are_larger_than_their_files_hold_the_next_back(monkeypatch):
    taken = []

    def items():
        for number in range(100):
            taken.append(number)
            yield number

    monkeypatch.setattr(pool, "_AHEAD_BYTES", 10)
    with ReaderPool(Fake, size=1) as readers:
        results = readers.each(
            items(), lambda _reader, item: item, lambda _: 1, never, lambda _: 100
        )
        for _ in range(6):
            last = next(results)[-1]
            assert len(taken) <= last + 1 + pool._UNDER_WAY
        results.close()


def test_while_one_is_slow_the_others_go_on():
    later = threading.Event()

    def work(_reader, item):
        if item == 0:
            assert later.wait(WAIT)
        if item == pool._AHEAD_FILES - 1:
            later.set()
        return item

    with ReaderPool(Fake) as readers:
        found = flat(readers.each(range(40), work, lambda _: 1, never))
    assert found == list(range(40))


def test_cancelling_aborts_what_is_being_read_and_does_not_wait():
    made = []
    cancelled = threading.Event()

    def make():
        made.append(Fake())
        return made[-1]

    def work(reader, item):
        if item == 1:
            cancelled.set()
            assert reader.aborted.wait(WAIT)
        return item

    with ReaderPool(make) as readers:
        assert flat(readers.each(range(9), work, lambda _: 1, cancelled.is_set)) in ([], [0])
    assert all(reader.aborted.is_set() and reader.closed for reader in made)


def test_an_error_in_work_comes_out_and_ends_the_readers():
    def work(_reader, item):
        raise ValueError(item)

    made = Fake()
    with pytest.raises(ValueError, match="7"), ReaderPool(lambda: made, size=1) as readers:
        flat(readers.each([7, 8], work, lambda _: 1, never))
    assert made.aborted.is_set()


def test_what_is_ready_comes_together_a_few_at_once_and_in_order():
    with ReaderPool(Fake) as readers:
        results = readers.each(range(40), lambda _reader, item: item, lambda _: 1, never)
        found = []
        for together in results:
            assert 1 <= len(together) <= pool._TOGETHER_ITEMS
            found.extend(together)
            readers._threads.submit(int).result()  # a thread is free, so what was started is done
    assert found == list(range(40))


def test_what_is_large_comes_alone():
    size = pool._TOGETHER_BYTES // 2 + 1
    with ReaderPool(Fake) as readers:
        results = readers.each(range(9), lambda _reader, item: item, lambda _: size, never)
        assert [len(together) for together in results] == [1] * 9
