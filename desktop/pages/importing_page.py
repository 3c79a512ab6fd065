"""A page that takes files: chosen, dropped or tried again; read in the background, one by one."""

from collections.abc import Callable, Sequence
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtGui import QDragEnterEvent, QDragLeaveEvent, QDropEvent
from PySide6.QtWidgets import QFileDialog, QStackedWidget

from desktop.background import Background, Job, Operation
from desktop.dialogs.password import AskPassword
from desktop.language import tr
from desktop.pages.page import Page
from desktop.text import set_role
from desktop.widgets.import_strip import ImportStrip, import_sentence
from engine.importing import SUPPORTED_SUFFIXES, import_paths
from engine.records import FileReport, FileStatus

_GOOD = (FileStatus.READY, FileStatus.DUPLICATE)


def wants_password(status: FileStatus, name: str) -> bool:
    """A file was refused for a password that can be given: of a PDF, other formats are not read."""
    return status is FileStatus.ENCRYPTED and name.lower().endswith(".pdf")


class ImportingPage(Page):
    """Heirs show what was imported, and fill `_places`: the first for a project without files."""

    def __init__(self, title: str, sentence: str, background: Background) -> None:
        super().__init__(title, sentence)
        self._background = background
        self._job: Job | None = None
        self._was_cancelled = False
        self.setAcceptDrops(True)
        self.strip = ImportStrip()
        self.strip.cancel_requested.connect(self.cancel_import)
        self._places = QStackedWidget()

    def _show_imported(self) -> None:
        """Files have been read; for heirs."""
        raise NotImplementedError

    def show_refused(self) -> None:
        """Show the files that were not read; for heirs."""
        raise NotImplementedError

    def note_rights(self) -> None:
        """Ask what is known of the rights in documents; for heirs."""
        raise NotImplementedError

    def choose_files(self) -> None:
        """Ask for files and import them."""
        patterns = " ".join(f"*{suffix}" for suffix in sorted(SUPPORTED_SUFFIXES))
        kinds = tr("Documents ({patterns});;All files (*)", patterns=patterns)
        names, _kind = QFileDialog.getOpenFileNames(self, tr("Add files"), "", kinds)
        self.import_files([Path(name) for name in names])

    def choose_folder(self) -> None:
        """Ask for a folder and import what is in it."""
        name = QFileDialog.getExistingDirectory(self, tr("Add a folder"))
        self.import_files([Path(name)] if name else [])

    def import_files(self, paths: Sequence[Path], passwords: Sequence[str] = ()) -> None:
        """Import files and folders in the background, one import at a time.

        `passwords` are tried on PDFs that are protected; where none fits, it is asked for again.
        """
        project = self.project
        if not paths or project is None:
            return
        if self._job is not None:
            self.notice.say(tr("An import is under way; add more when it is done."), "warn")
            return
        self.notice.hide()
        self.strip.begin()
        self._job = self._background.run(
            Operation(
                name=tr("Reading files"),
                work=lambda job: import_paths(
                    project, paths, job.tell, job.is_cancelled, passwords=passwords
                ),
                told=self.strip.show_report,
                done=lambda reports: self._imported(reports, was_tried=bool(passwords)),
                failed=self._import_failed,
                ended=self._import_ended,
                owner=project,
            )
        )

    def ask_password(self, paths: Sequence[Path], *, is_wrong: bool = False) -> None:
        """Ask for the password of protected files, and read them with it."""
        self.ask_and(
            [path.name for path in paths],
            lambda word: self.import_files(paths, [word]),
            is_wrong=is_wrong,
        )

    def ask_and(self, names: Sequence[str], act: Callable[[str], None], *, is_wrong: bool) -> None:
        """Ask for the password of these files, and do something with it."""
        dialog = AskPassword(self, names, is_wrong=is_wrong)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.given.connect(act)
        dialog.open()

    def cancel_import(self) -> None:
        """Stop after the file that is being read; what is imported stays."""
        if self._job:
            self._job.cancel()

    def _imported(self, reports: Sequence[FileReport], *, was_tried: bool) -> None:
        self._show_imported()
        said = import_sentence(reports, was_cancelled=self._was_cancelled)
        bad = [report for report in reports if report.status not in _GOOD]
        locked = [Path(report.path) for report in bad if wants_password(report.status, report.name)]
        if locked and len(locked) == len(bad):
            self.notice.say(*said, tr("Password…"), lambda: self.ask_password(locked))
        elif bad:
            self.notice.say(*said, tr("Show them"), self.show_refused)
        if locked and was_tried:
            self.ask_password(locked, is_wrong=True)
        if bad:
            return
        is_new = any(report.status is FileStatus.READY for report in reports)
        self.notice.say(*said, tr("Note rights…") if is_new else "", self.note_rights)

    def _import_failed(self, error: Exception) -> None:
        self._show_imported()
        self.say_error(error)

    def _import_ended(self) -> None:
        self._was_cancelled = self._job is not None and self._job.is_cancelled()
        self._job = None
        self.strip.end()

    # --- dropping -----------------------------------------------------------------------------

    def _welcome_drop(self, *, is_over: bool) -> None:
        usual = "drop-target" if self._places.currentIndex() == 0 else "clear"
        if (here := self._places.currentWidget()) is not None:
            set_role(here, "drop" if is_over else usual)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Take files; show that they are welcome."""
        if event.mimeData().hasUrls():
            self._welcome_drop(is_over=True)
            event.acceptProposedAction()

    def dragLeaveEvent(self, _event: QDragLeaveEvent) -> None:
        """Back to normal."""
        self._welcome_drop(is_over=False)

    def dropEvent(self, event: QDropEvent) -> None:
        """Import what was dropped; only files of this computer are meant."""
        self._welcome_drop(is_over=False)
        event.acceptProposedAction()
        urls = event.mimeData().urls()
        self.import_files([Path(url.toLocalFile()) for url in urls if url.isLocalFile()])
