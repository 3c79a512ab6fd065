"""The thread of one run: feed the worker, save what comes back, survive its crashes.

A unit is in flight from the moment it is sent until its task is committed; nothing of that is
stored, so whatever dies, the open units are exactly those without a task. What becomes of an answer
is decided in `retries.py`, what becomes of units and slots after a crash in `recovery.py`. A worker
that gives no sign for too long (`patience.py`) counts as dead.

Order. What is sent, and in what order, depends on the plan and on the answers alone, and the worker
waits for it where it has a slot to spare (`Go`): so the same run computes the same units together,
and writes the same tasks, unless it is paused, resumed or crashes.
"""

import threading
from collections import deque
from collections.abc import Callable
from contextlib import ExitStack, suppress
from dataclasses import replace

from engine.errors import (
    KNOWN_ERRORS,
    IllegalInstruction,
    LoadingHung,
    ModelNotLoaded,
    NoTasksWritten,
    WorkerCrashed,
)
from engine.processes.child import KILL_AFTER_SECONDS
from engine.records import ComparedTask, Outcome, RunState, TaskDraft, Unit
from engine.runs.events import (
    Listener,
    ModelLoaded,
    RunEnded,
    RunEvent,
    RunPlanned,
    TaskAdded,
    Told,
    Worked,
    WorkerRestarted,
)
from engine.runs.format_watch import FormatWatch, none_confirmed, nothing_well_formed
from engine.runs.job import FAULT, Job
from engine.runs.neighbours import Neighbours
from engine.runs.progress import Progress
from engine.runs.recovery import Recovery
from engine.runs.retries import Retries, Sent, Terms, refusal
from engine.store import Project
from engine.tasks.doubt import MOST_COMPARED, Peers
from engine.tasks.nearness import first_near
from engine.worker.host import Host
from engine.worker.messages import FromWorker, Generated, LoadModel, UnitFailed, Working
from engine.worker.variants import NOTICE, passed_over

_FETCH = 64  # units read from the project at once
_POLL_SECONDS = 0.1
_DRAIN_SECONDS = 0.01  # for a message that has come to be handed over by the thread that reads it
_LAST_SECONDS = 1.0  # the same for what a dead worker left in its pipe, up to the end of that


class Generation:
    """Generates the open units of one stored run. `run` is the thread's body."""

    def __init__(self, project: Project, job: Job, listener: Listener) -> None:
        self.state: RunState | None = None  # set once, when the run is over for now
        self._ended = threading.Event()  # the last thing that the run's thread does
        self._project, self._run = project, job.run
        self._placing, self._worker = job.placing, job.worker
        terms = Terms(job.composed, job.run.rules_off, job.run.agree, job.run.labels)
        self._retries = Retries(job.prompting, job.run.sampling, job.attempts, terms)
        self._peers = Peers(project.tasks.checks.first_of_run(job.run.id, MOST_COMPARED))
        self._neighbours = Neighbours(project.tasks.near.beside)
        self._recovery = Recovery(job.placing.load.slots)
        self._tell: Callable[[RunEvent], None] = listener
        outcomes = project.runs.outcomes(job.run.id)
        self._progress = Progress(job.run.units_planned, outcomes)
        self._format = FormatWatch(job.prompting.name, outcomes)
        self._host = Host(job.placing.load, job.worker)
        self._has_loaded = False  # the model, at least once
        self._is_refusal = False  # the last failure was no crash
        self._libraries = passed_over()  # for this processor, as far as was told
        self._queue: deque[Unit] = deque()
        self._last_read = 0  # the unit that was last put into the queue
        self._is_all_read = False  # a plan never grows
        self._in_flight: dict[int, Sent] = {}
        self._silent_polls = 0  # not seconds by the clock, which goes on while a laptop sleeps
        self._may_send = threading.Event()  # cleared while paused
        self._may_send.set()
        self._stopping = threading.Event()
        self._stop_lock = threading.Lock()
        self._watchdog = threading.Timer(KILL_AFTER_SECONDS, lambda: self._host.abort())  # noqa: PLW0108 a later one
        self._watchdog.daemon = True

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
        """End the run soon: what is finished is saved, a hanging worker killed. Idempotent."""
        with self._stop_lock:
            if not self._stopping.is_set():
                self._stopping.set()
                self._may_send.set()  # wakes a paused run
                self._watchdog.start()

    def wait(self, timeout: float | None) -> RunState | None:
        """How the run ended, or None if it still goes on after `timeout` seconds.

        Not by the thread's `join`: interrupted by Ctrl+C, that counts a thread as ended which is
        not (Python 3.11 and 3.12, https://github.com/python/cpython/issues/90882).
        """
        return self.state if self._ended.wait(timeout) else None

    # --- the run's thread --------------------------------------------------------------------

    def run(self) -> None:
        """Generate until all is done, stopped or failed; always says how it ended."""
        ending = RunEnded(self._run.id, RunState.FAILED, FAULT)
        try:
            ending = RunEnded(self._run.id, self._generate())
        except KNOWN_ERRORS as error:
            ending = RunEnded(self._run.id, RunState.FAILED, str(error))
        finally:
            with ExitStack() as always:  # in reverse, each whatever the others raise
                always.callback(self._ended.set)
                always.callback(self._tell, ending)
                always.callback(self._store_end, ending)
                always.callback(self._placing.ended)
                always.callback(self._host.stop)
                self._watchdog.cancel()

    def _store_end(self, ending: RunEnded) -> None:
        self.state = ending.state
        # The project may be what failed. Its next opening then marks the run as interrupted.
        with suppress(*KNOWN_ERRORS):
            self._project.runs.set_state(self._run.id, ending.state, ending.failure)

    def _generate(self) -> RunState:
        now = self._progress.now()
        self._tell(RunPlanned(self._run.id, now.units_planned, now.units_done))
        self._attempt(self._place)
        self._attempt(self._start_worker)
        while not self._stopping.is_set():
            self._attempt(self._feed)
            if self._in_flight:
                self._attempt(self._receive)
            elif not self._has_more():
                return self._done()
            else:
                self._wait_while_paused()
        self._drain(_DRAIN_SECONDS)
        return RunState.STOPPED

    def _done(self) -> RunState:
        """Every unit has its outcome; raises `NoTasksWritten` if none of them is a task."""
        outcomes = self._progress.now().outcomes
        if reason := nothing_well_formed(outcomes):
            raise NoTasksWritten(reason)
        if sentence := none_confirmed(outcomes):
            self._tell(Told(self._run.id, sentence))
        return RunState.DONE

    def _attempt(self, step: Callable[[], object]) -> bool:
        """Do something with the worker; if it dies of it, replace it and say False."""
        try:
            step()
        except WorkerCrashed as error:
            if not self._stopping.is_set():
                self._recover(error)
            return False
        return True

    def _place(self) -> None:
        """Decide where the model goes; a new device is tried first, which may take a minute."""
        try:
            self._placing.decide(self._opened, lambda text: self._tell(Told(self._run.id, text)))
        finally:
            slots = self._placing.load.slots
            if slots != self._recovery.slots:
                self._recovery = Recovery(slots)
            self._opened(self._placing.load)

    def _opened(self, load: LoadModel) -> Host:
        """The host of a worker that is to load this: the one that is ended when the run is."""
        self._host = Host(load, self._worker)
        if self._stopping.is_set():
            self._host.abort()
        return self._host

    def _start_worker(self) -> None:
        if self._stopping.is_set():
            return
        self._silent_polls = 0
        self._placing.starting()
        try:
            ready = self._host.start(self._placing.start_seconds)
        except ModelNotLoaded as error:
            # If it was loaded before, it is not the model; perhaps memory is short just now.
            if self._has_loaded or self._placing.may_leave:
                self._is_refusal = not isinstance(error, LoadingHung)
                raise WorkerCrashed(str(error)) from error
            raise
        self._has_loaded = True
        if passed_over() > self._libraries:
            self._libraries = passed_over()
            self._tell(Told(self._run.id, NOTICE))
        self._progress.start_clock()
        place = self._placing
        recorded = place.recorded(ready), place.computed_on(ready)
        self._project.runs.note_device(self._run.id, *recorded)
        self._tell(ModelLoaded(self._run.id, self._placing.said(ready), ready.slots))

    def _wait_while_paused(self) -> None:
        if not self._may_send.is_set():
            self._progress.stop_clock()
            self._may_send.wait()
            self._progress.start_clock()

    # --- sending -----------------------------------------------------------------------------

    def _feed(self) -> None:
        """Send units until there are enough in flight, and let the worker go on."""
        if self._recovery.slots != self._placing.load.slots and self._has_more():
            self._resize_worker()
        if self._recovery.slots == self._placing.load.slots:
            self._send_units()
        self._host.go()

    def _has_more(self) -> bool:
        """There is a unit to send; reads the next few from the project if none is in the queue."""
        if not self._queue and not self._is_all_read:
            units = self._project.runs.open_units(self._run.id, _FETCH, after=self._last_read)
            self._queue.extend(units)
            self._is_all_read = len(units) < _FETCH
            self._last_read = units[-1].id if units else self._last_read
        return bool(self._queue)

    def _send_units(self) -> None:
        """Send until the worker has enough units; suspects one at a time."""
        while self._may_send.is_set() and not self._stopping.is_set() and self._has_more():
            room = self._recovery.room(self._queue[0].id, self._in_flight, self._placing.load.slots)
            if len(self._in_flight) >= room:
                return
            unit = self._queue.popleft()
            self._send(self._retries.first(unit, self._project.passages.read(unit.passage_id)))

    def _send(self, sent: Sent) -> None:
        """Send a unit, for the first time or again."""
        self._in_flight[sent.unit.id] = sent
        self._host.send(self._retries.message(sent))

    def _send_again(self, units: list[Unit]) -> None:
        """Put units before all others, because they are suspects."""
        self._queue.extendleft(sorted(units, key=lambda unit: unit.id, reverse=True))

    # --- receiving ---------------------------------------------------------------------------

    def _receive(self, timeout: float = _POLL_SECONDS) -> bool:
        """Handle the next message, if one comes in time; says whether one did."""
        message = self._host.receive(timeout)
        self._silent_polls = 0 if message else self._silent_polls + 1
        most = self._placing.silent_seconds
        if self._silent_polls * _POLL_SECONDS > most:
            self._host.kill()
            raise WorkerCrashed(
                f"The worker gave no sign for {most / 60:.0f} minutes, so it was ended."
            )
        if message:
            self._handle(message)
        return message is not None

    def _handle(self, message: FromWorker) -> None:
        if isinstance(message, Generated) and message.unit_id in self._in_flight:
            self._answered(self._in_flight[message.unit_id], message)
        elif isinstance(message, UnitFailed) and message.unit_id in self._in_flight:
            if message.of_batch and self._placing.may_leave:
                self._is_refusal = True
                raise WorkerCrashed(f"The graphics device reported an error: {message.detail}.")
            self._refused(self._in_flight[message.unit_id], message.detail)
        elif isinstance(message, Working):
            done = message.read_tokens, message.written_tokens
            self._tell(Worked(self._run.id, len(self._in_flight), *done))

    def _answered(self, sent: Sent, answer: Generated) -> None:
        """Save the answer, or try the unit again; a run that is stopped leaves that open."""
        result = self._retries.answered(sent, answer)
        if isinstance(result, TaskDraft):
            self._save(self._near(self._doubted(result, sent.unit), sent))
            self._recovery.answered(sent.unit.id)
            self._placing.answered()
        elif self._stopping.is_set():
            del self._in_flight[sent.unit.id]
        else:
            self._send(result)

    def _doubted(self, draft: TaskDraft, unit: Unit) -> TaskDraft:
        """The task with the doubt about it, if its checks say anything."""
        doubt = self._peers.grade(unit.task_type, draft.checks)
        return replace(draft, checks=(*draft.checks, doubt)) if doubt else draft

    def _near(self, draft: TaskDraft, sent: Sent) -> TaskDraft:
        """The task with another one of its passage that says nearly the same, if there is one."""
        if draft.outcome is not Outcome.OK:
            return draft
        beside = self._neighbours.of(sent.unit)
        near = first_near(draft.input, draft.output, beside, sent.passage.shown)
        return replace(draft, near_task=near) if near else draft

    def _refused(self, sent: Sent, detail: str) -> None:
        """End a unit that failed alone; send one that failed among others again, alone."""
        if self._recovery.refused(sent.unit.id, self._in_flight):
            self._save(refusal(sent, detail))
        else:
            del self._in_flight[sent.unit.id]
            self._send_again([sent.unit])

    def _save(self, draft: TaskDraft) -> None:
        """Commit a task, then tell of it: what is shown is saved.

        Raises `NoTasksWritten` where the run's tasks say that more of them are of no use.
        """
        task = self._project.tasks.save(draft)
        unit = self._in_flight.pop(draft.unit_id).unit
        if task.outcome is Outcome.OK:
            told = ComparedTask(task.id, unit.passage_id, draft.input, draft.output)
            self._neighbours.add(told, unit)
        progress = self._progress.add(task.outcome, draft.generated_tokens)
        self._tell(TaskAdded(self._run.id, task, progress))
        if reason := self._format.saved(draft):
            raise NoTasksWritten(reason)

    def _drain(self, seconds: float) -> None:
        """Save what has come back already; stop asking when nothing more comes in this time."""
        with suppress(WorkerCrashed):  # it is not needed any more
            while self._in_flight and self._receive(seconds):
                pass

    # --- another worker ----------------------------------------------------------------------

    def _recover(self, error: WorkerCrashed) -> None:
        """Replace the dead worker, or give up; what it answered before it died is saved first."""
        self._progress.stop_clock()
        self._drain(_LAST_SECONDS)
        if not (self._in_flight or self._has_more()):
            return  # that was the last of the run
        if isinstance(error, IllegalInstruction):
            self._take_another_library(str(error))
            return
        is_crash, self._is_refusal = not self._is_refusal, False
        if reason := self._placing.failed(str(error), is_crash=is_crash):
            self._leave_device(reason)
            return
        verdict = self._recovery.crashed(self._in_flight, was_ready=self._host.was_ready)
        for unit_id in verdict.ended:
            self._save(refusal(self._in_flight[unit_id], str(error)))
        self._send_again([self._in_flight[unit_id].unit for unit_id in verdict.retried])
        self._in_flight.clear()
        if verdict.gives_up:
            raise error
        self._replace_worker(str(error))

    def _take_another_library(self, reason: str) -> None:
        """Go on with a library that this processor may run; no unit is to blame, nor the slots."""
        self._libraries = passed_over()
        self._send_all_again()
        self._replace_worker(reason)

    def _leave_device(self, reason: str) -> None:
        """Go on with the CPU, where no unit has failed yet."""
        self._recovery = Recovery(self._placing.load.slots)
        self._send_all_again()
        self._replace_worker(reason)

    def _send_all_again(self) -> None:
        self._send_again([sent.unit for sent in self._in_flight.values()])
        self._in_flight.clear()

    def _resize_worker(self) -> None:
        """Give the worker the slots it is to have, as soon as nothing is in flight."""
        if not self._in_flight and self._may_send.is_set():
            self._progress.stop_clock()
            self._replace_worker(
                f"The worker is started anew with {self._recovery.slots} sequences at once."
            )

    def _replace_worker(self, reason: str) -> None:
        self._host.stop()
        self._placing.resized(self._recovery.slots)
        self._host = Host(self._placing.load, self._worker)
        self._tell(WorkerRestarted(self._run.id, reason, self._placing.load.slots))
        self._attempt(self._start_worker)
