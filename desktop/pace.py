"""How fast somebody reviews in one session, and how long what waits will take. Pure."""

from dataclasses import dataclass, field

from desktop import wording
from desktop.language import plural, tr

LONGEST_LOOK = 180.0  # seconds; who decides later than that was away meanwhile
FEWEST = 3  # decisions, below which a rate says nothing


@dataclass(slots=True)
class Pace:
    """Counts decisions and the time spent on them; breaks are left out."""

    decided: int = 0
    _seconds: float = 0.0
    _timed: int = 0  # decisions whose time is known: not the first after a break
    _last: float | None = field(default=None)

    def note(self, now: float) -> None:
        """A decision was made at this moment, in seconds of a clock that never jumps."""
        self.decided += 1
        if self._last is not None and now - self._last <= LONGEST_LOOK:
            self._seconds += now - self._last
            self._timed += 1
        self._last = now

    def take_back(self) -> None:
        """One decision less; the time was spent all the same."""
        self.decided = max(self.decided - 1, 0)

    @property
    def seconds_each(self) -> float | None:
        """Seconds a decision takes; None while too few were made to tell."""
        return self._seconds / self._timed if self._timed >= FEWEST else None

    def sentence(self, waiting: int) -> str:
        """What a reviewer wants to know of it; empty before the first decision."""
        if not self.decided:
            return ""
        said = plural(self.decided, "{n} decision this session", "{n} decisions this session")
        parts = [said]
        each = self.seconds_each
        if each is not None:
            parts.append(
                tr("{seconds} s each", seconds=wording.number(round(each)))
                if each >= 1
                else tr("under 1 s each")
            )
            if waiting:
                parts.append(tr("{time} left", time=wording.duration(each * waiting)))
        return "  ·  ".join(parts)
