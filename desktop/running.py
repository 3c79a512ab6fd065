"""The window's one hold on a run: start, continue, pause, stop; its events arrive as signals.

Each run gets an event bridge of its own. Closing the run's project silences that bridge, so that
events of one project's run, queued or still to come, never reach the pages of another project.
"""

import time
from collections.abc import Callable

from PySide6.QtCore import QObject, Signal

from desktop.background import Background, Job, Operation, wait_without_freezing
from desktop.language import tr
from desktop.run_bridge import RunBridge
from engine import runs
from engine.devices.choosing import AUTO
from engine.processes.child import ChildMain
from engine.records import RunRequest
from engine.runs.starting import RunHandle
from engine.store import Project
from engine.worker.main import main as worker_main

CLOSE_SECONDS = 10.0  # a run that is told to stop ends within three


class Running(QObject):
    """At most one run at a time."""

    changed = Signal()  # prepared, started, paused, going on, or over
    refused = Signal(object)  # a known error: the run could not start
    run_planned = Signal(object)
    plan_stored = Signal(object)  # the run: its plan was asked for and nothing else
    model_loaded = Signal(object)
    worked = Signal(object)  # nothing ended for a while, but the worker is at it
    tasks_added = Signal(object)  # a list of TaskAdded, oldest first
    worker_restarted = Signal(object)
    told = Signal(object)
    run_ended = Signal(object)

    def __init__(self, background: Background, worker: ChildMain = worker_main) -> None:
        super().__init__()
        self._background, self._worker = background, worker
        self._bridge: RunBridge | None = None
        self._handle: RunHandle | None = None
        self._is_preparing = False

    @property
    def is_under_way(self) -> bool:
        """A run is being prepared or is running."""
        return self._is_preparing or self._handle is not None

    @property
    def is_preparing(self) -> bool:
        """Passages are being cut and the plan written; nothing is generated yet."""
        return self._is_preparing

    @property
    def is_paused(self) -> bool:
        """The run waits to be told to go on."""
        return self._handle is not None and self._handle.is_paused

    @property
    def run_id(self) -> int | None:
        """The run that is running."""
        return self._handle.run_id if self._handle else None

    def start(self, project: Project, request: RunRequest) -> None:
        """Plan and start a run."""
        self._begin(
            tr("Preparing the run"),
            project,
            lambda job, bridge: runs.start(
                project, request, bridge.listen, self._worker, job.is_cancelled
            ),
        )

    def plan(self, project: Project, request: RunRequest) -> None:
        """Store the plan of a run that is started later, here or elsewhere."""
        if self.is_under_way:
            return
        self._is_preparing = True
        self.changed.emit()
        self._background.run(
            Operation(
                name=tr("Preparing the run"),
                work=lambda job: runs.plan_only(project, request, self._worker, job.is_cancelled),
                done=self.plan_stored.emit,
                failed=self.refused.emit,
                ended=self._prepared,
                owner=project,
            )
        )

    def resume(self, project: Project, run_id: int | None, device: str = AUTO) -> None:
        """Complete the plan of an unfinished run; None means the one active last."""
        self._begin(
            tr("Preparing to continue"),
            project,
            lambda _job, bridge: runs.resume(project, run_id, bridge.listen, self._worker, device),
        )

    def toggle_pause(self) -> None:
        """Pause, or go on."""
        if self._handle is None:
            return
        if self._handle.is_paused:
            self._handle.unpause()
        else:
            self._handle.pause()
        self.changed.emit()

    def stop(self) -> None:
        """Ask the run to stop; `run_ended` tells when it has."""
        if self._handle is not None:
            self._handle.stop()

    def close(self) -> None:
        """Hear no more of the run, stop it and wait for its thread; its project can be closed then.

        Call it after the operations of the project have ended: one of them may start the run.
        """
        bridge, self._bridge = self._bridge, None
        handle, self._handle = self._handle, None
        self._is_preparing = False
        if bridge is not None:
            bridge.close()
            handle = handle or bridge.handle
        if handle is not None:
            handle.stop()
            deadline = time.monotonic() + CLOSE_SECONDS
            wait_without_freezing(lambda: handle.wait(0) is not None or time.monotonic() > deadline)
        self.changed.emit()

    def _begin(
        self, name: str, project: Project, start: Callable[[Job, RunBridge], RunHandle]
    ) -> None:
        if self.is_under_way:
            return
        bridge = self._bridge = self._new_bridge()
        self._is_preparing = True
        self.changed.emit()
        self._background.run(
            Operation(
                name=name,
                work=lambda job: _start(job, bridge, start),
                done=lambda handle: self._begun(handle, bridge),
                failed=self._refused,
                ended=self._prepared,
                owner=project,
            )
        )

    def _new_bridge(self) -> RunBridge:
        bridge = RunBridge()
        bridge.run_planned.connect(self.run_planned)
        bridge.model_loaded.connect(self.model_loaded)
        bridge.worked.connect(self.worked)
        bridge.tasks_added.connect(self.tasks_added)
        bridge.worker_restarted.connect(self.worker_restarted)
        bridge.told.connect(self.told)
        bridge.run_ended.connect(self._ended)
        return bridge

    def _prepared(self) -> None:
        self._is_preparing = False
        self.changed.emit()

    def _begun(self, handle: RunHandle, bridge: RunBridge) -> None:
        has_ended = bridge.has_ended or handle.wait(0) is not None  # a short run may be over
        self._handle = None if has_ended else handle
        self.changed.emit()

    def _refused(self, error: Exception) -> None:
        self._bridge = None
        self.refused.emit(error)

    def _ended(self, event: object) -> None:
        self._handle = None
        self.changed.emit()
        self.run_ended.emit(event)


def _start(job: Job, bridge: RunBridge, start: Callable[[Job, RunBridge], RunHandle]) -> RunHandle:
    """Start the run; stop it again if its project was closed meanwhile."""
    bridge.handle = start(job, bridge)
    if job.is_cancelled():
        bridge.handle.stop()
    return bridge.handle
