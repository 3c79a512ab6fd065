"""Start and resume runs: the only way to generate.

`start` and `resume` do everything that can be refused before they return: afterwards the run and
its whole plan are stored, and a thread of its own works through it (`generation.py`).
"""

import threading
from collections.abc import Callable
from contextlib import ExitStack
from dataclasses import dataclass, replace

from engine.config import driver_folder, remembered_models
from engine.devices.choosing import AUTO, CPU, Asked, choose_device
from engine.devices.finding import device_notes, driver_stamp, find_devices
from engine.devices.remembering import devices_now
from engine.errors import (
    NothingToDo,
    RequestError,
    WorkerNotStarted,
)
from engine.processes.child import ChildMain
from engine.records import (
    FoundDevices,
    ModelIdentity,
    PassageSettings,
    PlannedUnit,
    Run,
    RunRequest,
    RunState,
)
from engine.runs.choosing import ToRead, rule_of, to_read
from engine.runs.coverage import covered_passages
from engine.runs.cutting import cut_missing, settings_for
from engine.runs.events import Listener
from engine.runs.generation import Generation
from engine.runs.identity import identity_of
from engine.runs.job import Job
from engine.runs.languages import foreign
from engine.runs.machine import DEVICE_STEPS, choose, this_machine
from engine.runs.placing import Placing
from engine.runs.planner import UnitKey, plan
from engine.runs.requests import check_request, check_types
from engine.store import Project
from engine.tasks.agreement import USUAL_SAMPLES
from engine.tasks.prompts import longest_frame
from engine.tasks.types import TaskType
from engine.worker.main import main as worker_main
from engine.worker.messages import LoadModel
from models import library
from models.errors import ModelError
from models.library import FoundModel
from models.prompting import Prompting

_BYTES_PER_TOKEN = 3  # of the English in our wordings; rather too few than too many


class RunHandle:
    """A run that is going on in a thread of its own."""

    def __init__(self, run_id: int, generation: Generation) -> None:
        """Start the thread; raises `WorkerNotStarted` if the system allows no more of them."""
        self.run_id = run_id
        self._generation = generation
        self._thread = threading.Thread(target=generation.run, name=f"run {run_id}", daemon=True)
        try:
            self._thread.start()
        except RuntimeError as error:
            raise WorkerNotStarted(
                "The system allows no more threads; close other programs, then resume the run."
            ) from error

    @property
    def is_paused(self) -> bool:
        """No unit is sent until `unpause`."""
        return self._generation.is_paused

    def pause(self) -> None:
        """Finish the units in flight and send no more."""
        self._generation.pause()

    def unpause(self) -> None:
        """Go on."""
        self._generation.unpause()

    def stop(self) -> None:
        """Ask the run to end; it does within three seconds. Returns at once; idempotent."""
        self._generation.stop()

    def wait(self, timeout: float | None = None) -> RunState | None:
        """How the run ended, or None if it still goes on after `timeout` seconds."""
        return self._generation.wait(timeout)


@dataclass(frozen=True, slots=True)
class _Prepared:
    """A run that could be stored: all checked and cut, its units in the order of the plan."""

    request: RunRequest
    model: FoundModel
    identity: ModelIdentity
    load: LoadModel
    units: list[PlannedUnit]


def start(
    project: Project,
    request: RunRequest,
    listener: Listener,
    worker: ChildMain = worker_main,
    is_cancelled: Callable[[], bool] = lambda: False,
) -> RunHandle:
    """Check the request, cut what is not cut, plan, store, and generate in a thread.

    Raises the `RequestError`, `ModelError`, `WorkerError` or `ProjectError` that says why not;
    `NothingToDo` if it is cancelled before the run is stored.
    """
    devices = _look(worker, request.device)
    ready = _prepared(project, request, worker, is_cancelled)
    placing = _placing(ready.model, ready.identity, ready.load, request, devices)
    run = project.runs.create(ready.request, ready.identity, ready.units)
    job = Job(run, ready.model.prompting, placing, worker, composed=ready.model.composed)
    return _launch(project, job, listener)


def plan_only(
    project: Project,
    request: RunRequest,
    worker: ChildMain = worker_main,
    is_cancelled: Callable[[], bool] = lambda: False,
) -> Run:
    """Do all that `start` does before it generates; the stored run is PLANNED, for `resume`.

    Its tasks get the numbers of their units, whether it is carried out here or in packets.
    """
    ready = _prepared(project, request, worker, is_cancelled)
    with project.transaction():
        run = project.runs.create(ready.request, ready.identity, ready.units, RunState.PLANNED)
        project.packets.reserve(run.id, project.packets.plan_sha256(run.id))
    return run


def _prepared(
    project: Project, request: RunRequest, worker: ChildMain, is_cancelled: Callable[[], bool]
) -> _Prepared:
    wanted = check_request(project, request)
    request = _as_its_pilot(project, replace(request, sentences=rule_of(project, request)))
    known = remembered_models()
    model = known.find(request.model)
    if request.prompting:
        model = model.asked_as(request.prompting)
    _setup(model, model.prompting, wanted, request)  # before the work
    identity = identity_of(model, known)  # before llama.cpp sees the file
    cut_missing(project, model, {kind.reads for kind in wanted}, worker, is_cancelled)
    if is_cancelled():
        raise NothingToDo("The run was cancelled before it began; start it again.")
    largest = project.passages.largest(model.header.vocabulary)
    load = _setup(model, model.prompting, wanted, request, largest)
    done = _done_before(project, identity, request)
    units = _plan(project, model, wanted, _without_foreign(project, model, request), done)
    agree = agreeing(model, wanted, request.agree)
    return _Prepared(replace(request, agree=agree), model, identity, load, units)


def resume(
    project: Project,
    run_id: int | None,
    listener: Listener,
    worker: ChildMain = worker_main,
    device: str = AUTO,
) -> RunHandle:
    """Generate exactly the units of a run that have no task yet.

    Without a number, of the run that was active last, which the window offers too.

    The model must be the very same file, by its SHA-256; its settings are those of the run.
    """
    project.runs.check_none_running()
    run = _unfinished(project, run_id)
    model = _same_model(run.model).asked_as(run.model.prompting)  # as it began
    wording = model.prompting
    largest = project.passages.largest(model.header.vocabulary)
    wanted = check_types(run.task_types)
    load = _setup(model, wording, wanted, run, largest)
    asked = RunRequest(run.model.name, run.task_types, slots=run.slots, device=device)
    placing = _placing(model, run.model, load, asked, _look(worker, device))
    project.runs.claim(run.id)
    return _launch(project, Job(run, wording, placing, worker, composed=model.composed), listener)


def _launch(project: Project, job: Job, listener: Listener) -> RunHandle:
    """Start the thread of a run that is stored as RUNNING; it is INTERRUPTED if that fails."""
    with ExitStack() as undo:
        undo.callback(project.runs.set_state, job.run.id, RunState.INTERRUPTED)
        handle = RunHandle(job.run.id, Generation(project, job, listener))
        undo.pop_all()
    return handle


def agreeing(model: FoundModel, wanted: tuple[TaskType, ...], asked: int | None) -> int:
    """How often answers are drawn again: as asked, else where it pays for this model."""
    if asked is not None:
        return asked
    pays = model.entry is not None and any(kind.short in model.entry.agreeing for kind in wanted)
    return USUAL_SAMPLES if pays else 0


def _setup(
    model: FoundModel,
    wording: Prompting,
    wanted: tuple[TaskType, ...],
    asked: RunRequest | Run,
    largest: int = 0,
) -> LoadModel:
    """How the worker is to load the model for passages of up to `largest` tokens.

    Raises `RequestError` if memory won't do.
    """
    frame = longest_frame(wording, wanted) // _BYTES_PER_TOKEN
    prompt_tokens = max(PassageSettings().max_tokens, largest) + frame
    setup = choose(
        model.header, this_machine(), prompt_tokens, asked.sampling.max_tokens, asked.slots
    )
    if not setup.fits:
        raise RequestError(f"{model.name}: {setup.sentence}")
    return LoadModel(
        path=str(model.path),
        adapter=str(model.adapter or ""),
        slots=setup.slots,
        slot_tokens=setup.slot_tokens,
        threads=setup.threads,
        batch_tokens=setup.batch_tokens,
    )


def _look(worker: ChildMain, device: str) -> FoundDevices:
    """The devices of this computer, if the run may go to one: a scripted worker knows none."""
    if worker is not worker_main or device.casefold() == CPU:
        return FoundDevices()
    if device.casefold() != AUTO:  # what is asked for by name has to be there now
        return find_devices()
    return devices_now(device_notes(), driver_stamp())


def _placing(
    model: FoundModel,
    identity: ModelIdentity,
    on_cpu: LoadModel,
    request: RunRequest,
    devices: FoundDevices,
) -> Placing:
    """Where the run may compute; raises `BadSetting` if it can't as it was asked to."""
    notes = device_notes()
    slots = (request.slots,) if request.slots else DEVICE_STEPS
    free = this_machine().free_bytes
    cache = str(driver_folder() or "") if devices.devices else ""
    asked = Asked(request.device, model.header, on_cpu, slots, free, cache)
    choice = choose_device(asked, devices, notes, driver_stamp() if devices.devices else "")
    return Placing(choice, notes, f"{identity.sha256[:16]} {identity.adapter_sha256[:16]}".strip())


def _plan(
    project: Project,
    model: FoundModel,
    wanted: tuple[TaskType, ...],
    request: RunRequest,
    done: set[UnitKey],
) -> list[PlannedUnit]:
    """The units of a new run, without those that are `done` and what is not wanted once more.

    One that fills gaps has other seeds than the runs before it, whose very answers would come
    again where they failed or were rejected.
    """
    found = {
        kind: to_read(project, settings_for(model, kind), request.document_ids, request.sentences)
        for kind in {kind.reads for kind in wanted}
    }
    passages = {kind: one.ids for kind, one in found.items()}
    seed, covered = request.sampling.seed, frozenset[tuple[int, str]]()
    if request.fill_gaps:
        covered = covered_passages(project, model, wanted, request.document_ids)
        seed += len(project.runs.all())
    limit = request.limit_units
    units = plan(passages, wanted, request.samples, seed, limit, covered=covered, done=done)
    if not units:
        raise NothingToDo(_why_nothing(request, tuple(found.values()), is_covered=bool(covered)))
    return units


def _why_nothing(request: RunRequest, found: tuple[ToRead, ...], *, is_covered: bool) -> str:
    """The sentence for a plan without a unit."""
    has_text = any(one.ids for one in found)
    if not has_text and any(one.left_out for one in found):
        return (
            "The chosen documents hold no whole sentence, only headings, table rows and the like; "
            "choose task types that read passages, or other documents."
        )
    if not has_text:
        return "The chosen documents hold no text to read; choose others."
    if is_covered:
        return "Every passage gave a task of each of these types that is kept: no gap."
    if request.after_run is not None:
        return f"Run {request.after_run} has read everything already."
    return (
        "Earlier runs made all of this already; choose other types or documents, fill the gaps, "
        "or make it once more."
    )


def _done_before(project: Project, identity: ModelIdentity, request: RunRequest) -> set[UnitKey]:
    """The units that a new run leaves out: its pilot's, and where asked for, all made like this.

    Of its pilot's those are missing that llama.cpp failed at.
    """
    done, earlier = set[UnitKey](), request.after_run
    while earlier is not None:  # its pilot, and those whose rest that is
        failed = project.made.failed(earlier) if request.only_missing else frozenset[UnitKey]()
        done |= project.runs.unit_keys(earlier) - failed
        earlier = project.runs.get(earlier).after_run
    if request.only_missing:
        done |= project.made.keys(identity.way, dict(request.labels))
    return done


def _as_its_pilot(project: Project, request: RunRequest) -> RunRequest:
    """The rest of a pilot leaves out what that did, if it does not say itself what it makes."""
    if request.after_run is None or request.fill_gaps or request.only_missing:
        return request
    asked = project.made.narrowing(request.after_run)
    if asked is None:
        return request
    return replace(request, fill_gaps=asked.fill_gaps, only_missing=asked.only_missing)


def _without_foreign(project: Project, model: FoundModel, request: RunRequest) -> RunRequest:
    """The request without the documents in languages that the model can't, if so asked."""
    if not request.trained_languages_only:
        return request
    left_out = foreign(project, model, request.document_ids).document_ids
    chosen = request.document_ids
    if chosen is None:
        chosen = tuple(document.id for document in project.documents.all())
    return replace(request, document_ids=tuple(one for one in chosen if one not in left_out))


def _unfinished(project: Project, run_id: int | None) -> Run:
    run = project.runs.unfinished() if run_id is None else project.runs.get(run_id)
    if run is None:
        raise NothingToDo("No run is unfinished; start a new one.")
    if run.units_done >= run.units_planned:
        raise NothingToDo(f"Run {run.id} is complete; start a new one.")
    return run


def _same_model(identity: ModelIdentity) -> FoundModel:
    """The model that began a run, at its old place, by its name or embedded; never another."""
    known, reasons = remembered_models(), list[str]()
    for place in (identity.path, identity.name, *library.embedded_names()):
        try:
            model = known.find(place)
            found = identity_of(model, known)
            if found.is_same_file(identity):
                return model
            reasons.append(f"the file “{model.path}” is another one now.")
        except ModelError as error:
            reasons.append(str(error))
    raise RequestError(
        f"The run can only be resumed with the model that began it, {identity.name} "
        f"(SHA-256 {identity.sha256[:12]}…): {reasons[0]} Put it back, or start a new run."
    )
