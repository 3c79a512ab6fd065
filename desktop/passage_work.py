"""Cutting and counting for the window, off its thread: one piece of work at a time.

While the slider moves, each new size makes the one before it pointless, so of the cuts that wait
only the newest is kept. A long text tells how far it is, and can be stopped.
"""

from collections.abc import Callable, Sequence
from typing import Any

from desktop.background import Background, Job, Operation
from desktop.language import tr
from desktop.widgets.cut_strip import CutStrip
from engine.passages.cut import in_steps
from engine.processes.child import ChildMain
from engine.records import PassageSettings, Span, TokenCounter
from engine.runs.cutting import CutProgress, cut_all
from engine.store import Project
from engine.worker.counting import KeptCounter
from engine.worker.main import main as worker_main
from models.library import FoundModel

LONG = 500_000  # characters; fewer are cut in seconds

SpansCallback = Callable[[Any], None]  # spans; None where cutting was stopped
Work = Callable[[TokenCounter, Job], list[Span] | None]


class PassageWork:
    """Spans made with a model's tokenizer; the callback comes on the UI thread."""

    def __init__(
        self,
        background: Background,
        failed: Callable[[Exception], None],
        worker: ChildMain = worker_main,
        strip: CutStrip | None = None,
    ) -> None:
        self._background, self._failed, self._worker = background, failed, worker
        self._strip = strip or CutStrip()
        self._strip.stop_requested.connect(self.stop)
        self._jobs: dict[str, Job] = {}  # that can be stopped, by the name of the operation
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
        self._do(model, lambda count, job: _cut(text, settings, count, starts, job), done)

    def do(
        self, model: FoundModel, work: Callable[[TokenCounter], list[Span]], done: SpansCallback
    ) -> None:
        """Do something that needs counting; forget what waited before."""
        self._do(model, lambda count, _job: work(count), done)

    def stop(self) -> None:
        """End what is being cut; whole documents that are cut stay so."""
        for job in self._jobs.values():
            job.cancel()

    def _do(self, model: FoundModel, work: Work, done: SpansCallback) -> None:
        if self._is_busy:
            self._next = (model, work, done)
            return
        self._is_busy = True
        self._jobs["one"] = self._background.run(
            Operation(
                name=tr("Cutting passages"),
                work=lambda job: work(self._counter.counter(model.path), job),
                told=self._of_this_round(self._show),
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
        self._jobs["all"] = self._background.run(
            Operation(
                name=tr("Cutting all documents"),
                work=lambda job: cut_all(
                    project, model, settings, job.is_cancelled, worker, job.tell
                ),
                told=self._show,
                ended=lambda: self._over("all"),
                done=done,
                failed=self._failed,
                owner=project,
                can_be_left=True,
            )
        )

    def begin(self, project: Project | None) -> None:
        """Another document is shown: callbacks that are still to come are dropped."""
        if "one" in self._jobs:
            self._jobs["one"].cancel()  # nobody waits for it, and the next one does
        self._owner = project
        self._round += 1
        self._next = None

    def close(self) -> None:
        """End the worker process, without waiting; the next work starts another."""
        self.begin(None)
        self.stop()
        self._jobs.clear()
        self._strip.end()
        self._counter.abort()
        self._background.run(
            Operation(
                name=tr("Ending the counter"),
                work=lambda _job: self._counter.close(),
                done=lambda _none: None,
                failed=self._failed,
            )
        )

    def _of_this_round(self, tell: Callable[[Any], None]) -> Callable[[Any], None]:
        asked = self._round
        return lambda content: tell(content) if asked == self._round else None

    def _show(self, now: CutProgress) -> None:
        self._strip.show_progress(now.done, now.total)

    def _over(self, which: str) -> None:
        if self._jobs.pop(which, None) is not None and not self._jobs:
            self._strip.end()

    def _ended(self) -> None:
        self._is_busy = False
        self._over("one")
        waiting, self._next = self._next, None
        if waiting is not None:
            self._do(*waiting)


def _cut(
    text: str, settings: PassageSettings, count: TokenCounter, starts: Sequence[int], job: Job
) -> list[Span] | None:
    """The spans of a text; None if the job was cancelled. A long one tells how far it is."""
    steps = in_steps(text, settings, count, starts)
    while not job.is_cancelled():
        try:
            offset = next(steps)
        except StopIteration as end:
            return end.value
        if len(text) > LONG:
            job.tell(CutProgress(offset, len(text)))
    return None
