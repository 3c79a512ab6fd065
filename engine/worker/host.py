"""Own the worker process: start it, talk to it, count with it, stop it, kill it.

One host is one process with one loaded model. When the process dies, `WorkerCrashed` is raised
from whatever was asked of it; the host is then spent, and its owner starts another.
"""

import itertools
import threading
import time
from collections import deque
from collections.abc import Generator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import replace
from pathlib import Path

from engine.errors import IllegalInstruction, LoadingHung, ModelNotLoaded, WorkerCrashed
from engine.processes.child import KILL_AFTER_SECONDS, Child, ChildMain
from engine.worker import variants
from engine.worker.main import main as worker_main
from engine.worker.messages import (
    Counted,
    CountTokens,
    FromWorker,
    Generated,
    Go,
    LoadFailed,
    LoadModel,
    ModelReady,
    Quit,
    ToWorker,
    UnitFailed,
    Working,
    decode,
    encode,
)

START_SECONDS = 120.0  # without a sign of progress; a large model from a stick may take many more
COUNT_SECONDS = 120.0
STOP_SECONDS = KILL_AFTER_SECONDS - 0.5  # so that all of stopping takes three seconds
_CHARACTERS_PER_MESSAGE = 500_000  # JSON escapes make up to six bytes of each
_MOST_OF_A_REASON = 1000  # characters
NO_LIBRARY = (
    "This computer's processor lacks an instruction that it names, so that llama.cpp was ended, "
    "and no other library for it is left. Use another computer, or install the program from its "
    "source on this one."
)


class Host:
    """One worker process. `abort` may be called from any thread, all else from one at a time."""

    def __init__(self, load: LoadModel, main: ChildMain = worker_main) -> None:
        self._load = replace(load, passed_over=variants.passed_over())
        self._main = main
        self._child: Child | None = None
        self._is_aborted = False
        self._early: deque[FromWorker] = deque()
        self._requests = itertools.count(1)
        self._reports = 0  # units reported
        self._last_go = -1  # how many they were when the worker was last told to go on
        self.was_ready = False  # the model was loaded once

    @property
    def pid(self) -> int:
        """The process id; 0 while there is no process."""
        return self._child.pid if self._child else 0

    def start(self, timeout: float = START_SECONDS) -> ModelReady:
        """Start the process and load the model, for as long as it shows progress.

        With another library for this processor, where the best one does not run on it.

        Raises `ModelNotLoaded` with llama.cpp's reason or after `timeout` seconds without progress,
        `WorkerNotStarted` if the system allows no process, `WorkerCrashed` if it died of it.
        """
        while True:
            try:
                return self._started(timeout)
            except IllegalInstruction:  # each is passed over once, so it comes to an end
                self._load = replace(self._load, passed_over=variants.passed_over())

    def _started(self, timeout: float) -> ModelReady:
        self._child = Child(self._main, "worker")
        if self._is_aborted:  # before there was a process to kill
            self._child.abort()
        self.send(self._load)
        message = self.receive(timeout)
        while isinstance(message, Working):
            message = self.receive(timeout)
        if isinstance(message, ModelReady):
            self.was_ready = True
            return message
        self.kill()
        if isinstance(message, LoadFailed) and message.no_library:
            variants.give_up()
        raise self._not_loaded(message, timeout)

    def send(self, message: ToWorker) -> None:
        """Hand over a message; raises `WorkerCrashed` if the worker has ended."""
        with self._passing_over():
            self._running().send(encode(message))

    def receive(self, timeout: float) -> FromWorker | None:
        """The next message, None after `timeout` seconds; raises `WorkerCrashed`."""
        message = self._early.popleft() if self._early else self._read(timeout)
        self._reports += isinstance(message, Generated | UnitFailed)
        return message

    def go(self) -> None:
        """Say that nothing more is sent before the next report, if that was not said before."""
        if self._last_go != self._reports:
            self._last_go = self._reports
            self.send(Go(self._reports))

    def count_tokens(self, texts: Sequence[str]) -> list[int]:
        """The size of each text in tokens, without BOS; in order."""
        counts: list[int] = []
        for part in _parts(texts):
            request_id = next(self._requests)
            self.send(CountTokens(request_id, tuple(part)))
            counts += self._counted(request_id, len(part))
        return counts

    def stop(self, grace: float = STOP_SECONDS) -> None:
        """Ask the process to end and kill it after `grace` seconds. Idempotent."""
        if self._child is None:
            return
        killer = threading.Timer(grace, self._child.abort)  # even asking can block, on a full pipe
        killer.start()
        with suppress(WorkerCrashed):  # then it ended before it was asked to
            self._child.send(encode(Quit()))
        self._child.end(grace)
        killer.cancel()

    def abort(self) -> None:
        """Kill the process from another thread; whoever talks to it gets `WorkerCrashed`.

        A process that is started later is killed at once.
        """
        self._is_aborted = True
        if self._child:
            self._child.abort()

    def kill(self) -> None:
        """End the process now."""
        if self._child:
            self._child.kill()

    def _not_loaded(self, message: FromWorker | None, timeout: float) -> ModelNotLoaded:
        name = Path(self._load.path).name
        if isinstance(message, LoadFailed) and message.no_library:
            return ModelNotLoaded(NO_LIBRARY)
        if isinstance(message, LoadFailed):
            return ModelNotLoaded(
                f"llama.cpp can't load {name}: {message.detail[:_MOST_OF_A_REASON]}. "
                "Check the file with “models check”, or choose another model."
            )
        return LoadingHung(
            f"Loading {name} made no progress for {timeout:.0f} seconds. Check its disk or stick, "
            "close other programs or choose a smaller model, then try again."
        )

    def _counted(self, request_id: int, texts: int) -> tuple[int, ...]:
        deadline = time.monotonic() + COUNT_SECONDS
        while (left := deadline - time.monotonic()) > 0:
            message = self._read(left)
            if isinstance(message, Counted) and message.request_id == request_id:
                if len(message.counts) != texts:
                    raise self._distrust()
                return message.counts
            if message is not None:
                self._early.append(message)
        self.kill()
        raise WorkerCrashed("The worker did not answer while it counted tokens; try again.")

    def _read(self, timeout: float) -> FromWorker | None:
        with self._passing_over():
            data = self._running().receive(timeout)
        if data is None:
            return None
        try:
            message = decode(data)
        except ValueError as error:
            raise self._distrust() from error
        if isinstance(message, FromWorker):
            return message
        raise self._distrust()

    @contextmanager
    def _passing_over(self) -> Generator[None]:
        """Remember a library that this processor can't run; without another it is any crash."""
        try:
            yield
        except IllegalInstruction as error:
            if variants.pass_over(self._load.passed_over):
                raise IllegalInstruction(variants.NOTICE) from error
            raise WorkerCrashed(str(error)) from error

    def _distrust(self) -> WorkerCrashed:
        self.kill()
        return WorkerCrashed(
            "The worker sent something that is no message, so it was stopped. What was saved is "
            "safe; try again, and if it happens again, check the model file."
        )

    def _running(self) -> Child:
        if self._child is None:
            raise WorkerCrashed("The worker is not running; start it first.")
        return self._child


def _parts(texts: Sequence[str]) -> list[list[str]]:
    """The texts in lists of at most `_CHARACTERS_PER_MESSAGE`, a larger text on its own."""
    parts, room = list[list[str]](), 0
    for text in texts:
        if not parts or len(text) > room:
            parts.append([])
            room = _CHARACTERS_PER_MESSAGE
        parts[-1].append(text)
        room -= len(text)
    return parts
