"""What each kind of process gives up, and when: the one place that says so.

    process          network                        files                          memory
    application      local sockets only             its user's                     no core file
    reader           no socket at all               program and fonts, read-only   no core file
    worker           no socket at all               the same, GPU, and its model   no core file
      on a GPU       no socket at all               also a folder for its driver   no core file
    models fetch     all: it is the one way out     its user's                     no core file

A reader and a worker also lose the calls of `system_calls`: they change no file's rights or dates,
leave nothing in the kernel, start no process and signal none but themselves.

Layers, each of which holds alone: an audit hook (Python code, every system), a filter in the kernel
(native code, Linux), Landlock (files, Linux). Where a system lacks one, the process goes on without
it, and `checks` says so. The application itself can't be held to certain files: it opens what its
user picks.

The folder of the driver holds programs for the graphics card that the driver compiled, no text.
Only where Landlock binds the worker to that folder may the worker make files at all.
"""

import os
import sys
from collections.abc import Iterator, Sequence
from contextlib import suppress
from pathlib import Path

from engine.isolation import landlock, seccomp
from engine.isolation.hook import refuse_network
from engine.isolation.landlock import Grant
from engine.isolation.privacy import keep_private
from engine.isolation.system_calls import FOLDERS

_PROGRAM = Path(__file__).resolve().parent.parent.parent  # holds engine, models and desktop
_SYSTEM = ("/usr", "/lib", "/lib64", "/nix/store", "/gnu/store", "/etc/ld.so.cache")
_PLAIN_DEVICES = ("/dev/null", "/dev/zero", "/dev/urandom")
# What the drivers of graphics cards read to find the card and themselves.
_DRIVERS = ("/etc", "/opt", "/sys", "/run/opengl-driver")
# Of /proc what tells of this computer, for llama.cpp, the C library and drivers; no other process.
_MACHINE = ("cpuinfo", "meminfo", "stat", "version", "filesystems", "devices", "modules", "driver")
_OWN_PROCESS = "/proc/self"
_GPU_DEVICES = ("dri", "kfd", "dxg", "nvidia*")


def seal_application() -> None:
    """First thing in the application: nothing in it or below it reaches a network any more."""
    keep_private()
    refuse_network()
    seccomp.install(seccomp.LOCAL)


def seal_child() -> None:
    """First thing in a child of ours: no socket at all, not even inside this computer."""
    keep_private()
    refuse_network()
    seccomp.install(seccomp.NONE)


def confine_reader() -> str:
    """Leave a reader no file but the program's own; "", or why this system can't.

    What it reads comes through its pipe. Call it when the readers are loaded and before any thread.
    """
    seccomp.bar()
    return landlock.restrict([*_program(), *_devices(_PLAIN_DEVICES)])


def confine_worker(models: Sequence[Path], cache: Path | None = None) -> str:
    """Leave a worker its model files, to read, and the graphics card; "", or why this can't be.

    In the folder `cache` the card's driver may keep what it compiled. Call it before any thread:
    those that exist already would stay free.
    """
    keeps = cache is not None and landlock.version() > 0
    seccomp.bar(FOLDERS if keeps else ())
    _keep_own_process()
    card = (str(path) for name in _GPU_DEVICES for path in Path("/dev").glob(name))
    return landlock.restrict(
        [
            *_program(),
            *(Grant(Path(path)) for path in (*_DRIVERS, _OWN_PROCESS)),
            *(Grant(Path("/proc", name)) for name in _MACHINE),
            *(Grant(path) for path in models),
            *_devices((*_PLAIN_DEVICES, *card)),
            *([Grant(cache, keeps=True)] if cache is not None and keeps else []),
        ]
    )


def _keep_own_process() -> None:
    """Hold /proc/self open for good: a grant binds the kernel's entry, which it would else drop."""
    with suppress(OSError):  # Windows, macOS, and containers without /proc
        os.open(_OWN_PROCESS, os.O_RDONLY)


def _program() -> Iterator[Grant]:
    """Where Python, its packages, the system's libraries and fonts lie."""
    yield from (Grant(Path(path)) for path in _SYSTEM)
    # The executable is among them because a frozen one holds the program's modules.
    roots = {sys.prefix, sys.base_prefix, sys.exec_prefix, sys.executable}
    yield from (Grant(Path(path)) for path in sorted(roots) if path)
    yield Grant(Path(os.__file__).parent)
    yield from (Grant(_PROGRAM / name) for name in ("engine", "models"))
    yield from (Grant(Path(path)) for path in sys.path if path.endswith("-packages"))


def _devices(paths: Sequence[str]) -> Iterator[Grant]:
    return (Grant(Path(path), is_writable=True) for path in paths)
