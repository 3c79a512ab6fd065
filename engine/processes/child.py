"""A child process of ours: started by spawn, spoken to over two one-way pipes, expected to die.

Two pipes rather than one two-way pipe, because the latter is a socket on Unix and the application
opens none. Only the two ends that the child needs are inherited, so when either side dies the
other sees the end of its pipe at once.

A thread reads what the child sends (`inbox.py`), because reading a message blocks once its first
bytes are there: a child that hangs in the middle of one must not hold up whoever asked it.
"""

import multiprocessing
import signal
import sys
from collections.abc import Callable, Generator
from contextlib import ExitStack, contextmanager
from multiprocessing.connection import Connection

from engine.errors import IllegalInstruction, WorkerCrashed, WorkerNotStarted
from engine.processes.inbox import End, Inbox
from engine.processes.redaction import RedactedErrors, redact_uncaught_errors
from engine.processes.watchdog import Watchdog

KILL_AFTER_SECONDS = 3.0
SEND_SECONDS = 300.0  # a child that takes nothing for so long hangs; a busy laptop is slow
MOST_BYTES = 16 * 2**20  # in one message
# SIGILL; Windows' STATUS_ILLEGAL_INSTRUCTION, as it comes with a sign or without.
_ILLEGAL_INSTRUCTION = {-4, 0xC000001D, 0xC000001D - 2**32}

_SPAWN = multiprocessing.get_context("spawn")

ChildMain = Callable[["Connection[bytes, bytes]", "Connection[bytes, bytes]"], None]
"""What runs in the child: takes the end it reads from and the end it writes to."""


class Child:
    """One running child. `send` and `receive` may be called from different threads."""

    def __init__(self, main: ChildMain, name: str, most_bytes: int = MOST_BYTES) -> None:
        """Start it; raises `WorkerNotStarted` if the system allows no more processes or files.

        It is killed when it sends a message of more than `most_bytes`.
        """
        with ExitStack() as undo:
            try:
                self._start(main, name, most_bytes, undo)
            except (OSError, RuntimeError) as error:  # RuntimeError: no more threads
                raise _not_started(name, error) from error
            undo.pop_all()

    @property
    def pid(self) -> int:
        """The process id, for tests that kill it and for people who look."""
        return self._process.pid or 0

    @property
    def is_alive(self) -> bool:
        """The process has not ended."""
        return self._process.is_alive()

    def send(self, data: bytes) -> None:
        """Hand over one message; raises `WorkerCrashed` if the child has ended.

        A full pipe blocks the sender. A watchdog kills a child that does not empty it, which
        ends the sending.
        """
        try:
            with self._watchdog.watching(SEND_SECONDS):
                self._to_child.send_bytes(data)
        except OSError as error:
            raise self._crash() from error

    def receive(self, timeout: float) -> bytes | None:
        """The next message, or None after `timeout` seconds; raises `WorkerCrashed` at the end."""
        message = self._inbox.get(timeout)
        if not isinstance(message, End):
            return message
        if message is End.TOO_LONG:
            self.kill()
            raise WorkerCrashed(
                f"The {self._process.name} sent more in one message than it may, so it was "
                "stopped. What was saved is safe; try again."
            )
        raise self._crash()

    def end(self, grace: float = KILL_AFTER_SECONDS) -> None:
        """Close the pipe to the child, wait `grace` seconds, then kill it. Idempotent."""
        self._to_child.close()
        self._process.join(grace)
        if self._process.is_alive():
            self._process.kill()
            self._process.join()
        self._watchdog.close()
        self._inbox.close()

    def kill(self) -> None:
        """End the child now."""
        self._process.kill()
        self.end()

    def abort(self) -> None:
        """Kill the process and leave the pipes alone: safe while another thread reads them."""
        self._process.kill()

    def _start(self, main: ChildMain, name: str, most_bytes: int, undo: ExitStack) -> None:
        child_reads, self._to_child = _SPAWN.Pipe(duplex=False)
        undo.callback(self._to_child.close)
        with child_reads:
            from_child, child_writes = _SPAWN.Pipe(duplex=False)
            undo.callback(from_child.close)
            with child_writes:
                self._process = _SPAWN.Process(
                    target=_run, args=(main, child_reads, child_writes), name=name, daemon=True
                )
                with _interrupts_held():
                    self._process.start()
                undo.callback(self._process.kill)
        self._watchdog = Watchdog(self.abort)
        undo.callback(self._watchdog.close)
        self._inbox = Inbox(from_child, most_bytes, f"messages of the {name}")

    def _crash(self) -> WorkerCrashed:
        self._process.join(KILL_AFTER_SECONDS)
        code = self._process.exitcode
        kind = IllegalInstruction if code in _ILLEGAL_INSTRUCTION else WorkerCrashed
        return kind(
            f"The {self._process.name} ended by itself ({_describe(code)}). "
            "What was saved is safe; try again."
        )


@contextmanager
def _interrupts_held() -> Generator[None]:
    """Start a child that Ctrl+C can't end while it still imports: it inherits what is blocked.

    In a terminal the signal reaches the whole group; the application decides what it means.
    """
    if sys.platform == "win32":
        yield
        return
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def _ignore_interrupts() -> None:
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    if sys.platform != "win32":
        signal.pthread_sigmask(signal.SIG_UNBLOCK, {signal.SIGINT})


def _run(
    main: ChildMain, reads: "Connection[bytes, bytes]", writes: "Connection[bytes, bytes]"
) -> None:
    _ignore_interrupts()
    redact_uncaught_errors()
    with RedactedErrors():  # else multiprocessing prints the message of an error, perhaps a text
        main(reads, writes)


def _not_started(name: str, error: OSError | RuntimeError) -> WorkerNotStarted:
    reason = (error.strerror if isinstance(error, OSError) else None) or str(error)
    return WorkerNotStarted(
        f"The system does not let the {name} start ({reason}): too many programs or files are "
        "open, or memory is short. Close other programs, then try again; what was saved is safe."
    )


def _describe(exitcode: int | None) -> str:
    if exitcode is None:
        return "no exit code"
    return f"signal {-exitcode}" if exitcode < 0 else f"exit code {exitcode}"
