"""The folder of a graphics driver: what it compiled, and what it prints instead of on the terminal.

Drivers compile the programs for a card when it is first used, which takes 10 seconds and more, and
keep them where the environment says: in that folder, since a worker can write nowhere else.

Graphics drivers and llama.cpp's last words before it aborts go to file descriptor 2 past all that
Python could catch. A file, not a pipe that a thread empties: it holds the last line of a process
that dies.
"""

import os
import sys
from pathlib import Path

NAME = "driver.log"
_MOST_BYTES = 256 * 1024
# Mesa's, NVIDIA's, AMD's and CUDA's own variables, and what others go by.
_PLACES = (
    "MESA_SHADER_CACHE_DIR", "__GL_SHADER_DISK_CACHE_PATH", "AMD_SHADER_DISK_CACHE_PATH",
    "CUDA_CACHE_PATH", "XDG_CACHE_HOME",
)  # fmt: skip


def keep_compiled_in(folder: Path) -> None:
    """Tell drivers, before one is loaded, where they can keep what they compile."""
    for name in _PLACES:
        os.environ[name] = str(folder)
    os.environ["__GL_SHADER_DISK_CACHE"] = "1"


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
