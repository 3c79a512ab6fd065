"""The steps of the self-test, in order; a step that fails does not keep the others from running."""

import multiprocessing
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from socket import socket

from engine import runs
from engine.devices.finding import find_devices
from engine.errors import KNOWN_ERRORS
from engine.export import ExportRequest, export
from engine.export.verify import verify
from engine.importing import import_paths
from engine.processes.child import ChildMain
from engine.records import FileStatus, RunRequest, RunState, Sampling
from engine.runs.events import ModelLoaded, RunEvent, WorkerRestarted
from engine.runs.machine import this_machine
from engine.selftest.bound import ProcessBound, left_over
from engine.selftest.files import SENTENCE, small_files
from engine.store import Project
from engine.tasks.types import TASK_TYPES
from engine.worker.main import main as worker_main

UNITS = 12
_MAX_TOKENS = 120
_RUN_SECONDS = 300.0
_END_SECONDS = 10.0
_NETWORK = ("ssl", "http.client", "urllib.request", "huggingface_hub", "PySide6.QtNetwork")


class StepFailed(Exception):
    """What a step expected did not happen; `str()` says what happened instead."""


@dataclass(frozen=True, slots=True)
class Step:
    """One step as it went. `detail` says in a few words what was seen."""

    name: str
    passed: bool
    detail: str
    seconds: float


@dataclass(frozen=True, slots=True)
class _Place:
    folder: Path
    model: str
    worker: ChildMain
    bound: ProcessBound

    @property
    def project(self) -> Path:
        return self.folder / "self-test.bonito"

    @property
    def export(self) -> Path:
        return self.folder / "export"


def run_steps(
    folder: Path, model: str = "default", worker: ChildMain = worker_main
) -> Iterator[Step]:
    """Do every step in the empty folder `folder`, telling of each as it ends.

    Raises `MachineUnreadable` where processes can't be counted, before it starts any.
    """
    this_machine()
    with ProcessBound() as bound:
        place = _Place(folder, model, worker, bound)
        for name, step in _STEPS:
            started = time.monotonic()
            try:
                detail, passed = step(place), True
            except (StepFailed, *KNOWN_ERRORS) as problem:
                detail, passed = str(problem), False
            yield Step(name, passed, detail, time.monotonic() - started)


def _refuse_sockets(_place: _Place) -> str:
    """Refusing is the launch's business: this only asks, as any code in the program could."""
    try:
        socket().close()
    except PermissionError:  # ours, or the kernel's where a filter is in force
        return "a socket was asked for and refused"
    raise StepFailed("a socket was opened, and nothing refused it")


def _miss_network_clients(_place: _Place) -> str:
    if not getattr(sys, "frozen", False):
        return "not packaged: Python's own network clients are installed, and refused"
    found = [name for name in _NETWORK if _is_there(name)]
    if found:
        raise StepFailed(f"the program holds {', '.join(found)}")
    return f"not inside: {', '.join(_NETWORK)}"


def _is_there(name: str) -> bool:
    try:
        return find_spec(name) is not None
    except ModuleNotFoundError:  # not even the package around it
        return False


def _read_every_format(place: _Place) -> str:
    source = place.folder / "documents"
    source.mkdir()
    files = small_files()
    for name, content in files.items():
        (source / name).write_bytes(content)
    with Project.create(place.project) as project:
        reports = import_paths(project, [source])
        bad = [
            f"{report.name}: {report.status.value}"
            for report in reports
            if report.status is not FileStatus.READY
        ]
        texts = {one.name: project.documents.text(one.id) for one in project.documents.all()}
    bad += [name for name, text in texts.items() if SENTENCE not in " ".join(text.split())]
    if bad or len(texts) != len(files):
        raise StepFailed(f"{len(texts)} of {len(files)} files were read; {', '.join(bad)}")
    return f"{len(texts)} formats read: {', '.join(sorted(name[6:] for name in texts))}"


class _Crasher:
    """A listener that kills the worker once, as soon as it has loaded the model."""

    def __init__(self) -> None:
        self.kills = 0
        self.restarts = 0
        self.device = ""

    def __call__(self, event: RunEvent) -> None:
        if isinstance(event, ModelLoaded):
            self.device = event.device
            if not self.kills:
                self.kills = _kill_worker()
        elif isinstance(event, WorkerRestarted):
            self.restarts += 1


def _kill_worker() -> int:
    workers = [child for child in multiprocessing.active_children() if child.name == "worker"]
    for worker in workers:
        worker.kill()
    return len(workers)


def _run_through_a_crash(place: _Place) -> str:
    crasher = _Crasher()
    request = RunRequest(
        model=place.model,
        task_types=tuple(kind.short for kind in TASK_TYPES),
        sampling=Sampling(max_tokens=_MAX_TOKENS),
        limit_units=UNITS,
    )
    with Project.open(place.project) as project:
        handle = runs.start(project, request, crasher, place.worker)
        if handle.wait(_RUN_SECONDS) is None:
            handle.stop()
            handle.wait()
            raise StepFailed(f"the run was not done within {_RUN_SECONDS:.0f} s")
        run = project.runs.get(handle.run_id)
    if run.state is not RunState.DONE or run.units_done != run.units_planned:
        raise StepFailed(f"{run.units_done} of {run.units_planned} units: {run.failure}")
    if (crasher.kills, crasher.restarts) != (1, 1):
        raise StepFailed(f"{crasher.kills} workers killed, {crasher.restarts} started again")
    return f"worker killed and replaced; all {run.units_done} units done on {crasher.device}"


_INVENTED = "The documents of the self-test are invented."


def _export(place: _Place) -> str:
    with Project.open(place.project) as project:
        request = ExportRequest(place.export, only_accepted=False, personal_reason=_INVENTED)
        report = export(project, request)
    return f"{report.rows} rows written"


def _verify(place: _Place) -> str:
    found = verify(place.export)
    if found.problems:
        raise StepFailed(" ".join(found.problems[:3]))
    return f"{found.files} files and {found.rows} rows are as the manifest says"


def _reopen(place: _Place) -> str:
    with Project.open(place.project) as project:
        if damage := project.find_damage():
            raise StepFailed(damage)
        status = project.status()
    if sum(status.outcomes.values()) + status.units_open != status.units_planned:
        raise StepFailed("the outcomes don't add up to the plan")
    return f"sound; {status.units_planned} units, {status.units_open} open"


def _leave_no_process(place: _Place) -> str:
    deadline = time.monotonic() + _END_SECONDS
    while left := left_over():
        if time.monotonic() > deadline:
            raise StepFailed(f"{len(left)} processes are left: {', '.join(p.name() for p in left)}")
        time.sleep(0.05)
    return f"none left; at most {place.bound.peak} at once, {place.bound.most} allowed"


def _find_devices(_place: _Place) -> str:
    """None is no fault, and one that can't be used is left alone: it is only said."""
    found = find_devices()
    names = [f"{one.name} ({one.backend})" for one in found.devices]
    names += [f"{one.backend}: {one.reason}" for one in found.unusable]
    return f"beside the CPU: {'; '.join(names) or 'no graphics device'}"


_STEPS: tuple[tuple[str, Callable[[_Place], str]], ...] = (
    ("network refused", _refuse_sockets),
    ("network clients", _miss_network_clients),
    ("formats", _read_every_format),
    ("devices", _find_devices),
    ("run and crash", _run_through_a_crash),
    ("export", _export),
    ("verify", _verify),
    ("project", _reopen),
    ("processes", _leave_no_process),
)
