"""When Python looks for reference cycles while the window is open: on the UI thread, and rarely.

By itself it looks in whichever thread happens to make objects. In one that imports or counts it
would destroy what is left of a closed dialog there, and Qt's objects may only go on their own
thread: else the process crashes, later and elsewhere. Anki does the same for the same reason.
"""

import gc

from PySide6.QtCore import QObject, QTimer

_EVERY_MILLISECONDS = 1_000
_THRESHOLDS = (10_000, 20, 20)  # objects made; collections of the younger generation


class CycleCollector(QObject):
    """Looks now and then, if enough objects were made since."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._timer = QTimer(self, interval=_EVERY_MILLISECONDS)
        self._timer.timeout.connect(self.look)
        self._timer.start()

    def look(self) -> None:
        """Collect the oldest generation that is due."""
        counts = gc.get_count()
        due = [n for n in range(3) if counts[n] > _THRESHOLDS[n]]
        if due:
            gc.collect(due[-1])


def collect_on_this_thread(parent: QObject) -> CycleCollector:
    """From now on cycles are looked for here alone, and not among what stays until the end."""
    gc.freeze()
    gc.disable()
    return CycleCollector(parent)
