"""Probes without any driver that find something or misbehave; each a process of its own."""

import os
import threading
from multiprocessing.connection import Connection

from engine.records import Device, DeviceKind
from engine.worker.batch import RunnerError
from engine.worker.probe import answer

CARD = Device(
    "Card 9", "vulkan:0000:01:00.0", DeviceKind.DISCRETE, "Vulkan", "d 1", 10**10, 2 * 10**10
)

Pipe = Connection


def finds(reads: Pipe, writes: Pipe) -> None:
    answer(reads, writes, lambda _backend: [CARD])


def refuses(reads: Pipe, writes: Pipe) -> None:
    def look(_backend: str) -> list[Device]:
        raise RunnerError("its library is garbage")

    answer(reads, writes, look)


def crashes(reads: Pipe, writes: Pipe) -> None:
    answer(reads, writes, lambda _backend: os.abort())


def hangs(reads: Pipe, writes: Pipe) -> None:
    def look(_backend: str) -> list[Device]:
        threading.Event().wait()
        return []

    answer(reads, writes, look)


def babbles(reads: Pipe, writes: Pipe) -> None:
    def look(_backend: str) -> list[Device]:
        writes.send_bytes(b"no message")
        return []

    answer(reads, writes, look)


def shouts(reads: Pipe, writes: Pipe) -> None:
    """Print past Python, as drivers do."""

    def look(_backend: str) -> list[Device]:
        os.write(2, b"MESA: error: noise of a driver\n")
        return [CARD]

    answer(reads, writes, look)
