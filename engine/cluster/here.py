"""Carry packets out on this computer, several at once, without anything else installed."""

import os
import subprocess
from collections.abc import Callable, Mapping
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from contextlib import suppress
from typing import IO

from engine.cluster.lines import Answer, Wanted, answer_of
from engine.cluster.packet import line_of


def carried_out(
    wanted: Wanted,
    packet: str,
    environment: Mapping[str, str] | None = None,
    keep: Callable[[IO[str]], None] = lambda _: None,
) -> Answer:
    """Start a process for a packet and wait for its answer; it ends when this process does.

    `keep` is given the pipe to it: whoever closes that has the run stopped.
    """
    process = subprocess.Popen(  # noqa: S603 - our own module
        line_of(wanted, packet),
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        encoding="utf-8",
        env={**os.environ, **(environment or {})},
    )
    if process.stdin:
        keep(process.stdin)
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
        self._pipes = list[IO[str]]()

    def begin(self, packet: str) -> None:
        """Carry a packet out in a process of its own."""
        self._running.add(self._pool.submit(self._carry_out, packet))

    def next(self) -> Answer:
        """Wait until any of the begun ones has ended."""
        ended, _ = wait(self._running, return_when=FIRST_COMPLETED)
        first = ended.pop()
        self._running.discard(first)
        return first.result()

    def close(self) -> None:
        """Stop what runs, cleanly, and wait for it."""
        self._pool.shutdown(wait=False, cancel_futures=True)
        for pipe in self._pipes:
            with suppress(OSError):  # it has ended and read nothing
                pipe.close()
        self._pool.shutdown()

    def _carry_out(self, packet: str) -> Answer:
        return carried_out(self._wanted, packet, keep=self._pipes.append)
