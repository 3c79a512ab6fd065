"""A watchdog: calls for help when something that should be quick takes far too long.

One thread serves all sendings of a child, because a thread for each costs more than the sending.
It sleeps while nothing is watched, and it is woken only by a watch that begins after such a sleep.
"""

import math
import threading
import time
from collections.abc import Callable, Generator
from contextlib import contextmanager


class Watchdog:
    """Watches one thing at a time; raises RuntimeError if the system allows no more threads."""

    def __init__(self, too_late: Callable[[], None]) -> None:
        self._too_late = too_late
        self._changed = threading.Condition()
        self._deadline = math.inf  # of what is watched, on the monotonic clock in seconds
        self._wakes_at = math.inf  # the thread looks at the deadline then
        self._is_closed = False
        self._thread = threading.Thread(target=self._run, name="watchdog", daemon=True)
        self._thread.start()

    @contextmanager
    def watching(self, seconds: float) -> Generator[None]:
        """What is done in this context has so many seconds; then `too_late` is called once."""
        with self._changed:
            self._deadline = time.monotonic() + seconds
            if self._deadline < self._wakes_at:
                self._changed.notify()
        try:
            yield
        finally:
            with self._changed:
                self._deadline = math.inf

    def close(self) -> None:
        """End the thread. Idempotent."""
        with self._changed:
            self._is_closed = True
            self._changed.notify()

    def _run(self) -> None:
        with self._changed:
            while not self._is_closed:
                self._wakes_at = self._deadline
                left = self._deadline - time.monotonic()
                if left <= 0:
                    self._deadline = math.inf
                    self._too_late()
                else:
                    self._changed.wait(None if math.isinf(left) else left)
