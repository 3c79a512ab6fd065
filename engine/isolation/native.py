"""Calls into the C library that Python has no function for, and trials of what native code may do.

Through ctypes, so that nothing has to be compiled. On Windows there is nothing here to call.
"""

import ctypes
import os
import socket
import sys
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
