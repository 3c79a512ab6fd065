"""Cutting and counting for the window, off its thread: one piece of work at a time.

While the slider moves, each new size makes the one before it pointless, so of the cuts that wait
only the newest is kept.
"""

from collections.abc import Callable, Sequence
from typing import Any

from desktop.background import Background, Operation
from engine.passages.cut import cut
from engine.processes.child import ChildMain
from engine.records import PassageSettings, Span, TokenCounter
from engine.runs.cutting import cut_all
from engine.store import Project
from engine.worker.counting import KeptCounter
from engine.worker.main import main as worker_main
from models.library import FoundModel

SpansCallback = Callable[[list[Span]], None]
Work = Callable[[TokenCounter], list[Span]]


class PassageWork:
    """Spans made with a model's tokenizer; the callback comes on the UI thread."""

    def __init__(
        self,
        background: Background,
        failed: Callable[[Exception], None],
        worker: ChildMain = worker_main,
    ) -> None:
        self._background, self._failed, self._worker = background, failed, worker
        self._counter = KeptCounter(worker)
        self._owner: Project | None = None
        self._is_busy = False
        self._next: tuple[FoundModel, Work, SpansCallback] | None = None
        self._round = 0  # callbacks of earlier rounds are for a document that is gone

    @property
    def is_busy(self) -> bool:
        """Something is being counted."""
        return self._is_busy

    def cut(
        self,
        model: FoundModel,
        text: str,
        starts: Sequence[int],
        settings: PassageSettings,
        done: SpansCallback,
    ) -> None:
        """Cut a text whose sections start at `starts`; forget what waited before."""
        self.do(model, lambda count: cut(text, settings, count, starts), done)

    def do(self, model: FoundModel, work: Work, done: SpansCallback) -> None:
        """Do something that needs counting; forget what waited before."""
        if self._is_busy:
            self._next = (model, work, done)
            return
        self._is_busy = True
        self._background.run(
            Operation(
                name="Cutting passages",
                work=lambda _job: work(self._counter.counter(model.path)),
                done=self._of_this_round(done),
                failed=self._of_this_round(self._failed),
                ended=self._ended,
                owner=self._owner,
                can_be_left=True,
            )
        )

    def cut_all(
        self,
        model: FoundModel,
        project: Project,
        settings: PassageSettings,
        done: Callable[[int], None],
    ) -> None:
        """Cut all documents; whatever else is shown meanwhile, the callback says how many."""
        worker = self._worker
        self._background.run(
            Operation(
                name="Cutting all documents",
                work=lambda job: cut_all(project, model, settings, job.is_cancelled, worker),
                done=done,
                failed=self._failed,
                owner=project,
                can_be_left=True,
            )
        )

    def begin(self, project: Project | None) -> None:
        """Another document is shown: callbacks that are still to come are dropped."""
        self._owner = project
        self._round += 1
        self._next = None

    def close(self) -> None:
        """End the worker process, without waiting; the next work starts another."""
        self.begin(None)
        self._counter.abort()
        self._background.run(
            Operation(
                name="Ending the counter",
                work=lambda _job: self._counter.close(),
                done=lambda _none: None,
                failed=self._failed,
            )
        )

    def _of_this_round(self, tell: Callable[[Any], None]) -> Callable[[Any], None]:
        asked = self._round
        return lambda content: tell(content) if asked == self._round else None

    def _ended(self) -> None:
        self._is_busy = False
        waiting, self._next = self._next, None
        if waiting is not None:
            self.do(*waiting)
