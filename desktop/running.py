"""The window's one hold on a run: start, continue, pause, stop; answers come through the bridge."""

from collections.abc import Callable

from PySide6.QtCore import QObject, Signal

from desktop.background import Background, Operation
from desktop.run_bridge import RunBridge
from engine import runs
from engine.processes.child import ChildMain
from engine.records import RunRequest
from engine.runs.starting import RunHandle
from engine.store import Project
from engine.worker.main import main as worker_main

CLOSE_SECONDS = 10.0


class Running(QObject):
    """At most one run at a time."""

    changed = Signal()  # prepared, started, paused, going on, or over
    refused = Signal(object)  # a known error: the run could not start

    def __init__(
        self, background: Background, bridge: RunBridge, worker: ChildMain = worker_main
    ) -> None:
        super().__init__()
        self._background, self._bridge, self._worker = background, bridge, worker
        self._handle: RunHandle | None = None
        self._is_preparing = False
        bridge.run_ended.connect(self._ended)

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

    def start(self, project: Project, request: RunRequest) -> None:
        """Plan and start a run."""
        self._begin(
            "Preparing the run",
            lambda: runs.start(project, request, self._bridge.listen, self._worker),
        )

    def resume(self, project: Project, run_id: int | None) -> None:
        """Complete the plan of an unfinished run; None means the newest."""
        self._begin(
            "Preparing to continue",
            lambda: runs.resume(project, run_id, self._bridge.listen, self._worker),
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
        """Ask the run to stop; `run_ended` of the bridge tells when it has."""
        if self._handle is not None:
            self._handle.stop()

    def close(self) -> None:
        """Stop and wait for the run's thread, so that the project can be closed."""
        handle, self._handle = self._handle, None
        self._is_preparing = False
        if handle is not None:
            handle.stop()
            handle.wait(CLOSE_SECONDS)

    def _begin(self, name: str, work: Callable[[], RunHandle]) -> None:
        if self.is_under_way:
            return
        self._is_preparing = True
        self.changed.emit()
        self._background.run(
            Operation(name=name, work=lambda _job: work(), done=self._begun, failed=self._refused)
        )

    def _begun(self, handle: RunHandle) -> None:
        self._is_preparing = False
        has_ended = handle.wait(0) is not None  # a short run may be over before we hear of it
        self._handle = None if has_ended else handle
        self.changed.emit()

    def _refused(self, error: Exception) -> None:
        self._is_preparing = False
        self.changed.emit()
        self.refused.emit(error)

    def _ended(self, _event: object) -> None:
        self._handle = None
        self.changed.emit()
