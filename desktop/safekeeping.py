"""What the Project menu does beyond opening: back up, restore, protect, delete.

It asks and calls the engine; opening and closing stay with the application, which hands them in.
"""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TypeVar

from PySide6.QtWidgets import QFileDialog, QWidget

from desktop import wording
from desktop.background import Background, Operation
from desktop.dialogs.backups import ChooseBackup
from desktop.dialogs.delete import ConfirmDelete
from desktop.dialogs.passphrase import AskPassphrase, NewPassphrase
from engine.errors import KNOWN_ERRORS, ProjectProtected
from engine.store import Project, backups_of, delete_project, project_of, restore

Done = TypeVar("Done")
KIND = "Bonito projects and their backups (*.bonito)"


@dataclass(frozen=True, slots=True)
class House:
    """What the application lends: its window, and how projects are opened, closed and spoken of."""

    window: QWidget
    project: Callable[[], Project | None]
    open: Callable[[Path, str], bool]
    close: Callable[[], None]
    forget: Callable[[Path], None]
    say: Callable[[str, str], None]  # a sentence and its kind
    say_error: Callable[[Exception], None]


class Safekeeping:
    """Performs the entries of the menu."""

    def __init__(self, house: House, background: Background) -> None:
        self._house, self._background = house, background

    def open(self, path: Path, passphrase: str = "") -> Project | None:
        """Open a project, asking for its passphrase; None if the user gave up."""
        opened = self._with_passphrase(path.stem, lambda word: Project.open(path, word), passphrase)
        return opened[0] if opened else None

    def back_up_if_due(self, project: Project) -> None:
        """The day's backup, behind the user's back."""
        self._run("Backing up", project.back_up_if_due, lambda _copy: None)

    def back_up(self) -> None:
        """Write a backup now."""
        project = self._house.project()
        if project is not None:
            self._run("Backing up", project.back_up, self._backed_up)

    def restore(self, path: Path | None = None) -> None:
        """Ask which backup of a project comes back, and bring it: of the open one, or of a file."""
        project = self._house.project()
        path = path or (project.path if project else self._ask_file())
        if path is None:
            return
        found = backups_of(path)
        if not found:
            self._house.say(f"No backup of “{path.stem}” lies beside it.", "warn")
            return
        dialog = ChooseBackup(self._house.window, path.stem, found)
        if dialog.exec():
            self._restore(path, dialog.chosen)
        dialog.deleteLater()

    def protect(self) -> None:
        """Set, change or remove the passphrase of the open project."""
        project = self._house.project()
        if project is None:
            return
        path = project.path
        dialog = NewPassphrase(self._house.window, path.stem, is_protected=project.is_protected)
        is_meant, passphrase = dialog.exec(), dialog.passphrase
        dialog.deleteLater()  # with what was typed
        if not is_meant:
            return
        self._house.close()  # a run or an import may be under way
        self._run(
            "Encrypting" if passphrase else "Decrypting",  # all of a file: seconds, if it is large
            partial(_rewrite, project, passphrase),
            lambda _none: self._protected(path, passphrase),
        )

    def _protected(self, path: Path, passphrase: str) -> None:
        said = "opens with its passphrase only" if passphrase else "has no passphrase"
        is_other_open = self._house.project() is not None
        if is_other_open or self._house.open(path, passphrase):
            self._house.say(f"“{path.stem}” {said} from now on.", "good")

    def delete(self) -> None:
        """Delete the open project with its backups, after asking."""
        project = self._house.project()
        if project is None:
            return
        path, copies = project.path, len(backups_of(project.path))
        said = (
            f"“{path.stem}”, with its documents, tasks and decisions, and "
            f"{wording.counted(copies, 'backup')} beside it. This can't be taken back. "
            "The files you imported and the exports you made stay where they are."
        )
        if not ConfirmDelete(self._house.window, "Delete this project?", said).exec():
            return
        self._house.close()
        try:
            delete_project(path)
        except KNOWN_ERRORS as error:
            self._house.say_error(error)
            return
        self._house.forget(path)
        self._house.say(f"“{path.stem}” is deleted for good.", "good")

    def _restore(self, path: Path, backup: Path) -> None:
        self._house.close()
        try:
            done = self._with_passphrase(backup.stem, lambda word: restore(path, backup, word))
        except KNOWN_ERRORS as error:
            self._house.say_error(error)
            return
        if done is not None and self._house.open(path, done[1]):
            self._house.say(f"Restored: {backup.name}.", "good")

    def _with_passphrase(
        self, name: str, act: Callable[[str], Done], passphrase: str = ""
    ) -> tuple[Done, str] | None:
        """Do it, with a passphrase if one is wanted; what came of it, and the passphrase."""
        try:
            return act(passphrase), passphrase
        except ProjectProtected:
            dialog = AskPassphrase(self._house.window, name, lambda word: (act(word), word))
            try:
                return dialog.ask()
            finally:
                dialog.deleteLater()  # with what was typed; not before: `ask` has its own loop

    def _ask_file(self) -> Path | None:
        name, _kind = QFileDialog.getOpenFileName(
            self._house.window, "Restore a project from a backup", str(Path.home()), KIND
        )
        return (project_of(Path(name)) or Path(name)) if name else None

    def _backed_up(self, copy: Path) -> None:
        self._house.say(f"Backed up and checked: {copy.name}.", "good")

    def _run(self, name: str, work: Callable[[], Done], done: Callable[[Done], None]) -> None:
        self._background.run(
            Operation(
                name=name,
                work=lambda _job: work(),
                done=done,
                failed=self._house.say_error,
            )
        )


def _rewrite(project: Project, passphrase: str) -> None:
    with project.reopened() as again:
        again.change_passphrase(passphrase)
