"""The child's loop: handle messages, keep the batch going, report each unit as it ends.

Two threads. One drains the pipe into a queue and, when the application is gone or says `Quit`,
ends the process there and then, also in the middle of a long prompt: no orphan is left, and the
operating system gives the memory back. The other does the work; a call into llama.cpp releases
the GIL, so the first is never kept waiting.
"""

import os
import threading
import time
from collections.abc import Callable, Sequence
from multiprocessing.connection import Connection
from pathlib import Path
from queue import Empty, SimpleQueue
from typing import Protocol

from engine.isolation import confine_worker, seal_child
from engine.worker.batch import Batch, NoLibrary, Runner, RunnerError
from engine.worker.messages import (
    Counted,
    CountTokens,
    FromWorker,
    Generate,
    Go,
    LoadFailed,
    LoadModel,
    Measure,
    Measured,
    ModelReady,
    ToWorker,
    Working,
    decode,
    encode,
)
from engine.worker.noise import Noise, keep_compiled_in

_MOST_TOKENS = 2**31 - 1  # what a message can say
SIGN_SECONDS = 5.0  # how long a worker at work is silent at most, but for the step it is in


class LoadedModel(Protocol):
    """What a loader returns: it counts tokens, and generates unless loaded for counting only."""

    @property
    def device(self) -> str:
        """What it computes on, for people."""
        ...

    @property
    def runner(self) -> Runner | None:
        """What generates, if it can."""
        ...

    def count(self, text: str) -> int:
        """How many tokens the text has inside a prompt, without BOS."""
        ...

    def measure(self, prompt_tokens: int, written_tokens: int) -> Measured:
        """See `Measure`; raises `RunnerError`."""
        ...


Loader = Callable[[LoadModel, Callable[[], None]], LoadedModel]
"""Loads a model; raises `RunnerError` with the reason in a few words.

It calls the second argument at each step forward, however often.
"""


def main(reads: "Connection[bytes, bytes]", writes: "Connection[bytes, bytes]") -> None:
    """The real worker: what `engine.worker.host` starts in a process of its own."""
    seal_child()
    wait_briefly()
    # NumPy, which llama.cpp's bindings load, would start threads that `confine_worker` misses.
    os.environ["OPENBLAS_NUM_THREADS"] = "1"
    # Imported here so that the application, which imports this module, never loads llama.cpp.
    from engine.worker.llama import load  # noqa: PLC0415

    serve(reads, writes, load)


def wait_briefly() -> None:
    """Let threads that wait for each other spin for a moment, then sleep; OpenMP reads it early.

    Never spinning made the self-test four times slower on an idle machine, spinning as long as
    OpenMP likes made it four times slower on a busy one (tests/bench/README.md). GCC's OpenMP
    takes the count of spins before the policy; others know the policy alone.
    """
    os.environ.setdefault("GOMP_SPINCOUNT", "300")
    os.environ.setdefault("OMP_WAIT_POLICY", "passive")


def serve(
    reads: "Connection[bytes, bytes]",
    writes: "Connection[bytes, bytes]",
    load: Loader,
    others: Sequence[Path] = (),
) -> None:
    """Serve one application until it ends, or until the model can't be loaded; doesn't return.

    No file can be opened but those that the request names, and `others`.
    """
    seal_child()
    try:
        request = decode(reads.recv_bytes())
    except EOFError:  # the application is gone already
        os._exit(0)
    if not isinstance(request, LoadModel):
        raise TypeError(f"the first message must be LoadModel, not {type(request).__name__}")
    named = [Path(path) for path in (request.path, request.adapter) if path]
    noise = _confine([*named, *others], request.cache)
    inbox: SimpleQueue[ToWorker] = SimpleQueue()
    threading.Thread(target=_drain, args=(reads, inbox), name="inbox", daemon=True).start()

    def send(message: FromWorker) -> None:
        try:
            writes.send_bytes(encode(message))
        except OSError:  # nobody is there to read: the application is gone
            os._exit(0)

    sign = Sign(send, noise)
    try:
        model = load(request, sign.give)
    except RunnerError as error:
        send(LoadFailed(str(error), no_library=isinstance(error, NoLibrary)))
        os._exit(0)
    send(ModelReady(model.device, request.slots, request.slot_tokens))
    _Worker(model, send, sign).loop(inbox)


def _confine(files: Sequence[Path], cache: str) -> Noise | None:
    """Leave this process these files, and a folder for what a graphics driver keeps and prints."""
    folder = Path(cache) if cache else None
    noise = None
    if folder is not None:
        keep_compiled_in(folder)
        noise = Noise(folder)
    confine_worker(files, folder)
    return noise


class Sign:
    """Tells the application now and then that the worker is at it."""

    def __init__(self, send: Callable[[FromWorker], None], noise: Noise | None = None) -> None:
        self._send, self._noise = send, noise
        self._last = time.monotonic()

    def reset(self) -> None:
        """Something else was sent just now."""
        self._last = time.monotonic()

    def give(self, batch: Batch | None = None) -> None:
        """Send `Working`, if nothing was sent for `SIGN_SECONDS`."""
        if time.monotonic() - self._last > SIGN_SECONDS:
            done = (batch.read_tokens, batch.written_tokens) if batch else (0, 0)
            self._send(Working(*(min(count, _MOST_TOKENS) for count in done)))
            self.reset()
            if self._noise is not None:
                self._noise.bound()


def _drain(reads: "Connection[bytes, bytes]", inbox: "SimpleQueue[ToWorker]") -> None:
    try:
        while True:
            match decode(reads.recv_bytes()):
                case LoadModel() | Generate() | CountTokens() | Go() | Measure() as message:
                    inbox.put(message)
                case _:  # Quit
                    break
    finally:
        os._exit(0)


class _Worker:
    """A loaded model at work."""

    def __init__(
        self, model: LoadedModel, send: Callable[[FromWorker], None], sign: Sign | None = None
    ) -> None:
        self._model = model
        self._send = send
        self._batch = Batch(model.runner) if model.runner else None
        self._reports = 0  # units reported
        self._seen = -1  # of these, how many the application had seen when it said to go on
        self._sign = sign or Sign(send)

    def loop(self, inbox: "SimpleQueue[ToWorker]") -> None:
        """Handle messages as they come; wait for them if idle or with room for more units."""
        while True:
            try:
                while True:
                    self._handle(inbox.get(block=self._must_wait()))
            except Empty:
                pass  # nothing new: go on with what there is
            if self._batch:
                self._step(self._batch)

    def _must_wait(self) -> bool:
        if self._batch is None or self._batch.is_idle:
            return True
        return not self._batch.admit() and self._seen != self._reports

    def _step(self, batch: Batch) -> None:
        reports = batch.step()
        self._reports += len(reports)
        for message in reports:
            self._send(message)
            self._sign.reset()
        self._sign.give(batch)

    def _handle(self, message: ToWorker) -> None:
        if isinstance(message, CountTokens):
            counts = tuple(self._model.count(text) for text in message.texts)
            self._send(Counted(message.request_id, counts))
        elif isinstance(message, Measure) and self._batch:
            self._measure(message)
        elif isinstance(message, Generate) and self._batch:
            self._batch.add(message)
        elif isinstance(message, Go) and self._batch:
            self._seen = message.reports
        else:
            raise TypeError(f"{type(message).__name__} is not for this worker")

    def _measure(self, message: Measure) -> None:
        try:
            self._send(self._model.measure(message.prompt_tokens, message.written_tokens))
        except RunnerError as error:
            self._send(LoadFailed(str(error)))
