"""How far a long compilation is, read from what ninja or make print while they work."""

import re
import threading
from collections import deque
from collections.abc import Iterable

_STEP = re.compile(r"\[\s*(?:(?P<done>\d+)/(?P<total>\d+)|(?P<percent>\d+)%)\] ")
_FEWEST = 20  # steps; a shorter count is of something else than llama.cpp
_UVS_OWN = re.compile(r"^\s*\x1b?(?:\[\d+m)?(?:TRACE|DEBUG|INFO)\b")
_MOST_LINES = 60


def share(line: str) -> int | None:
    """The percentage that a line tells (`[120/251] Building`, `[ 48%] Building`), if it does."""
    found = _STEP.search(line)
    if found is None:
        return None
    if found["percent"]:
        return min(int(found["percent"]), 100)
    done, total = int(found["done"]), int(found["total"])
    return 100 * done // total if total >= _FEWEST and done <= total else None


class Log:
    """What a program says, read as it comes: the newest share, and the last lines if it fails."""

    def __init__(self, lines: Iterable[str]) -> None:
        self.share: int | None = None
        self._last = deque[str](maxlen=_MOST_LINES)
        self._lines = lines
        self._thread = threading.Thread(target=self._read, daemon=True)
        self._thread.start()

    def at_work(self) -> str:
        """What to say of it meanwhile."""
        return "still at work" if self.share is None else f"llama.cpp: {self.share} % compiled"

    def said(self, seconds: float = 5.0) -> str:
        """Its last lines, without what only its developers read; waits until all are read."""
        self._thread.join(seconds)
        lines = list(self._last)
        return "".join([line for line in lines if not _UVS_OWN.match(line)] or lines)

    def _read(self) -> None:
        for line in self._lines:
            self._last.append(line)
            found = share(line)
            self.share = self.share if found is None else found
