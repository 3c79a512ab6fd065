"""What the window says about projects: refused, gone from under it, restored; with what to do next.

It is said on the start page while no project is open, and above the pages otherwise.
"""

from functools import partial
from pathlib import Path

from PySide6.QtWidgets import QFileDialog

from desktop.errors import said_of
from desktop.language import tr
from desktop.main_window import REVIEW, MainWindow
from desktop.open_project import OpenProject
from desktop.pages.start import KIND, SUFFIX
from desktop.safekeeping import Safekeeping
from desktop.widgets.notice import Notice
from engine.errors import NotAProject, ProjectDamaged, ProjectExists, ProjectMissing, ProjectMoved
from engine.store import backups_of


class ProjectNotices:
    """Connects itself to whatever tells about projects."""

    def __init__(
        self, window: MainWindow, start: Notice, current: OpenProject, safekeeping: Safekeeping
    ) -> None:
        self._window, self._start = window, start
        self._current, self._safekeeping = current, safekeeping
        self._beforehand = ""  # what is said of the sample, once it is
        window.pages.currentChanged.connect(self._page_shown)
        current.refused.connect(self._refused)
        current.moved.connect(self.say_moved)
        safekeeping.said.connect(self._say)
        safekeeping.refused.connect(self.say_error)

    def say_error(self, error: Exception) -> None:
        """Show a known error."""
        if isinstance(error, ProjectMoved):
            self.say_moved(error)
        else:
            self._notice.say_error(error)

    def say_written_beforehand(self) -> None:
        """The sample project is new: where its tasks come from, and what to do with them."""
        said = tr(
            "The tasks of this sample were written beforehand, by the model that is built in, on "
            "another computer. Review them, or generate tasks of your own."
        )
        self._beforehand = said
        self._window.notice.say(
            said, "info", tr("Review tasks"), lambda: self._window.go_to(REVIEW)
        )

    def _page_shown(self, place: int) -> None:
        """Who reviews the sample's tasks has done what its notice proposes."""
        if place == REVIEW and self._beforehand and self._window.notice.text == self._beforehand:
            self._window.notice.hide()

    def say_moved(self, error: ProjectMoved) -> None:
        """The file is gone from under the open project: say so until the work is elsewhere."""
        said = said_of(error)
        self._window.unfinished.say(said, "bad", tr("Save a copy elsewhere…"), self._save_elsewhere)

    @property
    def _notice(self) -> Notice:
        return self._window.notice if self._current.project is not None else self._start

    def _say(self, said: str, kind: str) -> None:
        self._notice.say(said, kind)

    def _refused(self, error: Exception, path: Path) -> None:
        said = said_of(error)
        can_come_back = isinstance(error, ProjectDamaged | ProjectMissing | NotAProject)
        if can_come_back and backups_of(path):
            bring = partial(self._safekeeping.restore, path)
            self._notice.say(said, "bad", tr("Restore a backup…"), bring)
        elif isinstance(error, ProjectExists):
            self._notice.say(said, "warn", tr("Open it"), lambda: self._open(path))
        else:
            self.say_error(error)

    def _open(self, path: Path) -> None:
        self._current.open(path)

    def _save_elsewhere(self) -> None:
        path = self._current.path
        if path is None:
            return
        free = str(path.with_name(f"{path.stem} ({tr('rescued')}){SUFFIX}"))
        name, _kind = QFileDialog.getSaveFileName(
            self._window, tr("Save a copy"), free, KIND,
            options=QFileDialog.Option.DontConfirmOverwrite,  # the engine replaces no file
        )  # fmt: skip
        if name:
            self._current.save_copy(Path(name if name.endswith(SUFFIX) else f"{name}{SUFFIX}"))
        else:
            self._current.check_place()  # the notice has gone, the trouble has not
