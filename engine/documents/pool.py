"""Several readers at work side by side on a stream of files, with results in the stream's order.

Each reader is a child process driven by a thread that only waits for it. No more than a few files
are ahead of the one whose result is due, and no more than a few megabytes, so that a folder of any
size takes little memory.
"""

from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from concurrent.futures import TimeoutError as NotYetError
from queue import LifoQueue
from types import TracebackType
from typing import Generic, Self, TypeVar

from engine.documents.reading import Reader

READERS = 2
_AHEAD_FILES = 16
_AHEAD_BYTES = 64 * 1024**2
_LOOK_SECONDS = 0.1  # how often a wait looks up to see whether it was cancelled

Item = TypeVar("Item")
Result = TypeVar("Result")


class ReaderPool:
    """Readers that start when needed. As a context it ends them, at once after an error."""

    def __init__(self, make_reader: Callable[[], Reader] = Reader, size: int = READERS) -> None:
        self._readers = [make_reader() for _ in range(size)]
        self._free: LifoQueue[Reader] = LifoQueue()
        for reader in self._readers:
            self._free.put(reader)
        self._threads = ThreadPoolExecutor(size, thread_name_prefix="file reader")

    def each(
        self,
        items: Iterable[Item],
        work: Callable[[Reader, Item], Result],
        size_of: Callable[[Item], int],
        is_cancelled: Callable[[], bool],
    ) -> Iterator[Result]:
        """What `work` makes of each item, in order; ends early, without a wait, when cancelled.

        `work` is called in the pool's threads, `size_of` (in bytes) and the rest in the caller's.
        """
        queue = _Ahead(iter(items), size_of, lambda item: self._start(work, item))
        while not is_cancelled():
            future = queue.next()
            if future is None:
                return
            while not future.done() and not is_cancelled():
                _wait(future)
            if is_cancelled():
                break
            yield future.result()
        self.abort()

    def abort(self) -> None:
        """Kill all readers; what they are reading is given up."""
        for reader in self._readers:
            reader.abort()
        self._threads.shutdown(wait=True, cancel_futures=True)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        if error is not None:
            self.abort()
        self._threads.shutdown(wait=True)
        for reader in self._readers:
            reader.close()

    def _start(self, work: Callable[[Reader, Item], Result], item: Item) -> "Future[Result]":
        return self._threads.submit(self._perform, work, item)

    def _perform(self, work: Callable[[Reader, Item], Result], item: Item) -> Result:
        reader = self._free.get()
        try:
            return work(reader, item)
        finally:
            self._free.put(reader)


class _Ahead(Generic[Item, Result]):
    """Keeps a few items started, and hands out their futures in order."""

    def __init__(
        self,
        items: Iterator[Item],
        size_of: Callable[[Item], int],
        start: "Callable[[Item], Future[Result]]",
    ) -> None:
        self._items = items
        self._size_of = size_of
        self._start = start
        self._started: deque[tuple[int, Future[Result]]] = deque()
        self._bytes = 0

    def next(self) -> "Future[Result] | None":
        """The next item's future, after starting what may be ahead of it; None at the end."""
        while len(self._started) < _AHEAD_FILES and self._bytes <= _AHEAD_BYTES:
            item = next(self._items, None)
            if item is None:
                break
            size = self._size_of(item)
            self._started.append((size, self._start(item)))
            self._bytes += size
        if not self._started:
            return None
        size, future = self._started.popleft()
        self._bytes -= size
        return future


def _wait(future: "Future[Result]") -> None:
    try:
        future.exception(_LOOK_SECONDS)
    except NotYetError:
        return
