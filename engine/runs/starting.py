"""Start and resume runs: the only way to generate.

`start` and `resume` do everything that can be refused before they return: afterwards the run and
its whole plan are stored, and a thread of its own works through it (`generation.py`).
"""

import threading
from collections.abc import Callable, Collection
from contextlib import ExitStack
from dataclasses import replace

from engine.config import remembered_models
from engine.errors import (
    BadSetting,
    NothingToDo,
    RequestError,
    UnknownTaskType,
    WorkerNotStarted,
)
from engine.processes.child import ChildMain
from engine.records import (
    ModelIdentity,
    PassageSettings,
    PlannedUnit,
    Run,
    RunRequest,
    RunState,
    Sampling,
)
from engine.runs.coverage import covered_passages
from engine.runs.cutting import cut_missing, settings_for
from engine.runs.events import Listener
from engine.runs.generation import Generation, Job
from engine.runs.languages import foreign
from engine.runs.machine import SLOTS_ALLOWED, choose, this_machine
from engine.runs.planner import plan
from engine.store import Project
from engine.tasks.agreement import USUAL_SAMPLES, check_samples
from engine.tasks.own_labels import check_labels
from engine.tasks.prompts import longest_frame
from engine.tasks.rules import rules_off
from engine.tasks.types import TaskType, task_type
from engine.worker.main import main as worker_main
from engine.worker.messages import LoadModel
from models import library
from models.errors import ModelError
from models.library import FoundModel
from models.prompting import Prompting
from models.remembered import RememberedModels

_BYTES_PER_TOKEN = 3  # of the English in our wordings; rather too few than too many
_ALL_LAYERS = -1


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
    wanted = _check_types(request.task_types)
    _check_numbers(request)
    _check_sampling(request.sampling)
    rules_off(request.rules_off)
    check_samples(request.agree or 0)
    _check_labels(request)
    project.runs.check_none_running()
    _check_documents(project, request.document_ids)
    known = remembered_models()
    model = known.find(request.model)
    if request.prompting:
        model = model.asked_as(request.prompting)
    _setup(model, model.prompting, wanted, request)  # before the work
    identity = _identity(model, known)  # before llama.cpp sees the file
    cut_missing(project, model, {kind.reads for kind in wanted}, worker, is_cancelled)
    if is_cancelled():
        raise NothingToDo("The run was cancelled before it began; start it again.")
    largest = project.passages.largest(model.header.vocabulary)
    load = _setup(model, model.prompting, wanted, request, largest)
    units = _plan(project, model, wanted, _without_foreign(project, model, request))
    request = replace(request, agree=agreeing(model, wanted, request.agree))
    run = project.runs.create(request, identity, units)
    job = Job(run, model.prompting, load, worker, composed=model.composed)
    return _launch(project, job, listener)


def resume(
    project: Project, run_id: int | None, listener: Listener, worker: ChildMain = worker_main
) -> RunHandle:
    """Generate exactly the units of a run that have no task yet; None takes the newest such run.

    The model must be the very same file, by its SHA-256; its settings are those of the run.
    """
    project.runs.check_none_running()
    run = _unfinished(project, run_id)
    model = _same_model(run.model).asked_as(run.model.prompting)  # as it began
    wording = model.prompting
    largest = project.passages.largest(model.header.vocabulary)
    wanted = _check_types(run.task_types)
    load = _setup(model, wording, wanted, run, largest)
    project.runs.claim(run.id)
    return _launch(project, Job(run, wording, load, worker, composed=model.composed), listener)


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


def _check_types(names: Collection[str]) -> tuple[TaskType, ...]:
    if not names:
        raise UnknownTaskType("No task type is chosen; choose at least one.")
    return tuple({kind.short: kind for kind in map(task_type, names)}.values())


def _check_labels(request: RunRequest) -> None:
    """Own labels can be such, and each belongs to a type of the run."""
    for short, _labels in check_labels(request.labels):
        if short not in {task_type(name).short for name in request.task_types}:
            raise BadSetting(f"Labels are given for {short}, which the run does not write; add it.")


def _check_numbers(request: RunRequest) -> None:
    if request.samples not in range(1, 101):
        raise BadSetting(f"{request.samples} samples can't be made; choose from 1 to 100.")
    if request.slots is not None and request.slots not in SLOTS_ALLOWED:
        raise BadSetting(
            f"{request.slots} sequences at once can't be run; "
            f"choose from {SLOTS_ALLOWED[0]} to {SLOTS_ALLOWED[-1]}."
        )
    if request.limit_units is not None and request.limit_units < 1:
        raise BadSetting(f"A limit of {request.limit_units} units makes nothing; choose 1 or more.")


def _check_sampling(sampling: Sampling) -> None:
    if not 0 <= sampling.temperature <= 2:
        raise BadSetting(f"The temperature {sampling.temperature:g} is not from 0 to 2.")
    if not 0 < sampling.top_p <= 1:
        raise BadSetting(f"Top-p {sampling.top_p:g} is not above 0 and at most 1.")
    if sampling.max_tokens not in range(1, 2049):
        raise BadSetting(f"{sampling.max_tokens} tokens for an answer are not from 1 to 2,048.")
    if sampling.seed not in range(2**63):
        raise BadSetting(f"The seed {sampling.seed} is not from 0 to 2^63 - 1.")


def _check_documents(project: Project, document_ids: Collection[int] | None) -> None:
    for document_id in document_ids or ():
        project.documents.get(document_id)
    if document_ids == () or not project.documents.all():
        raise NothingToDo("There is no document to read; import or choose one first.")


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
        gpu_layers=_ALL_LAYERS,
        batch_tokens=setup.batch_tokens,
    )


def _plan(
    project: Project, model: FoundModel, wanted: tuple[TaskType, ...], request: RunRequest
) -> list[PlannedUnit]:
    """The units of a new run, without those of its pilot.

    One that fills gaps has other seeds than the runs before it, whose very answers would come
    again where they failed or were rejected.
    """
    passages = {
        kind: project.passages.ids(settings_for(model, kind), request.document_ids)
        for kind in {kind.reads for kind in wanted}
    }
    seed, covered = request.sampling.seed, frozenset[tuple[int, str]]()
    if request.fill_gaps:
        covered = covered_passages(project, model, wanted, request.document_ids)
        seed += len(project.runs.all())
    limit = request.limit_units
    if request.after_run is None:
        units = plan(passages, wanted, request.samples, seed, limit, covered=covered)
    else:
        done = _planned_before(project, request.after_run)
        whole = plan(passages, wanted, request.samples, seed, covered=covered)
        units = [u for u in whole if (u.passage_id, u.task_type, u.sample) not in done][:limit]
        if whole and not units:
            raise NothingToDo(f"Run {request.after_run} has read everything already.")
    if not units and covered:
        raise NothingToDo("Every passage gave a task of each of these types that is kept: no gap.")
    if not units:
        raise NothingToDo("The chosen documents hold no text to read; choose others.")
    return units


def _planned_before(project: Project, run_id: int) -> set[tuple[int, str, int]]:
    """The units of a run, and of those whose rest it is."""
    found, earlier = set[tuple[int, str, int]](), project.runs.get(run_id)
    while earlier is not None:
        found |= project.runs.unit_keys(earlier.id)
        earlier = None if earlier.after_run is None else project.runs.get(earlier.after_run)
    return found


def _without_foreign(project: Project, model: FoundModel, request: RunRequest) -> RunRequest:
    """The request without the documents in languages that the model can't, if so asked."""
    if not request.trained_languages_only:
        return request
    left_out = foreign(project, model, request.document_ids).document_ids
    chosen = request.document_ids
    if chosen is None:
        chosen = tuple(document.id for document in project.documents.all())
    return replace(request, document_ids=tuple(one for one in chosen if one not in left_out))


def _identity(model: FoundModel, known: RememberedModels) -> ModelIdentity:
    return ModelIdentity(
        name=model.name,
        path=str(model.path),
        sha256=known.sha256_of(model.path),
        prompting=model.prompting.name,
        adapter_sha256=library.sha256_of(model.adapter) if model.adapter else "",
    )


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
            found = _identity(model, known)
            if (found.sha256, found.adapter_sha256) == (identity.sha256, identity.adapter_sha256):
                return model
            reasons.append(f"the file “{model.path}” is another one now.")
        except ModelError as error:
            reasons.append(str(error))
    raise RequestError(
        f"The run can only be resumed with the model that began it, {identity.name} "
        f"(SHA-256 {identity.sha256[:12]}…): {reasons[0]} Put it back, or start a new run."
    )
