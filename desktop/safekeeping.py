"""What the Project menu does beyond opening: back up, restore, protect, delete.

Each closes the open project first where the file is to be replaced, works in the background, and
opens it again. What came of it is told by `said` and `refused`.
"""

from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import TypeVar

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QFileDialog, QWidget

from desktop import wording
from desktop.background import Background, Operation
from desktop.dialogs.backups import ChooseBackup
from desktop.dialogs.delete import ConfirmDelete
from desktop.dialogs.passphrase import NewPassphrase, with_passphrase
from desktop.language import tr
from desktop.open_project import OpenProject
from engine.errors import KNOWN_ERRORS, ProjectProtected
from engine.store import Project, backups_of, delete_project, project_of, restore

Done = TypeVar("Done")
KIND = tr("Bonito projects and their backups (*.bonito)")


class Safekeeping(QObject):
    """Performs the entries of the menu."""

    said = Signal(str, str)  # a sentence and the kind of notice
    refused = Signal(object)  # a known error

    def __init__(self, window: QWidget, current: OpenProject, background: Background) -> None:
        super().__init__()
        self._window, self._current, self._background = window, current, background

    def back_up_if_due(self, project: Project) -> None:
        """The day's backup, without being asked."""
        self._run(tr("Backing up"), project.back_up_if_due, lambda _copy: None, project)

    def back_up(self) -> None:
        """Write a backup now."""
        project = self._current.project
        if project is not None:
            self._run(tr("Backing up"), project.back_up, self._backed_up, project)

    def restore(self, path: Path | None = None) -> None:
        """Ask which backup of a project comes back, and bring it: of the open one, or of a file."""
        path = path or self._current.path or self._ask_file()
        if path is None:
            return
        found = backups_of(path)
        if not found:
            self.said.emit(tr("No backup of “{name}” lies beside it.", name=path.stem), "warn")
            return
        dialog = ChooseBackup(self._window, path.stem, found)
        if dialog.exec():
            self._restore(path, dialog.chosen)
        dialog.deleteLater()

    def protect(self) -> None:
        """Set, change or remove the passphrase of the open project."""
        project = self._current.project
        if project is None:
            return
        path = project.path
        dialog = NewPassphrase(self._window, path.stem, is_protected=project.is_protected)
        is_wanted, passphrase = dialog.exec(), dialog.passphrase
        dialog.deleteLater()  # with what was typed
        if not is_wanted:
            return
        self._current.close()  # a run or an import may be under way
        self._run(
            tr("Encrypting")
            if passphrase
            else tr("Decrypting"),  # all of a file: seconds, if it is large
            partial(_rewrite, project, passphrase),
            lambda _none: self._protected(path, passphrase),
        )

    def _protected(self, path: Path, passphrase: str) -> None:
        said = (
            tr("“{name}” opens with its passphrase only from now on.", name=path.stem)
            if passphrase
            else tr("“{name}” has no passphrase from now on.", name=path.stem)
        )
        is_other_open = self._current.project is not None
        if is_other_open or self._current.open(path, passphrase):
            self.said.emit(said, "good")

    def delete(self) -> None:
        """Delete the open project with its backups, after asking."""
        path = self._current.path
        if path is None:
            return
        copies = len(backups_of(path))
        said = tr(
            "“{name}”, with its documents, tasks and decisions, and {backups} beside it. "
            "This can't be taken back. The files you imported and the exports you made stay "
            "where they are.",
            name=path.stem,
            backups=wording.counted(copies, "backup"),
        )
        if not ConfirmDelete(self._window, tr("Delete this project?"), said).exec():
            return
        self._current.close()
        self._run(tr("Deleting"), partial(delete_project, path), lambda _none: self._deleted(path))

    def _deleted(self, path: Path) -> None:
        self._current.forget(path)
        self.said.emit(tr("“{name}” is deleted for good.", name=path.stem), "good")

    def _restore(self, path: Path, backup: Path) -> None:
        if self._current.path is not None and self._current.path.resolve() == path.resolve():
            self._current.close()
        before = self._current.project
        self._background.run(
            Operation(
                name=tr("Restoring"),
                work=lambda _job: restore(path, backup),
                done=lambda _path: self._restored(path, backup, "", before),
                failed=partial(self._not_restored, path, backup),
                must_finish=True,
            )
        )

    def _not_restored(self, path: Path, backup: Path, error: Exception) -> None:
        if not isinstance(error, ProjectProtected):
            self.refused.emit(error)
            return
        try:
            done = with_passphrase(self._window, backup.stem, partial(restore, path, backup))
        except KNOWN_ERRORS as other:
            self.refused.emit(other)
            return
        if done is not None:
            self._restored(path, backup, done[1], self._current.project)

    def _restored(self, path: Path, backup: Path, passphrase: str, before: Project | None) -> None:
        is_other_open = self._current.project is not before  # the user has gone on meanwhile
        if is_other_open or self._current.open(path, passphrase):
            self.said.emit(tr("Restored: {name}.", name=backup.name), "good")

    def _ask_file(self) -> Path | None:
        name, _kind = QFileDialog.getOpenFileName(
            self._window, tr("Restore a project from a backup"), str(Path.home()), KIND
        )
        return (project_of(Path(name)) or Path(name)) if name else None

    def _backed_up(self, copy: Path) -> None:
        self.said.emit(tr("Backed up and checked: {name}.", name=copy.name), "good")

    def _run(
        self,
        name: str,
        work: Callable[[], Done],
        done: Callable[[Done], None],
        owner: Project | None = None,
    ) -> None:
        """Without an owner the project is closed, and its file must not be left half replaced."""
        self._background.run(
            Operation(
                name=name,
                work=lambda _job: work(),
                done=done,
                failed=self.refused.emit,
                owner=owner,
                must_finish=owner is None,
            )
        )


def _rewrite(project: Project, passphrase: str) -> None:
    with project.reopened() as again:
        again.change_passphrase(passphrase)
