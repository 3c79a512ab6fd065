"""Refuse the network to Python code: every socket that it asks for, before it opens.

An audit hook can't be removed again, sees every use of the `socket` module and everything built on
it, and stops it with `NetworkRefused`. Native code is outside its reach: see `seccomp`.
"""

import socket
import sys
import threading
from dataclasses import dataclass, field


class NetworkRefused(PermissionError):
    """Something asked for a socket; this application opens none."""


@dataclass(slots=True)
class _Watch:
    is_on: bool = False
    probing_thread: int = 0  # whose attempts are our own test of the hook, so not counted
    refused: list[str] = field(default_factory=list[str])


_watch = _Watch()  # one per process, as the audit hook itself is


def refuse_network() -> None:
    """Refuse sockets in this process from now on. Calling it again changes nothing."""
    if not _watch.is_on:
        _watch.is_on = True
        sys.addaudithook(_refuse)


def refused() -> tuple[str, ...]:
    """The audit events that were refused so far, oldest first, such as `socket.connect`."""
    return tuple(_watch.refused)


def is_refusing() -> bool:
    """Try it: whether Python code in this process is refused a socket. Not counted as refused."""
    _watch.probing_thread = threading.get_ident()
    try:
        socket.socket(socket.AF_INET, socket.SOCK_DGRAM).close()
    except NetworkRefused:
        return True
    except OSError:
        return False  # the system refused it, not we
    finally:
        _watch.probing_thread = 0
    return False


def _refuse(event: str, _arguments: tuple[object, ...]) -> None:
    if event.startswith("socket."):
        if threading.get_ident() != _watch.probing_thread:
            _watch.refused.append(event)
        raise NetworkRefused(f"{event} was refused: Bonito Desktop opens no socket")
