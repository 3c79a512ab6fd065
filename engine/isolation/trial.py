"""Try, inside one process, what it must not be able to do, and tell what came of it.

The trials are real: a socket is asked for, a file is opened. They are harmless where they succeed.
Two children are made for it that seal themselves exactly as readers and workers do, because a
trial inside a busy one would disturb it.
"""

import errno
import json
import os
import socket
import sys
from collections.abc import Callable, Iterable
from contextlib import suppress
from dataclasses import asdict, dataclass
from multiprocessing.connection import Connection
from pathlib import Path

from engine.errors import WorkerCrashed
from engine.isolation import hook, native, privacy, seal, seccomp
from engine.processes.child import Child, ChildMain

PATIENCE_SECONDS = 30.0
_SILENT = "it did not answer"
_OPEN = (0, errno.EAFNOSUPPORT)  # a system without IPv6 refuses nothing
_RING_LOOKED_AT = (0, errno.EFAULT, errno.EINVAL)


@dataclass(frozen=True, slots=True)
class Trial:
    """What one process was refused. None: not tried, because the system has no such thing."""

    process: str
    python_network: bool
    native_network: bool | None
    local_sockets: bool | None
    io_uring: bool | None
    has_filter: bool | None
    is_undumpable: bool | None
    private_files: bool | None
    foreign_read: bool | None = None
    foreign_write: bool | None = None
    attributes: bool | None = None
    kernel_stores: bool | None = None
    other_processes: bool | None = None
    problem: str = ""


def of_this_process() -> Trial:
    """What the application itself is refused."""
    return _trial("application")


def of_children(foreign: Path) -> list[Trial]:
    """What a reader and a worker are refused; `foreign` is a file that is none of their business.

    A child that does not answer counts as one that is refused nothing.
    """
    return [_of_child("file reader", reader, foreign), _of_child("worker", worker, foreign)]


def reader(requests: "Connection[bytes, bytes]", answers: "Connection[bytes, bytes]") -> None:
    """A child that is sealed like a file reader."""
    seal.seal_child()
    _tell("file reader", seal.confine_reader, requests, answers)


def worker(requests: "Connection[bytes, bytes]", answers: "Connection[bytes, bytes]") -> None:
    """A child that is sealed like a worker, for a model that isn't there."""
    seal.seal_child()
    _tell("worker", lambda: seal.confine_worker([]), requests, answers)


def _tell(
    name: str,
    confine: Callable[[], str],
    requests: "Connection[bytes, bytes]",
    answers: "Connection[bytes, bytes]",
) -> None:
    problem = confine()
    foreign = Path(os.fsdecode(requests.recv_bytes()))
    trial = asdict(_trial(name)) | {"problem": problem}
    if sys.platform == "linux":
        trial["attributes"] = _is_refused(native.attribute_errors(foreign))
        trial["kernel_stores"] = _is_refused(native.kernel_store_errors())
        parent = os.getppid()
        trial["other_processes"] = _is_refused(native.process_errors(parent)) and (
            bool(problem) or _is_barred(Path(f"/proc/{parent}/cmdline"), os.O_RDONLY)
        )
    if not problem:
        trial["foreign_read"] = _is_barred(foreign, os.O_RDONLY)
        trial["foreign_write"] = _is_barred(foreign, os.O_WRONLY)
    answers.send_bytes(json.dumps(trial).encode())
    os._exit(0)  # as the real ones do


def _of_child(name: str, main: ChildMain, foreign: Path) -> Trial:
    child = Child(main, name)
    try:
        child.send(os.fsencode(foreign))
        answer = child.receive(PATIENCE_SECONDS)
    except WorkerCrashed:
        answer = None
    finally:
        child.kill()
    return Trial(**json.loads(answer)) if answer else _silent(name)


def _silent(name: str) -> Trial:
    nothing = dict.fromkeys(("native_network", "local_sockets", "io_uring", "has_filter"), False)
    rest = dict.fromkeys(("is_undumpable", "private_files", "foreign_read", "foreign_write"), False)
    calls = dict.fromkeys(("attributes", "kernel_stores", "other_processes"), False)
    return Trial(name, python_network=False, **nothing, **rest, **calls, problem=_SILENT)


def _trial(name: str) -> Trial:
    return Trial(
        process=name,
        python_network=hook.is_refusing(),
        native_network=_is_socket_refused(socket.AF_INET, socket.AF_INET6),
        local_sockets=_is_socket_refused(*seccomp.LOCAL),
        io_uring=_is_ring_refused(),
        has_filter=seccomp.is_on(),
        is_undumpable=privacy.is_undumpable(),
        private_files=privacy.makes_private_files(),
    )


def _is_socket_refused(*families: int) -> bool | None:
    if sys.platform != "linux":
        return None
    return not any(native.socket_error(family) in _OPEN for family in families)


def _is_ring_refused() -> bool | None:
    number = native.io_uring_error()
    return None if number is None else number not in _RING_LOOKED_AT


def _is_refused(numbers: Iterable[int]) -> bool:
    """Each of these calls ended with "not permitted", before the kernel looked at it."""
    return all(number == errno.EPERM for number in numbers)


def _is_barred(path: Path, how: int) -> bool:
    with suppress(PermissionError):
        os.close(os.open(path, how))
        return False
    return True
