"""One run's events, from the engine's thread to signals on the UI thread.

Tasks are gathered and handed on every `BATCH_MILLISECONDS`, so that a fast run costs the window
ten updates a second and not one for each task. Made per run and closed with its project.
"""

from PySide6.QtCore import QObject, Qt, QTimer, Signal

from engine.runs.events import (
    ModelLoaded,
    RunEnded,
    RunEvent,
    RunPlanned,
    TaskAdded,
    Told,
    Worked,
    WorkerRestarted,
)
from engine.runs.starting import RunHandle

BATCH_MILLISECONDS = 100


class RunBridge(QObject):
    """A listener for one run; every signal carries the engine's own event."""

    run_planned = Signal(object)
    model_loaded = Signal(object)
    worked = Signal(object)
    tasks_added = Signal(object)  # a list of TaskAdded, oldest first
    worker_restarted = Signal(object)
    told = Signal(object)
    run_ended = Signal(object)
    _arrived = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self.handle: RunHandle | None = None  # set by the thread that started the run
        self.has_ended = False  # `run_ended` was emitted
        self._is_closed = False
        self._waiting: list[TaskAdded] = []
        self._timer = QTimer(self, singleShot=True, interval=BATCH_MILLISECONDS)
        self._timer.timeout.connect(self.flush)
        self._arrived.connect(self._take, Qt.ConnectionType.QueuedConnection)

    def listen(self, event: RunEvent) -> None:
        """What the engine calls, from any thread."""
        self._arrived.emit(event)

    def close(self) -> None:
        """Emit nothing any more: neither what is queued nor what is still to come."""
        self._is_closed = True
        self._waiting.clear()
        self._timer.stop()

    def flush(self) -> None:
        """Hand on the tasks that wait."""
        waiting, self._waiting = self._waiting, []
        if waiting:
            self.tasks_added.emit(waiting)

    def _take(self, event: RunEvent) -> None:
        if self._is_closed:
            return
        if isinstance(event, TaskAdded):
            self._waiting.append(event)
            if not self._timer.isActive():
                self._timer.start()
            return
        self.flush()  # whatever happened after the tasks is told after them
        self.has_ended = self.has_ended or isinstance(event, RunEnded)
        for kind, signal in (
            (RunPlanned, self.run_planned),
            (ModelLoaded, self.model_loaded),
            (Worked, self.worked),
            (WorkerRestarted, self.worker_restarted),
            (Told, self.told),
            (RunEnded, self.run_ended),
        ):
            if isinstance(event, kind):
                signal.emit(event)
