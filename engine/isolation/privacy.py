"""What a process writes is its user's alone, and its memory is never written to a file.

After a crash a system keeps the memory of the process, with every document in it, in a core file
or hands it to a crash reporter. Both are switched off here, for this process: a new program that
it starts has to do it again, because starting one resets half of it.
"""

import os
import sys
from contextlib import suppress

from engine.isolation.native import prctl

_PR_GET_DUMPABLE, _PR_SET_DUMPABLE = 3, 4
_OTHERS = 0o077


def keep_private() -> None:
    """Make new files 0600 and folders 0700 from now on, and no core file; never fails."""
    os.umask(_OTHERS)  # Windows: files take the rights of their folder, and this does nothing
    _limit_cores()
    if sys.platform == "linux":
        # A limit of 0 is not kept where the core is piped to a program, as most desktops do.
        # It also keeps other programs of the same user from reading this one's memory.
        with suppress(OSError):
            prctl(_PR_SET_DUMPABLE, 0)


def is_undumpable() -> bool | None:
    """No core file can come of this process; None on a system where that is not ours to set."""
    try:
        import resource  # noqa: PLC0415 there is none on Windows
    except ImportError:
        return None
    has_limit = resource.getrlimit(resource.RLIMIT_CORE)[0] == 0
    return has_limit and (sys.platform != "linux" or prctl(_PR_GET_DUMPABLE) == 0)


def makes_private_files() -> bool | None:
    """New files are readable by their user alone; None on Windows, where folders decide."""
    if os.name != "posix":
        return None
    mask = os.umask(_OTHERS)
    os.umask(mask)
    return mask & _OTHERS == _OTHERS


def _limit_cores() -> None:
    try:
        import resource  # noqa: PLC0415 there is none on Windows
    except ImportError:
        return
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
