"""The thread of one run: feed the worker, judge and save what comes back, survive its crashes.

A unit is in flight from the moment it is sent until its task is committed; nothing of that is
stored, so whatever dies, the open units are exactly those without a task.

Crashes. A worker that dies is replaced by one with half the slots, since too little memory is the
usual cause. The units that were in flight are suspects: they are tried again one at a time, before
anything else, so that a unit which kills the worker does it alone; at its second crash it ends as
ENGINE_FAILED, and its neighbours are not punished with it. A worker that gives no sign for
`SILENT_SECONDS` counts as dead.

Order. What is sent, and in what order, depends on the plan and on the answers alone, and the worker
waits for it where it has a slot to spare (`Go`): so the same run computes the same units together,
and writes the same tasks, unless it is paused, resumed or crashes.
"""

import threading
from collections import Counter, deque
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, replace

from engine.errors import KNOWN_ERRORS, WorkerCrashed
from engine.processes.child import KILL_AFTER_SECONDS, ChildMain
from engine.records import (
    Attempt,
    Evidence,
    EvidenceGrade,
    Outcome,
    Passage,
    Run,
    RunState,
    TaskDraft,
    Unit,
)
from engine.runs.events import (
    Listener,
    ModelLoaded,
    RunEnded,
    RunEvent,
    RunPlanned,
    TaskAdded,
    WorkerRestarted,
)
from engine.runs.progress import Progress
from engine.store import Project
from engine.tasks import answers, prompts
from engine.tasks.attempts import DEFAULT_POLICY, Policy, attempt_seed
from engine.tasks.grammar import grammar
from engine.tasks.options import choosing_again
from engine.tasks.types import AnswerRule, task_type
from engine.worker.host import Host
from engine.worker.messages import Generate, Generated, LoadModel, UnitFailed
from models.prompting import Prompting

MOST_RESTARTS = 8
_CRASHES_PER_UNIT = 2
_FETCH = 64  # units read from the project at once
_POLL_SECONDS = 0.1
_OPTION_TOKENS = 48  # what the longest option may need
SILENT_SECONDS = 900.0
"""A worker at work says so every few seconds, but for the step it is in: up to 2,048 tokens, which
take minutes on a slow computer with a large model."""


@dataclass(frozen=True, slots=True)
class _InFlight:
    """A unit that was sent, with what is needed to judge its answer."""

    unit: Unit
    passage: Passage
    text: str  # what the model reads, with a header row
    prompt: prompts.Prompt
    failed: tuple[Attempt, ...] = ()  # the attempts before this one
    written: int = 0  # tokens of the answer that the prompt holds already

    @property
    def number(self) -> int:
        """Which attempt this is, from 1."""
        return len(self.failed) + 1


@dataclass(frozen=True, slots=True)
class Job:
    """What a run needs to generate: itself as stored, its prompting, how to load its model."""

    run: Run
    prompting: Prompting
    load: LoadModel
    worker: ChildMain  # what runs in the child
    attempts: Policy = DEFAULT_POLICY


class Generation:
    """Generates the open units of one stored run. `run` is the thread's body."""

    def __init__(self, project: Project, job: Job, listener: Listener) -> None:
        self.state: RunState | None = None  # set once, when the run is over for now
        self._project, self._run, self._prompting = project, job.run, job.prompting
        self._load, self._worker, self._attempts = job.load, job.worker, job.attempts
        self._tell: Callable[[RunEvent], None] = listener
        outcomes = project.runs.outcomes(job.run.id)
        self._progress = Progress(job.run.units_planned, outcomes)
        self._host = Host(job.load, job.worker)
        self._queue: deque[Unit] = deque()
        self._in_flight: dict[int, _InFlight] = {}
        self._crashes: Counter[int] = Counter()
        self._restarts = 0
        self._silent_polls = 0  # not seconds by the clock, which goes on while a laptop sleeps
        self._may_send = threading.Event()  # cleared while paused
        self._may_send.set()
        self._stopping = threading.Event()
        self._killer = threading.Timer(KILL_AFTER_SECONDS, self._abort_worker)
        self._killer.daemon = True

    # --- from any thread ---------------------------------------------------------------------

    @property
    def is_paused(self) -> bool:
        """No unit is sent until `unpause`."""
        return not self._may_send.is_set()

    def pause(self) -> None:
        """Send no more; what is in flight is finished."""
        self._may_send.clear()

    def unpause(self) -> None:
        """Send again."""
        self._may_send.set()

    def stop(self) -> None:
        """End the run soon: what is finished is saved, and the worker killed if it won't end."""
        if not self._stopping.is_set():
            self._stopping.set()
            self._may_send.set()  # wakes a paused run
            self._killer.start()

    def _abort_worker(self) -> None:
        self._host.abort()

    # --- the run's thread --------------------------------------------------------------------

    def run(self) -> None:
        """Generate until all is done, stopped or failed; always says how it ended."""
        ending = RunEnded(
            self._run.id,
            RunState.FAILED,
            "The run ended because of a fault in this application; what was saved is safe. "
            "Resume it, and report the fault if it happens again.",
        )
        try:
            ending = RunEnded(self._run.id, self._generate())
        except KNOWN_ERRORS as error:
            ending = RunEnded(self._run.id, RunState.FAILED, str(error))
        finally:
            self._host.stop()
            self._killer.cancel()
            self._end(ending)

    def _end(self, ending: RunEnded) -> None:
        # The project may be what failed. Its next opening then marks the run as interrupted.
        with suppress(*KNOWN_ERRORS):
            self._project.runs.set_state(self._run.id, ending.state, ending.failure)
        self.state = ending.state
        self._tell(ending)

    def _generate(self) -> RunState:
        now = self._progress.now()
        self._tell(RunPlanned(self._run.id, now.units_planned, now.units_done))
        self._attempt(self._start_worker)
        while not self._stopping.is_set():
            self._attempt(self._feed)
            if self._in_flight:
                self._attempt(self._receive)
            elif not self._project.runs.open_units(self._run.id, limit=1):
                return RunState.DONE
            else:
                self._may_send.wait()
        self._drain()
        return RunState.STOPPED

    def _attempt(self, step: Callable[[], None]) -> bool:
        """Do something with the worker; if it dies of it, replace it and say False."""
        try:
            step()
        except WorkerCrashed as error:
            if not self._stopping.is_set():
                self._recover(error)
            return False
        return True

    def _start_worker(self) -> None:
        self._silent_polls = 0
        ready = self._host.start()
        self._progress.restart_clock()
        self._tell(ModelLoaded(self._run.id, ready.device, ready.slots))

    def _feed(self) -> None:
        """Send units until there are enough in flight, and let the worker go on."""
        self._send_units()
        self._host.go()

    def _send_units(self) -> None:
        """Send until twice as many as slots are in flight; suspects one at a time."""
        while self._may_send.is_set() and not self._stopping.is_set():
            if not self._queue:
                self._queue.extend(
                    self._project.runs.open_units(self._run.id, _FETCH, self._in_flight.keys())
                )
            if not self._queue or len(self._in_flight) >= self._room():
                return
            self._send(self._queue.popleft())

    def _room(self) -> int:
        has_suspects = self._queue[0].id in self._crashes or self._crashes.keys() & self._in_flight
        return 1 if has_suspects else 2 * self._load.slots

    def _send(self, unit: Unit) -> None:
        passage = self._project.passages.get(unit.passage_id)
        text = self._project.passages.shown(unit.passage_id)
        prompt = prompts.build(self._prompting, task_type(unit.task_type), text)
        self._ask(_InFlight(unit, passage, text, prompt))

    def _ask(self, sent: _InFlight) -> None:
        """Send a unit, for the first time or again."""
        unit, prompt, sampling = sent.unit, sent.prompt, self._run.sampling
        self._in_flight[unit.id] = sent
        self._host.send(
            Generate(
                unit_id=unit.id,
                segments=prompt.segments,
                seed=attempt_seed(unit.seed, sent.number),
                temperature=sampling.temperature,
                top_p=sampling.top_p,
                max_tokens=sampling.max_tokens - sent.written,
                stop=self._prompting.stop,
                constraint=self._constraint(sent),
            )
        )

    def _receive(self, timeout: float = _POLL_SECONDS) -> None:
        message = self._host.receive(timeout)
        self._silent_polls = 0 if message else self._silent_polls + 1
        if self._silent_polls * _POLL_SECONDS > SILENT_SECONDS:
            self._host.kill()
            raise WorkerCrashed(
                f"The worker gave no sign for {SILENT_SECONDS / 60:.0f} minutes, so it was ended."
            )
        if isinstance(message, Generated) and message.unit_id in self._in_flight:
            self._judge(self._in_flight[message.unit_id], message)
        elif isinstance(message, UnitFailed) and message.unit_id in self._in_flight:
            self._save_failure(message.unit_id, message.detail)

    def _constraint(self, sent: _InFlight) -> str:
        if not self._attempts.is_constrained(sent.number):
            return ""
        kind = task_type(sent.unit.task_type)
        return grammar(kind, sent.text, sent.prompt.opening, self._prompting.stop)

    def _judge(self, sent: _InFlight, answer: Generated) -> None:
        """Save the answer, or try the unit again; a run that is stopped leaves that open."""
        draft = _judged(sent, answer)
        if not self._attempts.may_retry(draft.outcome, sent.number):
            attempts = (*sent.failed, self._attempt_made(sent, draft, answer))
            self._save(replace(draft, attempts=attempts if sent.failed else ()))
        elif self._stopping.is_set():
            del self._in_flight[draft.unit_id]
        else:
            failed = (*sent.failed, self._attempt_made(sent, draft, answer))
            self._ask(self._again(replace(sent, failed=failed), draft))

    def _again(self, sent: _InFlight, failed: TaskDraft) -> _InFlight:
        """A unit's next attempt: the last keeps a question of which only the choice was wrong."""
        is_last = self._attempts.is_constrained(sent.number)
        is_choice = task_type(sent.unit.task_type).rule is AnswerRule.OFFERED
        left = self._run.sampling.max_tokens - failed.generated_tokens
        if not (is_last and is_choice and left >= _OPTION_TOKENS):
            return sent
        prompt = choosing_again(sent.prompt, failed.raw)
        if failed.outcome is not Outcome.NOT_OFFERED or prompt is None:
            return sent
        return replace(sent, prompt=prompt, written=failed.generated_tokens)

    def _attempt_made(self, sent: _InFlight, draft: TaskDraft, answer: Generated) -> Attempt:
        return Attempt(
            number=sent.number,
            seed=attempt_seed(sent.unit.seed, sent.number),
            is_constrained=self._attempts.is_constrained(sent.number),
            outcome=draft.outcome,
            raw=draft.raw,
            stop=answer.stop_reason.value,
            generated_tokens=draft.generated_tokens,
            seconds=draft.seconds,
        )

    def _drain(self) -> None:
        """Save what had come back when the run was stopped, then ask for no more."""
        finished = -1
        while self._in_flight and finished != len(self._in_flight):
            finished = len(self._in_flight)
            if not self._attempt(lambda: self._receive(timeout=0)):
                return

    def _save(self, draft: TaskDraft) -> None:
        """Commit a task, then tell of it: what is shown is saved."""
        task = self._project.tasks.add(draft)
        del self._in_flight[draft.unit_id]
        self._crashes.pop(draft.unit_id, None)
        progress = self._progress.add(task.outcome, draft.generated_tokens)
        self._tell(TaskAdded(self._run.id, task, progress))

    def _save_failure(self, unit_id: int, detail: str) -> None:
        prompt = self._in_flight[unit_id].prompt
        self._save(
            TaskDraft(
                unit_id=unit_id,
                outcome=Outcome.ENGINE_FAILED,
                raw="",
                prompt_sha256=prompt.sha256,
                detail=detail,
            )
        )

    def _recover(self, error: WorkerCrashed) -> None:
        """Replace the dead worker, or give up after `MOST_RESTARTS`."""
        is_unit_to_blame = bool(self._crashes.keys() & self._in_flight)
        self._blame(str(error))
        self._restarts += 1
        if self._restarts > MOST_RESTARTS or (self._load.slots == 1 and not self._host.was_ready):
            raise error
        if not is_unit_to_blame:
            self._load = replace(self._load, slots=max(1, self._load.slots // 2))
        self._host.stop()
        self._host = Host(self._load, self._worker)
        self._tell(WorkerRestarted(self._run.id, str(error), self._load.slots))
        self._attempt(self._start_worker)

    def _blame(self, reason: str) -> None:
        """Count the crash against each unit in flight; the second one ends a unit."""
        self._crashes.update(self._in_flight.keys())
        for unit_id in [id_ for id_ in self._in_flight if self._crashes[id_] >= _CRASHES_PER_UNIT]:
            self._save_failure(unit_id, reason)
        self._in_flight.clear()
        self._queue.clear()  # to be read again, so that suspects come first


def _judged(sent: _InFlight, answer: Generated) -> TaskDraft:
    raw = sent.prompt.opening + answer.text
    judged = answers.judge(task_type(sent.unit.task_type), sent.text, raw, answer.stop_reason)
    return TaskDraft(
        unit_id=sent.unit.id,
        outcome=judged.outcome,
        raw=raw,
        input=judged.input,
        output=judged.output,
        evidence=_in_document(judged.evidence, sent.passage),
        prompt_sha256=sent.prompt.sha256,
        prompt_tokens=answer.prompt_tokens,
        generated_tokens=answer.generated_tokens,
        seconds=answer.seconds,
    )


def _in_document(found: Evidence, passage: Passage) -> Evidence:
    if found.start is None or found.end is None:
        return found
    header = passage.header
    before = header.end - header.start + 1 if header else 0  # with the line end after it
    if found.start >= before:
        shift = passage.start - before
    elif header and found.end < before:
        shift = header.start
    else:  # half in the header row: no place of the document
        return Evidence(EvidenceGrade.NONE)
    return Evidence(found.grade, found.start + shift, found.end + shift)
