"""The watchdog barks at what takes too long, once, and never at what was in time."""

import threading

import pytest

from engine.processes.watchdog import Watchdog

WAIT = 30


@pytest.fixture
def barked():
    return threading.Event()


@pytest.fixture
def dog(barked):
    dog = Watchdog(barked.set)
    yield dog
    dog.close()


def test_what_takes_too_long_is_told(dog, barked):
    with dog.watching(0.01):
        assert barked.wait(WAIT)


def test_what_is_in_time_is_not_told_and_the_next_is_watched_anew(dog, barked):
    for _ in range(50):
        with dog.watching(WAIT):
            pass
    assert not barked.is_set()
    with dog.watching(0.01):  # shorter than what the thread sleeps for
        assert barked.wait(WAIT)


def test_one_late_thing_is_told_once_and_the_next_again(dog, barked):
    for _ in range(2):
        with dog.watching(0.01):
            assert barked.wait(WAIT)
            barked.clear()
            assert not barked.is_set()


def test_its_thread_ends_when_it_is_closed(dog):
    dog.close()
    dog.close()
    dog._thread.join(WAIT)
    assert not dog._thread.is_alive()
