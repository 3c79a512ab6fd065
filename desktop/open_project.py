"""The project that the window shows: opened, closed, opened again, and remembered as recent.

At most one is open. Its order of closing is fixed here, because each step needs the one before:
pages let go of it (`closing`), its operations in the background end, its run ends, the file is
closed, and only then is that told (`closed`). So no page is ever left with a closed project.

A file is opened and closed off the UI thread, because the upgrade, the check of its schema and the
last checkpoint of a large project take longer than a frame; the window is painted meanwhile.
"""

from pathlib import Path

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from desktop import wording
from desktop.background import Background, Operation, done_elsewhere
from desktop.dialogs.passphrase import with_passphrase
from desktop.language import tr
from desktop.preferences import Preferences, RecentProject
from desktop.running import Running
from engine.errors import KNOWN_ERRORS, ProjectMoved
from engine.records import Run
from engine.runs.format_watch import is_futile
from engine.store import Project


def worth_resuming(project: Project) -> Run | None:
    """The run that waits in a project, unless its model does not write such tasks."""
    waiting = project.runs.unfinished()
    return None if waiting is None or is_futile(waiting) else waiting


class OpenProject(QObject):
    """Opens and closes projects; tells by signals, and refuses by `refused`."""

    opened = Signal(object)  # Project
    closing = Signal(object)  # Project: still open; let go of it now
    closed = Signal()
    refused = Signal(object, object)  # a known error, and the Path it is about
    moved = Signal(object)  # the error that says so
    recent_changed = Signal()

    def __init__(self, background: Background, running: Running, preferences: Preferences) -> None:
        super().__init__()
        self._background, self._running, self._preferences = background, running, preferences
        self.project: Project | None = None
        self._has_ended = False  # the window was closed, perhaps while a project was being opened
        self.window: QWidget | None = None  # the parent of the question for a passphrase

    @property
    def path(self) -> Path | None:
        """Where the open project lies."""
        return self.project.path if self.project else None

    def create(self, path: Path) -> bool:
        """Make a project and open it; tells whether that worked."""
        try:
            made = done_elsewhere(lambda: Project.create(path, who=self._preferences.reviewer))
        except KNOWN_ERRORS as error:
            self.refused.emit(error, path)
            return False
        return self._show(made)

    def open(self, path: Path, passphrase: str = "") -> bool:
        """Open a project, asking for its passphrase; tells whether it is open now.

        The one open before stays until the other one is open.
        """
        if self.path is not None and self.path.resolve() == path.resolve():
            return True
        try:
            project = with_passphrase(
                self.window,
                path.stem,
                lambda word: done_elsewhere(lambda: _opened(path, word)),
                passphrase,
            )
        except KNOWN_ERRORS as error:
            self.refused.emit(error, path)
            return False
        if project is None:
            return False  # the user gave up
        return self._show(project[0])

    def check_place(self) -> None:
        """Tell by `moved` if the file was moved, deleted or replaced under the open project."""
        if self.project is None:
            return
        try:
            self.project.check_place()
        except ProjectMoved as error:
            self.moved.emit(error)

    def save_copy(self, path: Path) -> None:
        """Write a copy of the open project to another place, and go on in that one."""
        project = self.project
        if project is None:
            return
        self._background.run(
            Operation(
                name=tr("Saving a copy"),
                work=lambda _job: project.save_copy(path),
                done=lambda _none: self._go_on_in(path),
                failed=lambda error: self.refused.emit(error, path),
                owner=project,
                must_finish=True,
            )
        )

    def _go_on_in(self, path: Path) -> None:
        self.open(path)

    def close(self) -> None:
        """End what works on the project, then close it."""
        project, self.project = self.project, None
        if project is None:
            return
        self.closing.emit(project)
        self._background.end(project)  # first: one of them may just be starting a run
        self._running.close()
        try:
            self.note_unfinished(project)
            done_elsewhere(project.close)
        except KNOWN_ERRORS as error:  # a stick pulled out, a full disk
            self.refused.emit(error, project.path)
        self.closed.emit()

    def end(self) -> None:
        """Close the project for good: one that is just being opened is not shown any more."""
        self._has_ended = True
        self.close()

    def note_unfinished(self, project: Project) -> None:
        """Remember what the list of recent projects says about a run that waits in it."""
        waiting = worth_resuming(project)
        said = wording.run_sentence(waiting) if waiting else ""
        self._preferences.note_unfinished(project.path, said)
        self.recent_changed.emit()

    def recent(self) -> list[RecentProject]:
        """Projects opened before, newest first."""
        return self._preferences.recent()

    def forget(self, path: Path) -> None:
        """Take a project out of the list of recent ones."""
        self._preferences.forget(path)
        self.recent_changed.emit()

    def _show(self, project: Project) -> bool:
        """Close what is open and show this one, unless the window was closed meanwhile."""
        if self._has_ended:
            project.close()
            return False
        self.close()
        self.project = project
        project.log.who = self._preferences.reviewer
        self._preferences.remember(project.path)
        self.note_unfinished(project)
        self.opened.emit(project)
        return True


def _opened(path: Path, passphrase: str) -> Project:
    """Open a project, and read thousands of documents here and not while the window waits."""
    project = Project.open(path, passphrase)
    project.documents.all()
    return project
