"""Refuse the network in this process: every socket that Python code asks for, before it opens.

`refuse_network()` is called first thing in each process of ours. An audit hook can't be removed
again, sees every use of the `socket` module and everything built on it, and stops it with
`NetworkRefused`. Native code is outside its sight: that takes a filter in the kernel.
"""

import sys
from collections.abc import Sequence
from dataclasses import dataclass, field
from importlib.util import find_spec


class NetworkRefused(PermissionError):
    """Something asked for a socket; this application opens none."""


@dataclass(slots=True)
class _Watch:
    is_on: bool = False
    refused: list[str] = field(default_factory=list[str])


_watch = _Watch()  # one per process, as the audit hook itself is

_NETWORK_COMMANDS = (("models", "fetch"),)


def may_use_network(arguments: Sequence[str]) -> bool:
    """The one exception, decided here alone: a download that was asked for by its name.

    Only in an installation with the extra `fetch`; the packaged program carries no such client.
    """
    words = tuple(word for word in arguments if not word.startswith("-"))[:2]
    return words in _NETWORK_COMMANDS and find_spec("huggingface_hub") is not None


def refuse_network() -> None:
    """Refuse sockets in this process from now on. Calling it again changes nothing."""
    if not _watch.is_on:
        _watch.is_on = True
        sys.addaudithook(_refuse)


def refused() -> tuple[str, ...]:
    """The audit events that were refused so far, oldest first, such as `socket.connect`."""
    return tuple(_watch.refused)


def summary() -> str:
    """One line for people on what holds in this process."""
    if not _watch.is_on:
        return "Network calls are not refused"
    if _watch.refused:
        return f"Offline: {len(_watch.refused)} network calls refused"
    return "Offline: network calls are refused"


def _refuse(event: str, _arguments: tuple[object, ...]) -> None:
    if event.startswith("socket."):
        _watch.refused.append(event)
        raise NetworkRefused(f"{event} was refused: Bonito Desktop opens no socket")
