"""Linux: a filter in the kernel that refuses network sockets to native code as well.

Once installed it can't be taken off, and every child and every program started from here has it
too. It needs no rights. `socket()` outside the families it allows and `io_uring_setup()`, by
which a socket could be opened without `socket()`, answer EPERM; so do all calls made under the
rules of another processor (32-bit ones, x32), which would have other numbers. `socketpair()`
stays: it connects a process to nobody but itself and its children.
"""

import ctypes
import errno
import platform
import socket
import sys
from dataclasses import dataclass

from engine.isolation.native import IO_URING_SETUP, prctl, syscall

# linux/filter.h: load a word of the call's description, compare, return.
_LOAD, _EQUAL, _AT_LEAST, _RETURN = 0x20, 0x15, 0x35, 0x06
# linux/seccomp.h: where in that description the words lie.
_CALL_NUMBER, _ARCHITECTURE, _FIRST_ARGUMENT = 0, 4, 16
_ALLOW, _REFUSE = 0x7FFF0000, 0x00050000 | errno.EPERM
_SET_MODE_FILTER = 1
_ALL_THREADS, _KEEP_SPEED = 1, 4  # the latter: else older kernels slow the whole process down
_PR_GET_SECCOMP, _PR_SET_NO_NEW_PRIVS = 21, 38
_FILTER_MODE = 2

LOCAL = (int(getattr(socket, "AF_UNIX", 1)),)
"""Sockets inside this computer, by which the window reaches the screen and the desktop."""
NONE: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Processor:
    """How one kind of processor numbers the calls; numbers from `other_numbers` on are alien."""

    audit_name: int
    socket: int
    seccomp: int
    other_numbers: int | None = None


PROCESSORS = {
    "x86_64": Processor(0xC000003E, socket=41, seccomp=317, other_numbers=0x40000000),
    "aarch64": Processor(0xC00000B7, socket=198, seccomp=277),
}


@dataclass(frozen=True, slots=True)
class Step:
    """One instruction: `yes` and `no` say how many to skip after a comparison."""

    code: int
    value: int
    yes: int = 0
    no: int = 0


def program(processor: Processor, families: tuple[int, ...]) -> tuple[Step, ...]:
    """The filter that leaves only `families` of sockets; pure."""
    alien = processor.other_numbers
    body = [
        (_LOAD, _ARCHITECTURE, "", ""),
        (_EQUAL, processor.audit_name, "", "refuse"),
        (_LOAD, _CALL_NUMBER, "", ""),
        *([] if alien is None else [(_AT_LEAST, alien, "refuse", "")]),
        (_EQUAL, IO_URING_SETUP, "refuse", ""),
        (_EQUAL, processor.socket, "", "allow"),
        *([(_LOAD, _FIRST_ARGUMENT, "", "")] if families else []),
        *((_EQUAL, family, "allow", "") for family in families),
    ]
    end = {"refuse": len(body), "allow": len(body) + 1}

    def skip(line: int, label: str) -> int:
        return end[label] - line - 1 if label else 0

    steps = (
        Step(code, value, skip(line, yes), skip(line, no))
        for line, (code, value, yes, no) in enumerate(body)
    )
    return (*steps, Step(_RETURN, _REFUSE), Step(_RETURN, _ALLOW))


def install(families: tuple[int, ...]) -> str:
    """Refuse all sockets but those of `families`, for good; "", or why this system can't.

    Installing a second filter leaves what both allow.
    """
    processor = PROCESSORS.get(platform.machine())
    if sys.platform != "linux" or processor is None:
        return f"there is no such filter for {sys.platform} on {platform.machine()}"
    steps = program(processor, families)
    lines = (_Line * len(steps))(*((s.code, s.yes, s.no, s.value) for s in steps))
    filter_ = ctypes.byref(_Filter(len(steps), lines))
    try:
        prctl(_PR_SET_NO_NEW_PRIVS, 1)
    except OSError as error:
        return f"the kernel refuses it ({error.strerror})"
    problem = ""
    for flags in (_ALL_THREADS | _KEEP_SPEED, _ALL_THREADS):
        try:
            mode, options = ctypes.c_uint(_SET_MODE_FILTER), ctypes.c_uint(flags)
            left = syscall(processor.seccomp, mode, options, filter_)
        except OSError as error:
            problem = f"the kernel refuses it ({error.strerror})"
        else:
            return f"thread {left} could not be included" if left else ""
    return problem


def is_on() -> bool | None:
    """Whether a filter works in this process; None where the system has none to ask about."""
    if sys.platform != "linux":
        return None
    try:
        return prctl(_PR_GET_SECCOMP) == _FILTER_MODE
    except OSError:
        return None  # a kernel built without it


class _Line(ctypes.Structure):
    """`struct sock_filter`."""

    _fields_ = (
        ("code", ctypes.c_uint16),
        ("yes", ctypes.c_uint8),
        ("no", ctypes.c_uint8),
        ("value", ctypes.c_uint32),
    )


class _Filter(ctypes.Structure):
    """`struct sock_fprog`."""

    _fields_ = (("length", ctypes.c_ushort), ("lines", ctypes.POINTER(_Line)))
