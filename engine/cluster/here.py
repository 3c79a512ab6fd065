"""Carry packets out on this computer, several at once, without anything else installed."""

import os
import subprocess
from collections.abc import Mapping
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait

from engine.cluster.lines import Answer, Wanted, answer_of
from engine.cluster.packet import line_of


def carried_out(
    wanted: Wanted, packet: str, environment: Mapping[str, str] | None = None
) -> Answer:
    """Start a process for a packet and wait for its answer; it ends when this process does."""
    process = subprocess.Popen(  # noqa: S603 - our own module
        line_of(wanted, packet),
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        encoding="utf-8",
        env={**os.environ, **(environment or {})},
    )
    with process:
        printed = process.stdout.read() if process.stdout else ""  # its stdin stays open till then
    return answer_of(packet, printed, process.returncode)


class Here:
    """Seats on this computer: a thread waits for each process."""

    def __init__(self, wanted: Wanted, room: int) -> None:
        self.room = room
        self._wanted = wanted
        self._pool = ThreadPoolExecutor(max_workers=room)
        self._running = set[Future[Answer]]()

    def begin(self, packet: str) -> None:
        """Carry a packet out in a process of its own."""
        self._running.add(self._pool.submit(carried_out, self._wanted, packet))

    def next(self) -> Answer:
        """Wait until any of the begun ones has ended."""
        ended, _ = wait(self._running, return_when=FIRST_COMPLETED)
        first = ended.pop()
        self._running.discard(first)
        return first.result()
