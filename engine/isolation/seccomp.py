"""Linux: a filter in the kernel that refuses network sockets to native code as well.

Once installed it can't be taken off, and every child and every program started from here has it
too. It needs no rights. `socket()` outside the families it allows and `io_uring_setup()`, by
which a socket could be opened without `socket()`, answer EPERM; so do all calls made under the
rules of another processor (32-bit ones, x32), which would have other numbers. `socketpair()`
stays: it connects a process to nobody but itself and its children.

A process that handles foreign files is bound further, by `bars_of` its processor: it also loses the
calls of `system_calls`, starting processes (threads stay) and signals to others than itself.
"""

import ctypes
import errno
import os
import platform
import socket
import sys
from collections.abc import Collection
from dataclasses import dataclass
from itertools import accumulate

from engine.isolation.native import IO_URING_SETUP, prctl, syscall
from engine.isolation.system_calls import REFUSED

# linux/filter.h: load a word of the call's description, compare, return.
_LOAD, _EQUAL, _AT_LEAST, _ANY_BIT, _RETURN = 0x20, 0x15, 0x35, 0x45, 0x06
# linux/seccomp.h: where in that description the words lie.
_CALL_NUMBER, _ARCHITECTURE, _FIRST_ARGUMENT = 0, 4, 16
_ALLOW, _ANSWER = 0x7FFF0000, 0x00050000
_REFUSE, _UNKNOWN = _ANSWER | errno.EPERM, _ANSWER | errno.ENOSYS
_SET_MODE_FILTER = 1
_ALL_THREADS, _KEEP_SPEED = 1, 4  # the latter: else older kernels slow the whole process down
_PR_GET_SECCOMP, _PR_SET_NO_NEW_PRIVS = 21, 38
_FILTER_MODE = 2
_CLONE3 = 435  # its flags lie in memory, out of a filter's sight; libc falls back to clone()
_CLONE_THREAD = 0x10000

LOCAL = (int(getattr(socket, "AF_UNIX", 1)),)
"""Sockets inside this computer, by which the window reaches the screen and the desktop."""
NONE: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Processor:
    """How one kind of processor numbers the calls; numbers from `other_numbers` on are alien."""

    audit_name: int
    socket: int
    seccomp: int
    clone: int
    signals: tuple[int, int]  # kill(), tgkill(): the first argument is the process
    other_numbers: int | None = None


PROCESSORS = {
    "x86_64": Processor(
        0xC000003E, socket=41, seccomp=317, clone=56, signals=(62, 234), other_numbers=0x40000000
    ),
    "aarch64": Processor(0xC00000B7, socket=198, seccomp=277, clone=220, signals=(129, 131)),
}


@dataclass(frozen=True, slots=True)
class Step:
    """One instruction: `yes` and `no` say how many to skip after a comparison."""

    code: int
    value: int
    yes: int = 0
    no: int = 0


@dataclass(frozen=True, slots=True)
class Bars:
    """What a process that handles foreign files loses beside sockets."""

    calls: tuple[int, ...]
    own_process: int  # the only one that it may still send signals to


def bars_of(name: str, own_process: int, spared: Collection[str] = ()) -> Bars:
    """The bars in the numbers of the processor `name`, but for the calls of these names."""
    column = tuple(PROCESSORS).index(name)
    numbers = (numbers[column] for call, numbers in REFUSED.items() if call not in spared)
    return Bars(tuple(number for number in numbers if number is not None), own_process)


_Code = tuple[int, int, str, str]  # code, value, label to go to if so, if not; "" is the next line


def program(
    processor: Processor, families: tuple[int, ...], bars: Bars | None = None
) -> tuple[Step, ...]:
    """The filter that leaves only `families` of sockets, and what `bars` leave; pure."""
    alien = processor.other_numbers
    start: list[_Code] = [
        (_LOAD, _ARCHITECTURE, "", ""),
        (_EQUAL, processor.audit_name, "", "refuse"),
        (_LOAD, _CALL_NUMBER, "", ""),
        *([] if alien is None else [(_AT_LEAST, alien, "refuse", "")]),
        (_EQUAL, IO_URING_SETUP, "refuse", ""),
    ]
    blocks: dict[str, list[_Code]] = {
        "start": start + ([] if bars is None else _barred(processor, bars)),
        "socket": _socket(processor, families),
        **({} if bars is None else _looked_into(bars)),
        "refuse": [(_RETURN, _REFUSE, "", "")],
        "allow": [(_RETURN, _ALLOW, "", "")],
        **({} if bars is None else {"unknown": [(_RETURN, _UNKNOWN, "", "")]}),
    }
    return _with_jumps(blocks)


def _socket(processor: Processor, families: tuple[int, ...]) -> list[_Code]:
    """Leave `families` of sockets, and every call that is no `socket()`."""
    if not families:
        return [(_EQUAL, processor.socket, "refuse", "allow")]
    *others, last = families
    return [
        (_EQUAL, processor.socket, "", "allow"),
        (_LOAD, _FIRST_ARGUMENT, "", ""),
        *((_EQUAL, family, "allow", "") for family in others),
        (_EQUAL, last, "allow", "refuse"),
    ]


def _barred(processor: Processor, bars: Bars) -> list[_Code]:
    """Refuse what the bars name, or look into it."""
    return [
        *((_EQUAL, number, "refuse", "") for number in bars.calls),
        (_EQUAL, _CLONE3, "unknown", ""),
        (_EQUAL, processor.clone, "clone", ""),
        *((_EQUAL, number, "signal", "") for number in processor.signals),
    ]


def _looked_into(bars: Bars) -> dict[str, list[_Code]]:
    """Calls whose first argument decides: new threads pass, and signals to oneself."""
    return {
        "clone": [
            (_LOAD, _FIRST_ARGUMENT, "", ""),
            (_ANY_BIT, _CLONE_THREAD, "allow", "refuse"),
        ],
        "signal": [
            (_LOAD, _FIRST_ARGUMENT, "", ""),
            (_EQUAL, bars.own_process, "allow", "refuse"),
        ],
    }


def _with_jumps(blocks: dict[str, list[_Code]]) -> tuple[Step, ...]:
    """The blocks one after the other; labels become how many lines to skip (at most 255)."""
    places = dict(zip(blocks, accumulate(map(len, blocks.values()), initial=0), strict=False))

    def skip(line: int, label: str) -> int:
        return places[label] - line - 1 if label else 0

    codes = enumerate(code for block in blocks.values() for code in block)
    return tuple(
        Step(code, value, skip(line, yes), skip(line, no)) for line, (code, value, yes, no) in codes
    )


def bar(spared: Collection[str] = ()) -> str:
    """Bar this thread for good from what nobody needs who handles foreign files.

    Calls of the names `spared` stay, for whoever bars them in another way.

    Like `install(NONE)`, and more, but it binds the calling thread and what that starts, as
    Landlock does: call it before any other thread. "", or why this system can't.
    """
    name = platform.machine()
    return _install(NONE, bars_of(name, os.getpid(), spared) if name in PROCESSORS else None)


def install(families: tuple[int, ...]) -> str:
    """Refuse all sockets but those of `families`, for good; "", or why this system can't.

    Installing a second filter leaves what both allow.
    """
    return _install(families, None)


def _install(families: tuple[int, ...], bars: Bars | None) -> str:
    processor = PROCESSORS.get(platform.machine())
    if sys.platform != "linux" or processor is None:
        return f"there is no such filter for {sys.platform} on {platform.machine()}"
    steps = program(processor, families, bars)
    lines = (_Line * len(steps))(*((s.code, s.yes, s.no, s.value) for s in steps))
    filter_ = ctypes.byref(_Filter(len(steps), lines))
    try:
        prctl(_PR_SET_NO_NEW_PRIVS, 1)
    except OSError as error:
        return f"the kernel refuses it ({error.strerror})"
    problem = ""
    threads = _ALL_THREADS if bars is None else 0
    for flags in (threads | _KEEP_SPEED, threads):
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
