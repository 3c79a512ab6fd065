"""Keep what native libraries print in a file instead of the terminal; Python's own errors stay.

Graphics drivers and llama.cpp's last words before it aborts go to file descriptor 2 past all that
Python could catch. A file, not a pipe that a thread empties: it holds the last line of a process
that dies.
"""

import os
import sys
from pathlib import Path

NAME = "driver.log"
_MOST_BYTES = 256 * 1024


class Noise:
    """The file that stands for descriptor 2 of this process from now on."""

    def __init__(self, folder: Path) -> None:
        """Begin it anew in a folder that exists."""
        self._terminal = os.fdopen(os.dup(2), "w", buffering=1, encoding="utf-8", errors="replace")
        flags = os.O_CREAT | os.O_WRONLY | os.O_TRUNC | os.O_APPEND
        self._file = os.open(folder / NAME, flags, 0o600)
        os.dup2(self._file, 2)
        sys.stderr = self._terminal

    def bound(self) -> None:
        """Begin anew if there is too much; call it now and then."""
        if os.fstat(self._file).st_size > _MOST_BYTES:
            os.ftruncate(self._file, 0)


def last_words(folder: Path) -> str:
    """The last line that was kept there, for a log; "" if there is none."""
    try:
        kept = (folder / NAME).read_text(encoding="utf-8", errors="replace")
    except OSError:  # nothing was ever kept
        return ""
    return next((line.strip()[:200] for line in reversed(kept.splitlines()) if line.strip()), "")
