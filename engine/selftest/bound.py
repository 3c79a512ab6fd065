"""A bound on how many processes there may be, in force before anything is started.

A packaged program whose children don't know that they are children starts itself without end:
over a thousand processes in minutes, seen elsewhere. So the self-test watches its own family and
ends all of it when it grows beyond what it can need.
"""

import os
import threading
from types import TracebackType
from typing import Self

import psutil

MOST = 8  # two readers, a worker, its successor, Python's resource tracker, and some room
_LOOK_SECONDS = 0.05
_END_SECONDS = 3.0
_EXIT_CODE = 70  # not one that the program uses for anything else


class ProcessBound:
    """As a context: while it holds, more than `most` processes below this one end them all."""

    def __init__(self, most: int = MOST) -> None:
        self.most = most
        self.peak = 0
        self._over = threading.Event()
        self._thread = threading.Thread(target=self._watch, name="process bound", daemon=True)

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._over.set()
        self._thread.join()

    def _watch(self) -> None:
        while not self._over.wait(_LOOK_SECONDS):
            family = descendants()
            self.peak = max(self.peak, len(family))
            if len(family) > self.most:
                _end(family)


def descendants() -> list[psutil.Process]:
    """Every process below this one, its children's children included."""
    return psutil.Process().children(recursive=True)


def left_over() -> list[psutil.Process]:
    """What still runs below this process, but for the helper that Python keeps until its end."""
    return [process for process in descendants() if not _is_resource_tracker(process)]


def _is_resource_tracker(process: psutil.Process) -> bool:
    try:
        return any("resource_tracker" in part for part in process.cmdline())
    except psutil.NoSuchProcess:
        return True  # it ended while it was looked at


def _end(family: list[psutil.Process]) -> None:
    # Stopped first: one that is being killed must not be replaced by its parent.
    for act in (psutil.Process.suspend, psutil.Process.kill):
        for process in family:
            try:
                act(process)
            except psutil.Error:
                continue  # it is gone, which is what was wanted
    psutil.wait_procs(family, _END_SECONDS)
    os._exit(_EXIT_CODE)
