"""Turns the engine's run events, which come on the run's thread, into signals on the UI thread.

Tasks are gathered and handed on every `BATCH_MILLISECONDS`: a table that takes rows one by one
spends more time on drawing than the model spends on thinking.
"""

from PySide6.QtCore import QObject, Qt, QTimer, Signal

from engine.runs.events import (
    ModelLoaded,
    RunEnded,
    RunEvent,
    RunPlanned,
    TaskAdded,
    WorkerRestarted,
)

BATCH_MILLISECONDS = 100


class RunBridge(QObject):
    """A listener for one project's runs; every signal carries the engine's own event."""

    run_planned = Signal(object)
    model_loaded = Signal(object)
    tasks_added = Signal(object)  # a list of TaskAdded, oldest first
    worker_restarted = Signal(object)
    run_ended = Signal(object)
    _arrived = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self._waiting: list[TaskAdded] = []
        self._timer = QTimer(self, singleShot=True, interval=BATCH_MILLISECONDS)
        self._timer.timeout.connect(self.flush)
        self._arrived.connect(self._take, Qt.ConnectionType.QueuedConnection)

    def listen(self, event: RunEvent) -> None:
        """What the engine calls, from any thread."""
        self._arrived.emit(event)

    def flush(self) -> None:
        """Hand on the tasks that wait."""
        waiting, self._waiting = self._waiting, []
        if waiting:
            self.tasks_added.emit(waiting)

    def _take(self, event: RunEvent) -> None:
        if isinstance(event, TaskAdded):
            self._waiting.append(event)
            if not self._timer.isActive():
                self._timer.start()
            return
        self.flush()  # whatever happened after the tasks is told after them
        for kind, signal in (
            (RunPlanned, self.run_planned),
            (ModelLoaded, self.model_loaded),
            (WorkerRestarted, self.worker_restarted),
            (RunEnded, self.run_ended),
        ):
            if isinstance(event, kind):
                signal.emit(event)
