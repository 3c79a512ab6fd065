"""Calls into the C library that Python has no function for, and trials of what native code may do.

Through ctypes, so that nothing has to be compiled. On Windows there is nothing here to call.
"""

import ctypes
import errno
import os
import socket
import stat
import sys
from pathlib import Path
from typing import Any

IO_URING_SETUP = 425  # the same number on every architecture, as all calls since 2019


def call(name: str, *arguments: Any) -> int:  # noqa: ANN401 whatever C takes
    """Call a function of the C library that gives -1 for a failure; raises `OSError` then."""
    library = ctypes.CDLL(None, use_errno=True)
    result: int = getattr(library, name)(*arguments)
    if result == -1:
        number = ctypes.get_errno()
        raise OSError(number, os.strerror(number))
    return result


def prctl(option: int, *values: int) -> int:
    """Linux: set or ask about this process; raises `OSError`. All five arguments are passed."""
    rest = [ctypes.c_ulong(value) for value in (*values, 0, 0, 0, 0)[:4]]
    return call("prctl", ctypes.c_int(option), *rest)


def syscall(number: int, *arguments: Any) -> int:  # noqa: ANN401 whatever the kernel takes
    """Linux: call the kernel by number; raises `OSError`."""
    return call("syscall", ctypes.c_long(number), *arguments)


def socket_error(family: int) -> int | None:
    """Open a socket as native code would and close it: 0, or the `errno`; None if not tried."""
    if sys.platform == "win32":
        return None
    try:
        handle = call("socket", ctypes.c_int(family), ctypes.c_int(socket.SOCK_STREAM), 0)
    except OSError as error:
        return error.errno
    os.close(handle)
    return 0


def io_uring_error() -> int | None:
    """Linux: ask for a ring, which can open sockets, with arguments that can't be: the `errno`.

    EPERM or ENOSYS means refused before the kernel looked at it, EFAULT that it did look.
    """
    if sys.platform != "linux":
        return None
    try:
        os.close(syscall(IO_URING_SETUP, ctypes.c_uint(1), ctypes.c_void_p(None)))
    except OSError as error:
        return error.errno
    return 0


def attribute_errors(path: Path) -> list[int]:
    """Linux: the `errno` (or 0) of changing a file's rights, dates and notes to what they are."""
    name = ctypes.c_char_p(os.fsencode(path))
    seen = path.stat()
    dates = (ctypes.c_int64 * 4)(
        *(part for at in (seen.st_atime_ns, seen.st_mtime_ns) for part in divmod(at, 10**9))
    )
    here = ctypes.c_int(-100)  # AT_FDCWD
    return [
        _error("chmod", name, ctypes.c_uint(stat.S_IMODE(seen.st_mode))),
        _error("chown", name, ctypes.c_uint(seen.st_uid), ctypes.c_uint(seen.st_gid)),
        _error("utimensat", here, name, ctypes.byref(dates), ctypes.c_int(0)),
        _error("removexattr", name, ctypes.c_char_p(b"user.bonito-has-none")),
    ]


def kernel_store_errors() -> list[int]:
    """Linux: the `errno` (or 0) of asking for a System V memory, a queue and a new namespace.

    Nobody has these identifiers, and no namespace is asked for, so it does no harm.
    """
    nothing = ctypes.c_void_p(None)
    return [
        _error("shmctl", ctypes.c_int(-1), ctypes.c_int(2), nothing),
        _error("msgctl", ctypes.c_int(-1), ctypes.c_int(2), nothing),
        _error("unshare", ctypes.c_int(0)),
    ]


def process_errors(other: int) -> list[int]:
    """Linux: the `errno` (or 0) of starting a process and of signalling nothing to `other`."""
    return [_fork_error(), _error("kill", ctypes.c_int(other), ctypes.c_int(0))]


def _fork_error() -> int:
    try:
        child = os.fork()
    except OSError as error:
        return error.errno or errno.EIO
    if child == 0:
        os._exit(0)
    os.waitpid(child, 0)
    return 0


def _error(name: str, *arguments: Any) -> int:  # noqa: ANN401 whatever C takes
    try:
        call(name, *arguments)
    except OSError as error:
        return error.errno or errno.EIO
    return 0
