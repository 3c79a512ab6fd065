"""Linux: files that a process may still open, whatever its user may; all others answer EACCES.

Landlock needs no rights, can't be taken off, and covers what the process starts from here on. It
binds the thread that asks and those that this one starts, so it is set while there is only one.
Beyond files it bars, where the kernel knows how: TCP, signals to other processes, and local
sockets without a name in the file system. See linux/landlock.h.
"""

import ctypes
import os
import sys
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from engine.isolation.native import prctl, syscall

_CREATE, _ADD_RULE, _RESTRICT = 444, 445, 446  # on every architecture
_ASK_VERSION = 1
_PATH_BENEATH = 1
_PR_SET_NO_NEW_PRIVS = 38

_EXECUTE, _WRITE_FILE, _READ_FILE, _READ_FOLDER = 1, 1 << 1, 1 << 2, 1 << 3
_TRUNCATE, _DEVICE_CONTROL = 1 << 14, 1 << 15
# Remove a folder or a file, make a folder or a file, move one from folder to folder.
_KEEPING = 1 << 4 | 1 << 5 | 1 << 7 | 1 << 8 | 1 << 13
_OF_FILES = _EXECUTE | _WRITE_FILE | _READ_FILE | _TRUNCATE | _DEVICE_CONTROL
_TCP = 0b11  # bind, connect
_SCOPES = 0b11  # nameless local sockets, signals
_FIRST_WITH_TCP, _FIRST_WITH_SCOPES = 4, 6


@dataclass(frozen=True, slots=True)
class Grant:
    """What stays open: a file, or a folder with all in it, to read or also to write.

    Writing is to what is there, as to a device; nothing is made or removed but in `keeps`, a
    folder for what a graphics driver compiles.
    """

    path: Path
    is_writable: bool = False
    keeps: bool = False


def version() -> int:
    """The version of Landlock that the kernel offers; 0 for none."""
    if sys.platform != "linux":
        return 0
    try:
        return syscall(
            _CREATE, ctypes.c_void_p(None), ctypes.c_size_t(0), ctypes.c_uint32(_ASK_VERSION)
        )
    except OSError:
        return 0


def restrict(grants: Sequence[Grant]) -> str:
    """Leave this thread, and what it starts, only `grants`; "", or why this system can't.

    Grants of what does not exist are passed over.
    """
    newest = version()
    if not newest or sys.platform != "linux":
        return "this system has no Landlock"
    handled = all_rights(newest)
    try:
        ruleset = _make_ruleset(newest, handled)
        try:
            for grant in grants:
                with suppress(FileNotFoundError, PermissionError):
                    _add(ruleset, grant, handled)
            prctl(_PR_SET_NO_NEW_PRIVS, 1)
            syscall(_RESTRICT, ctypes.c_int(ruleset), ctypes.c_uint32(0))
        finally:
            os.close(ruleset)
    except OSError as error:
        return f"the kernel refuses it ({error.strerror})"
    return ""


def all_rights(abi: int) -> int:
    """Every right on files that a version of Landlock knows, as bits."""
    count = 13 + (abi >= 2) + (abi >= 3) + (abi >= 5)
    return (1 << count) - 1


def _make_ruleset(abi: int, handled: int) -> int:
    tcp = _TCP if abi >= _FIRST_WITH_TCP else 0
    scopes = _SCOPES if abi >= _FIRST_WITH_SCOPES else 0
    known = 8 * (1 + (abi >= _FIRST_WITH_TCP) + (abi >= _FIRST_WITH_SCOPES))
    words = (ctypes.c_uint64 * 3)(handled, tcp, scopes)
    return syscall(_CREATE, ctypes.byref(words), ctypes.c_size_t(known), ctypes.c_uint32(0))


def _add(ruleset: int, grant: Grant, handled: int) -> None:
    rights = _READ_FILE | _READ_FOLDER
    if grant.is_writable:
        rights |= _WRITE_FILE | _TRUNCATE | _DEVICE_CONTROL
    if grant.keeps:
        rights |= _WRITE_FILE | _TRUNCATE | _KEEPING
    if not grant.path.is_dir():
        rights &= _OF_FILES
    handle = os.open(grant.path, os.O_PATH | os.O_CLOEXEC)
    try:
        rule = _Rule(rights & handled, handle)
        kind = ctypes.c_int(_PATH_BENEATH)
        syscall(_ADD_RULE, ctypes.c_int(ruleset), kind, ctypes.byref(rule), ctypes.c_uint32(0))
    finally:
        os.close(handle)


class _Rule(ctypes.Structure):
    """`struct landlock_path_beneath_attr`, which is packed."""

    _pack_ = 1
    _fields_ = (("rights", ctypes.c_uint64), ("parent", ctypes.c_int32))
