"""Read a pipe in a thread of its own, so that nobody waits longer than they want to.

`Connection.poll` says that the first bytes of a message are there; reading the rest then blocks
until all of it came. A child that hangs in between would hold its reader for ever.
"""

import threading
from contextlib import suppress
from enum import Enum, auto
from multiprocessing.connection import Connection
from queue import Empty, SimpleQueue

_MOST_MESSAGES = 4  # read and not asked for yet; the others wait in the pipe, and then the child
_END_SECONDS = 3.0


class End(Enum):
    """Why no more messages come."""

    CLOSED = auto()  # the other side closed its end, mostly because it died
    TOO_LONG = auto()  # a message was longer than allowed; none of it was read


class Inbox:
    """The messages of one pipe, in order. Owns the end that is read."""

    def __init__(self, source: "Connection[bytes, bytes]", most_bytes: int, name: str) -> None:
        self._source, self._most_bytes = source, most_bytes
        self._messages: SimpleQueue[bytes | End] = SimpleQueue()
        self._room = threading.Semaphore(_MOST_MESSAGES)
        self._is_closing = False
        self._thread = threading.Thread(target=self._read_all, name=name, daemon=True)
        self._thread.start()

    def get(self, timeout: float) -> bytes | End | None:
        """The next message, None if none came in `timeout` seconds; `End` again and again."""
        try:
            message = self._messages.get(timeout=max(0.0, timeout))
        except Empty:
            return None
        if isinstance(message, End):
            self._messages.put(message)
        else:
            self._room.release()
        return message

    def close(self) -> None:
        """Read no more, and close the pipe. Call it when the other side has ended. Idempotent."""
        self._is_closing = True
        self._room.release()
        self._thread.join(_END_SECONDS)
        # Closing it under a thread that still reads would hand its number to another file.
        if not self._thread.is_alive():
            self._source.close()

    def _read_all(self) -> None:
        end = End.CLOSED
        with suppress(EOFError, OSError):
            while not self._is_closing:
                self._room.acquire()
                data = self._next()
                if data is None:
                    end = End.TOO_LONG
                    break
                self._messages.put(data)
        self._messages.put(end)

    def _next(self) -> bytes | None:
        """One message; None if it is too long. Raises `EOFError` or `OSError` at the end."""
        try:
            return self._source.recv_bytes(self._most_bytes)
        except OSError:
            if self._source.closed:  # `recv_bytes` does that when a message is too long
                return None
            raise
