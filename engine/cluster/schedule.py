"""Which packet is tried next, which one again, and which no more; pure.

A try that got further does not count: a packet on machines that are taken away again and again
ends all the same, while one that nothing comes of is given up after a few tries.
"""

from collections import deque
from collections.abc import Iterable

from engine.cluster.lines import Answer, State
from engine.planning.times import duration

USUAL_TRIES = 3


class Schedule:
    """The packets of one drive. `next` hands one out, `ended` takes what came of it."""

    def __init__(self, packets: Iterable[str], tries: int = USUAL_TRIES) -> None:
        self._waiting = deque(packets)
        self._tries = tries
        self._failed: dict[str, int] = {}  # tries in a row that nothing came of
        self._running = set[str]()
        self._done: dict[str, int] = {}  # units, when it was last told
        self.total = len(self._waiting)
        self.complete: list[str] = []
        self.given_up: dict[str, str] = {}  # and why
        self.units_made = 0  # since the drive began, as far as it was told

    def next(self) -> str | None:
        """A packet to carry out; None while none waits."""
        if not self._waiting:
            return None
        packet = self._waiting.popleft()
        self._running.add(packet)
        return packet

    def ended(self, answer: Answer) -> str:
        """Take in what came of a try; a sentence where that is not all of it, else ""."""
        packet = answer.packet
        self._running.discard(packet)
        is_further = self._is_further(answer)
        self.units_made += answer.done - answer.before
        if answer.state is State.COMPLETE:
            self.complete.append(packet)
            return ""
        self._failed[packet] = 0 if is_further else self._failed.get(packet, 0) + 1
        if self._failed[packet] >= self._tries:
            self.given_up[packet] = answer.said
            tries = "1 try" if self._tries == 1 else f"{self._tries:,} tries"
            return f"{packet} is given up after {tries}: {answer.said}"
        self._waiting.append(packet)
        return f"{packet} is tried again: {answer.said}"

    def _is_further(self, answer: Answer) -> bool:
        """It made units, or one before it did that could not tell of them any more."""
        if not answer.planned:
            return False
        before = min(answer.before, self._done.get(answer.packet, answer.before))
        self._done[answer.packet] = answer.done
        return answer.done > before

    @property
    def is_over(self) -> bool:
        """Nothing waits and nothing runs."""
        return not self._waiting and not self._running

    def line(self, seconds: float) -> str:
        """How far the drive is after so many seconds."""
        parts = [f"{len(self.complete):,} of {self.total:,} packets"]
        if self._running:
            parts.append(f"{len(self._running):,} under way")
        if self.given_up:
            parts.append(f"{len(self.given_up):,} given up")
        if self.units_made and seconds > 0:
            speed = self.units_made / seconds
            parts.append(f"{self.units_made:,} units made, {speed * 3600:,.0f} an hour")
        if self.complete and seconds > 0 and not self.is_over:
            left = self.total - len(self.complete) - len(self.given_up)
            parts.append(f"{duration(seconds * left / len(self.complete))} left")
        return ", ".join(parts)
