"""Count text in a model's own tokens: a worker that has loaded the vocabulary and nothing else."""

import threading
from collections.abc import Generator, Sequence
from contextlib import contextmanager
from pathlib import Path

from engine.errors import WorkerError
from engine.processes.child import ChildMain
from engine.records import TokenCounter
from engine.worker.host import Host
from engine.worker.main import main as worker_main
from engine.worker.messages import LoadModel

_MOST_CHARACTERS = 20_000_000  # remembered; a long document in several sizes


@contextmanager
def token_counter(
    model_path: Path, worker: ChildMain = worker_main
) -> Generator[TokenCounter, None, None]:
    """A counter for as long as the context lasts; raises `ModelNotLoaded`, `WorkerCrashed`."""
    host = Host(LoadModel(str(model_path), vocab_only=True), worker)
    try:
        host.start()
        yield host.count_tokens
    finally:
        host.stop()


class KeptCounter:
    """Counts for repeated use: the worker stays, and counts are cached.

    Safe to use from any thread, one at a time. A worker that died is started again when needed.
    """

    def __init__(self, worker: ChildMain = worker_main) -> None:
        self._worker = worker
        self._lock = threading.Lock()
        self._host: Host | None = None
        self._model_path: Path | None = None
        self._known: dict[str, int] = {}
        self._characters = 0

    def counter(self, model_path: Path) -> TokenCounter:
        """A counter in the tokens of this model; raises like `token_counter` when it is used."""
        return lambda texts: self._count(model_path, texts)

    def abort(self) -> None:
        """Kill the worker from another thread: whoever counts gets `WorkerCrashed` at once."""
        if (host := self._host) is not None:
            host.abort()

    def close(self) -> None:
        """End the worker and forget the counts; it may be used again."""
        with self._lock:
            self._end()

    def _count(self, model_path: Path, texts: Sequence[str]) -> Sequence[int]:
        with self._lock:
            if model_path != self._model_path or self._characters > _MOST_CHARACTERS:
                self._end()
            new = [text for text in dict.fromkeys(texts) if text not in self._known]
            if new:
                self._learn(model_path, new)
            return [self._known[text] for text in texts]

    def _learn(self, model_path: Path, texts: Sequence[str]) -> None:
        try:
            counts = self._running(model_path).count_tokens(texts)
        except WorkerError:
            self._end()
            raise
        self._known.update(zip(texts, counts, strict=True))
        self._characters += sum(map(len, texts))

    def _running(self, model_path: Path) -> Host:
        if self._host is None:
            self._host = Host(LoadModel(str(model_path), vocab_only=True), self._worker)
            self._model_path = model_path
            self._host.start()
        return self._host

    def _end(self) -> None:
        host, self._host, self._model_path = self._host, None, None
        self._known, self._characters = {}, 0
        if host is not None:
            host.stop()
