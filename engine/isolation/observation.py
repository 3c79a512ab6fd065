"""Look at the running application for the checks: its trials, processes, connections, modules."""

import sys
import tempfile
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path

import psutil

from engine.isolation import hook, trial
from engine.isolation.trial import Trial

SOCKET_MODULES = ("socket", "_socket", "multiprocessing.connection")
"""Loaded in every Python program that starts another: Python's pipes live in the last of them."""

CLIENTS = (
    "ssl", "_ssl", "http.client", "http.server", "urllib.request", "ftplib", "smtplib", "poplib",
    "imaplib", "telnetlib", "nntplib", "xmlrpc.client", "socketserver", "asyncio", "requests",
    "urllib3", "httpx", "httpcore", "aiohttp", "websockets", "huggingface_hub", "hf_xet", "grpc",
    "zmq", "paramiko", "ray", "PySide6.QtNetwork", "PySide6.QtNetworkAuth", "PySide6.QtWebSockets",
    "PySide6.QtWebEngineCore", "PySide6.QtHttpServer", "PySide6.QtRemoteObjects",
)  # fmt: skip
"""Modules that speak HTTP, TLS or another language of networks."""


@dataclass(frozen=True, slots=True)
class Observation:
    """Everything the checks are made from. The first trial is the application's own.

    `processes` counts the application's and `unfiltered` names those without the kernel's filter;
    `connections` is None where the system does not tell.
    """

    trials: tuple[Trial, ...]
    processes: int | None
    unfiltered: tuple[str, ...]
    connections: tuple[str, ...] | None
    refused: tuple[str, ...]
    clients: tuple[str, ...]
    socket_modules: tuple[str, ...]
    made_at: datetime


def look() -> Observation:
    """Try and look, in this process and in two children made for it; takes about a second."""
    with tempfile.NamedTemporaryFile(prefix="bonito-isolation-") as foreign:
        children = trial.of_children(Path(foreign.name))
    mine = observe_here()
    return replace(mine, trials=(*mine.trials, *children))


def observe_here() -> Observation:
    """The same of this process and what it started, without children of its own; quick."""
    here = psutil.Process()
    family = [here, *here.children(recursive=True)]
    filtered = [(process, _has_filter(process)) for process in family]
    told = [(process, is_on) for process, is_on in filtered if is_on is not None]
    return Observation(
        trials=(trial.of_this_process(),),
        processes=len(told) if sys.platform == "linux" else None,
        unfiltered=tuple(_name(process) for process, is_on in told if not is_on),
        connections=_connections(here),
        refused=hook.refused(),
        clients=tuple(name for name in CLIENTS if name in sys.modules),
        socket_modules=tuple(name for name in SOCKET_MODULES if name in sys.modules),
        made_at=datetime.now(UTC),
    )


def _has_filter(process: psutil.Process) -> bool | None:
    """What the kernel's list says of a process; None for one that has just ended."""
    try:
        status = Path(f"/proc/{process.pid}/status").read_text(encoding="ascii", errors="replace")
    except OSError:
        return None
    return "\nSeccomp:\t2\n" in status


def _name(process: psutil.Process) -> str:
    try:
        return f"{process.name()} ({process.pid})"
    except psutil.Error:
        return str(process.pid)


def _connections(process: psutil.Process) -> tuple[str, ...] | None:
    try:
        found = process.net_connections(kind="inet")
    except (psutil.Error, OSError):
        return None
    return tuple(f"{one.laddr} to {one.raddr or 'nobody'}" for one in found)
