"""A child process of ours: started by spawn, spoken to over two one-way pipes, expected to die.

Two pipes rather than one two-way pipe, because the latter is a socket on Unix and the application
opens none. Only the two ends that the child needs are inherited, so when either side dies the
other sees the end of its pipe at once.
"""

import multiprocessing
from collections.abc import Callable
from multiprocessing.connection import Connection

from engine.errors import WorkerCrashed
from engine.processes.redaction import Discreet, be_discreet

KILL_AFTER_SECONDS = 3.0

_SPAWN = multiprocessing.get_context("spawn")

ChildMain = Callable[["Connection[bytes, bytes]", "Connection[bytes, bytes]"], None]
"""What runs in the child: takes the end it reads from and the end it writes to."""


class Child:
    """One running child. `send` and `receive` may be called from different threads."""

    def __init__(self, main: ChildMain, name: str) -> None:
        child_reads, self._to_child = _SPAWN.Pipe(duplex=False)
        self._from_child, child_writes = _SPAWN.Pipe(duplex=False)
        self._process = _SPAWN.Process(
            target=_run, args=(main, child_reads, child_writes), name=name, daemon=True
        )
        self._process.start()
        child_reads.close()
        child_writes.close()

    @property
    def pid(self) -> int:
        """The process id, for tests that kill it and for people who look."""
        return self._process.pid or 0

    @property
    def is_alive(self) -> bool:
        """The process has not ended."""
        return self._process.is_alive()

    def send(self, data: bytes) -> None:
        """Hand over one message; raises `WorkerCrashed` if nobody is there to take it."""
        try:
            self._to_child.send_bytes(data)
        except OSError as error:
            raise self._crash() from error

    def receive(self, timeout: float) -> bytes | None:
        """The next message, or None after `timeout` seconds; raises `WorkerCrashed` at the end."""
        try:
            return self._from_child.recv_bytes() if self._from_child.poll(timeout) else None
        except (EOFError, OSError) as error:
            raise self._crash() from error

    def end(self, grace: float = KILL_AFTER_SECONDS) -> None:
        """Close the pipe to the child, wait `grace` seconds, then kill it. Safe to repeat."""
        self._to_child.close()
        self._process.join(grace)
        if self._process.is_alive():
            self._process.kill()
            self._process.join()
        self._from_child.close()

    def kill(self) -> None:
        """End the child now."""
        self._process.kill()
        self.end()

    def abort(self) -> None:
        """Kill the process and leave the pipes alone: safe while another thread reads them."""
        self._process.kill()

    def _crash(self) -> WorkerCrashed:
        self._process.join(KILL_AFTER_SECONDS)
        return WorkerCrashed(
            f"The {self._process.name} ended by itself ({_describe(self._process.exitcode)}). "
            "What was saved is safe; try again."
        )


def _run(
    main: ChildMain, reads: "Connection[bytes, bytes]", writes: "Connection[bytes, bytes]"
) -> None:
    be_discreet()
    with Discreet():  # else multiprocessing prints the message of an error, and so perhaps a text
        main(reads, writes)


def _describe(exitcode: int | None) -> str:
    if exitcode is None:
        return "no exit code"
    return f"signal {-exitcode}" if exitcode < 0 else f"exit code {exitcode}"
