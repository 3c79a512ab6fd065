"""Keep a run's numbers: how many units ended how, how fast, and how long the rest will take."""

import time
from collections import Counter
from collections.abc import Callable, Mapping

from engine.records import Outcome
from engine.runs.events import RunProgress

_FEWEST = 32  # units of this start, before the time left is told in a long run


class Progress:
    """Counts from what the project already holds. Rates are of this start only.

    The clock runs while the worker has units and stands while it loads or the run is paused, so
    that a crash or a pause changes no rate. `clock` gives seconds.
    """

    def __init__(
        self,
        units_planned: int,
        outcomes: Mapping[Outcome, int],
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._planned = units_planned
        self._outcomes: Counter[Outcome] = Counter(outcomes)
        self._before = self._outcomes.total()
        self._tokens = 0
        self._clock = clock
        self._seconds = 0.0  # until the clock was last stopped
        self._started: float | None = None

    def start_clock(self) -> None:
        """Time counts from now on. Idempotent."""
        if self._started is None:
            self._started = self._clock()

    def stop_clock(self) -> None:
        """Time doesn't count until `start_clock`. Idempotent."""
        self._seconds, self._started = self._worked(), None

    def add(self, outcome: Outcome, generated_tokens: int) -> RunProgress:
        """One more unit ended; the numbers after it."""
        self._outcomes[outcome] += 1
        self._tokens += generated_tokens
        return self.now()

    def now(self) -> RunProgress:
        """Where the run stands."""
        done = self._outcomes.total()
        new = done - self._before
        seconds = max(self._worked(), 1e-3)
        return RunProgress(
            units_planned=self._planned,
            units_done=done,
            outcomes=dict(self._outcomes),
            tasks_per_minute=60 * new / seconds,
            tokens_per_second=self._tokens / seconds,
            seconds_left=(self._planned - done) * seconds / new if self._can_tell(new) else None,
        )

    def _can_tell(self, new: int) -> bool:
        """The first units say little of the rest: those that run beside them are not counted yet.

        With 16 at once, the time left fell from 1 h 54 min to 26 min between units 15 and 16.
        """
        return new >= max(1, min(_FEWEST, (self._planned - self._before) // 10))

    def _worked(self) -> float:
        running = 0.0 if self._started is None else self._clock() - self._started
        return self._seconds + running
