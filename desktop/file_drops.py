"""Files dropped anywhere on the window: packets are merged, a project opened, the rest imported.

The Documents page takes drops itself and shows where; here is what falls on the other pages.
"""

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Protocol

from PySide6.QtCore import QEvent, QObject
from PySide6.QtGui import QDropEvent
from PySide6.QtWidgets import QMainWindow

SUFFIX = ".bonito"


class Merging(Protocol):
    """Knows the packets of the open project, and merges them."""

    def are_known(self, paths: Sequence[Path]) -> bool:
        """All of these files are packets of the open project."""
        ...

    def merge(self, paths: Sequence[Path]) -> None:
        """Merge them."""
        ...


class FileDrops(QObject):
    """Watches the window; a child of it."""

    def __init__(
        self,
        window: QMainWindow,
        open_project: Callable[[Path], object],
        import_files: Callable[[Sequence[Path]], object],
        packets: Merging,
    ) -> None:
        super().__init__(window)
        self._packets = packets
        self._open_project, self._import_files = open_project, import_files
        window.setAcceptDrops(True)
        window.installEventFilter(self)

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:
        """Take files of this computer, nothing else."""
        if not isinstance(event, QDropEvent):
            return False
        paths = [Path(url.toLocalFile()) for url in event.mimeData().urls() if url.isLocalFile()]
        if not paths:
            return False
        event.acceptProposedAction()
        if event.type() is QEvent.Type.Drop:
            self._take(paths)
        return True

    def _take(self, paths: Sequence[Path]) -> None:
        projects = [path for path in paths if path.suffix.lower() == SUFFIX and path.is_file()]
        if projects and self._packets.are_known(projects):
            self._packets.merge(projects)
        elif projects:
            self._open_project(projects[0])
        else:
            self._import_files(paths)
