"""The sample project: made where it isn't yet, and opened."""

from pathlib import Path

from PySide6.QtCore import QStandardPaths

from desktop.background import Background, Operation
from desktop.language import tr
from desktop.open_project import OpenProject
from desktop.pages.start import SUFFIX, StartPage
from desktop.project_notices import ProjectNotices
from engine import demo


class SampleProject:
    """Made in the background, because its documents are read like any others."""

    def __init__(
        self,
        background: Background,
        current: OpenProject,
        start: StartPage,
        notices: ProjectNotices,
    ) -> None:
        self._background, self._current = background, current
        self._start, self._notices = start, notices

    def open(self) -> None:
        """Open the sample project in the user's documents folder."""
        place = QStandardPaths.StandardLocation.DocumentsLocation
        self.open_at(Path(QStandardPaths.writableLocation(place)) / f"Bonito sample{SUFFIX}")

    def open_at(self, path: Path) -> None:
        """Open the sample project, and make it first where it isn't yet."""
        if path.exists():
            self._current.open(path)
            return
        self._start.sample.setEnabled(False)
        self._background.run(
            Operation(
                name=tr("Making the sample project"),
                work=lambda _job: _make(path),
                done=self._made,
                failed=self._notices.say_error,
                ended=lambda: self._start.sample.setEnabled(True),
            )
        )

    def _made(self, path: Path) -> None:
        if self._current.open(path):
            self._notices.say_written_beforehand()


def _make(path: Path) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    demo.make_sample_project(path)
    return path
