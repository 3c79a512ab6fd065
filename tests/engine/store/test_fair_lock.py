import threading
from threading import Thread

import pytest

from engine.store.fair_lock import FairLock

PATIENCE = 30.0  # seconds; never used up


class Waiting(Thread):
    """A thread that enters the lock and says so."""

    def __init__(self, lock: FairLock, said: list[str], name: str) -> None:
        super().__init__(daemon=True)
        self._lock, self._said, self._name = lock, said, name

    def run(self) -> None:
        with self._lock:
            self._said.append(self._name)


def begin(lock: FairLock, said: list[str], name: str) -> Waiting:
    """A thread that waits for the lock by now."""
    before = len(lock._waiting)
    thread = Waiting(lock, said, name)
    thread.start()
    deadline = threading.Event()
    while len(lock._waiting) == before:
        assert not deadline.wait(0.001)
    return thread


@pytest.fixture
def lock() -> FairLock:
    return FairLock()


def test_a_thread_may_enter_again(lock: FairLock):
    with lock, lock:
        pass
    with lock:
        pass


def test_who_waited_longest_is_next(lock: FairLock):
    said: list[str] = []
    with lock:
        threads = [begin(lock, said, name) for name in "abc"]
    for thread in threads:
        thread.join(PATIENCE)
    assert said == ["a", "b", "c"]


def test_who_lets_it_go_between_two_slices_gets_it_after_those_who_wait(lock: FairLock):
    said: list[str] = []
    with lock:
        thread = begin(lock, said, "window")
    with lock:
        said.append("second slice")
    thread.join(PATIENCE)
    assert said == ["window", "second slice"]


def test_an_owner_that_entered_twice_keeps_it_until_both_have_ended(lock: FairLock):
    said: list[str] = []
    with lock:
        with lock:
            thread = begin(lock, said, "window")
        said.append("still mine")
    thread.join(PATIENCE)
    assert said == ["still mine", "window"]


def test_a_condition_lets_others_in_while_it_waits(lock: FairLock):
    said: list[str] = []
    condition = threading.Condition(lock)

    def tell() -> None:
        with condition:
            said.append("told")
            condition.notify_all()

    thread = Thread(target=tell, daemon=True)
    with condition, condition:
        thread.start()
        assert condition.wait_for(lambda: bool(said), PATIENCE)
        said.append("heard")
    thread.join(PATIENCE)
    assert said == ["told", "heard"]


def test_it_excludes(lock: FairLock):
    inside, most = 0, 0

    def work() -> None:
        nonlocal inside, most
        for _turn in range(300):
            with lock:
                inside += 1
                most = max(most, inside)
                inside -= 1

    threads = [Thread(target=work, daemon=True) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(PATIENCE)
    assert (most, inside) == (1, 0)
