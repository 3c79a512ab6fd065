"""Keep a run's numbers: how many units ended how, how fast, and how long the rest will take."""

import time
from collections import Counter
from collections.abc import Mapping

from engine.records import Outcome
from engine.runs.events import RunProgress


class Progress:
    """Counts from what the project already holds. Rates are of this start only."""

    def __init__(self, units_planned: int, outcomes: Mapping[Outcome, int]) -> None:
        self._planned = units_planned
        self._outcomes: Counter[Outcome] = Counter(outcomes)
        self._before = self._outcomes.total()
        self._tokens = 0
        self._started = time.monotonic()

    def restart_clock(self) -> None:
        """Rates count from now on: the model is loaded."""
        self._started = time.monotonic()

    def add(self, outcome: Outcome, generated_tokens: int) -> RunProgress:
        """One more unit ended; the numbers after it."""
        self._outcomes[outcome] += 1
        self._tokens += generated_tokens
        return self.now()

    def now(self) -> RunProgress:
        """Where the run stands."""
        done = self._outcomes.total()
        new = done - self._before
        seconds = max(time.monotonic() - self._started, 1e-3)
        return RunProgress(
            units_planned=self._planned,
            units_done=done,
            outcomes=dict(self._outcomes),
            tasks_per_minute=60 * new / seconds,
            tokens_per_second=self._tokens / seconds,
            seconds_left=(self._planned - done) * seconds / new if new else None,
        )
