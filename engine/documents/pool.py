"""Several readers at work side by side on a stream of files, with results in the stream's order.

Each reader is a child process driven by a thread that only waits for it. No more than a few files
are ahead of the one whose result is due, and no more than a few megabytes of files and of what
came out of them, so that a folder of any size takes little memory.
"""

from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from concurrent.futures import TimeoutError as NotYetError
from queue import LifoQueue
from types import TracebackType
from typing import Generic, Self, TypeVar

from engine.documents.reading import Reader

READERS = 2
_AHEAD_FILES = 16
_AHEAD_BYTES = 64 * 1024**2
_UNDER_WAY = 2  # times the readers: what is read can be larger than its file tells
_TOGETHER_ITEMS = 8
_TOGETHER_BYTES = 4 * 1024**2
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
        weight_of: Callable[[Result], int] = lambda _: 0,
    ) -> Iterator[Sequence[Result]]:
        """What `work` makes of each item, in order; ends early, without a wait, when cancelled.

        Those that are ready when the next is asked for come together, so that the caller can save
        them together: a few, and of a few megabytes. `work` is called in the pool's threads, the
        rest in the caller's: `size_of` an item and `weight_of` its result are in bytes.
        """
        most = _UNDER_WAY * len(self._readers)
        queue = _ReadAhead(
            iter(items), size_of, weight_of, lambda item: self._start(work, item), most
        )
        while not is_cancelled():
            future = queue.next()
            if future is None:
                return
            while not future.done() and not is_cancelled():
                _wait(future)
                queue.fill()
            if is_cancelled():
                break
            yield [future.result(), *queue.ready()]
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


class _ReadAhead(Generic[Item, Result]):
    """Keeps a few items started, and hands out their futures in order."""

    def __init__(
        self,
        items: Iterator[Item],
        size_of: Callable[[Item], int],
        weight_of: Callable[[Result], int],
        start: "Callable[[Item], Future[Result]]",
        most_under_way: int,
    ) -> None:
        self._items = items
        self._size_of = size_of
        self._weight_of = weight_of
        self._start = start
        self._most_under_way = most_under_way
        self._started: deque[tuple[int, Future[Result]]] = deque()
        self._due: list[tuple[int, Future[Result]]] = []

    def next(self) -> "Future[Result] | None":
        """The next item's future, after starting what may be ahead of it; None at the end."""
        self._due = []  # it has been taken
        self.fill()
        if not self._started:
            return None
        self._due = [self._started.popleft()]
        return self._due[0][1]

    def ready(self) -> list[Result]:
        """Results that follow what is due and are there, as far as they are small enough."""
        while self._started and len(self._due) < _TOGETHER_ITEMS:
            future = self._started[0][1]
            if not future.done() or future.cancelled() or future.exception() is not None:
                break
            if self._bytes([*self._due, self._started[0]]) > _TOGETHER_BYTES:
                break
            self._due.append(self._started.popleft())
            self.fill()
        return [future.result() for _, future in self._due[1:]]

    def fill(self) -> None:
        """Start what may be ahead of what is due."""
        while self._has_room():
            item = next(self._items, None)
            if item is None:
                return
            self._started.append((self._size_of(item), self._start(item)))

    def _has_room(self) -> bool:
        started = [*self._due, *self._started]
        under_way = sum(not future.done() for _, future in started)
        if len(self._started) >= _AHEAD_FILES or under_way >= self._most_under_way:
            return False
        return self._bytes(started) <= _AHEAD_BYTES

    def _bytes(self, started: "Iterable[tuple[int, Future[Result]]]") -> int:
        return sum(max(size, self._weight(future)) for size, future in started)

    def _weight(self, future: "Future[Result]") -> int:
        is_there = future.done() and not future.cancelled() and future.exception() is None
        return self._weight_of(future.result()) if is_there else 0


def _wait(future: "Future[Result]") -> None:
    try:
        future.exception(_LOOK_SECONDS)
    except NotYetError:
        return
