"""The Documents page: add files, see what became of each, and read the text that was found."""

from collections.abc import Mapping, Sequence
from pathlib import Path

from PySide6.QtCore import QModelIndex, Qt, Signal
from PySide6.QtGui import QDragEnterEvent, QDragLeaveEvent, QDropEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import QFileDialog, QSplitter, QStackedWidget, QWidget

from desktop import wording
from desktop.background import Background, Job, Operation
from desktop.changes import Change
from desktop.coverage_reader import CoverageReader
from desktop.dialogs.delete import confirm_document
from desktop.dialogs.read_again import ReadAgain, reread_sentence
from desktop.dialogs.rights import RightsDialog
from desktop.pages.page import Page
from desktop.tables import documents as table
from desktop.text import set_role
from desktop.widgets.buttons import push_button
from desktop.widgets.document_pane import DocumentPane
from desktop.widgets.documents_view import documents_view
from desktop.widgets.empty_state import EmptyState
from desktop.widgets.import_strip import ImportStrip, import_sentence
from desktop.widgets.language_filter import LanguageFilter
from desktop.widgets.layout import column, holder
from desktop.widgets.search_panel import SearchPanel
from engine.errors import KNOWN_ERRORS, RequestError
from engine.importing import SUPPORTED_SUFFIXES, import_paths
from engine.processes.child import ChildMain
from engine.records import DocumentCoverage, FileReport, FileStatus, ProjectStatus, SearchHit
from engine.rereading import read_again
from engine.store import Holdings, Project
from engine.worker.main import main as worker_main
from models.library import FoundModel

_HALF = 10_000  # of whatever room there is
_KINDS = (
    "PDF, Word, PowerPoint, Excel, OpenDocument, RTF and EPUB;\n"
    "web pages, e-mail, Markdown, plain text, CSV and JSONL"
)


class DocumentsPage(Page):
    """Files in, texts out."""

    documents_changed = Signal()
    document_deleted = Signal()

    def __init__(
        self, background: Background, worker: ChildMain = worker_main, reviewer: str = ""
    ) -> None:
        super().__init__(
            "Documents", "The texts that tasks are made from. Originals stay as they are."
        )
        self._background, self._reviewer = background, reviewer
        self._job: Job | None = None
        self._shown: int | None = None  # id of the document beside the table
        self._pane_said = ""
        self.setAcceptDrops(True)
        self.table = table.DocumentsTable()
        self.view = documents_view(self.table)
        self.strip = ImportStrip()
        self.strip.cancel_requested.connect(self.cancel_import)
        self.pane = DocumentPane(background, worker)
        self.search = SearchPanel(self.view)
        self._places = QStackedWidget()
        self._places.addWidget(holder(column(self._empty_state()), "drop-target"))
        self._places.addWidget(self._filled())
        self.language = LanguageFilter()
        self.language.chosen.connect(self._narrow)
        self.buttons.addWidget(self.language)
        self.delete = push_button("Delete…", self.delete_document, "quiet", "Delete the document")
        self.delete.setEnabled(False)
        self.buttons.addWidget(self.delete)
        self.rights = push_button("Rights…", self.note_rights, "quiet", "Note the rights")
        self.buttons.addWidget(self.rights)
        self.buttons.addWidget(push_button("Add folder…", self.choose_folder))
        self.buttons.addWidget(push_button("Add files…", self.choose_files, "primary"))
        self.body.addWidget(self.strip)
        self.body.addWidget(self._places, 1)
        self.setTabOrder(self.view, self.delete)  # never what a page that opens has in focus
        self.coverage = CoverageReader(background)
        self._connect()

    def _connect(self) -> None:
        self.coverage.found.connect(self._show_coverage)
        self.coverage.failed.connect(self.say_error)
        self.view.selectionModel().currentRowChanged.connect(self._show_row)
        self.search.hit_chosen.connect(self._show_hit)
        self.search.ended.connect(self._search_ended)
        self.pane.passages_changed.connect(self._passages_changed)
        self.pane.refused.connect(self._say_refused)
        self.pane.read_again_requested.connect(self.read_again)
        self.pane.told.connect(lambda said: self.notice.say(said, "good"))
        delete = QShortcut(QKeySequence.StandardKey.Delete, self.view)
        delete.setContext(Qt.ShortcutContext.WidgetShortcut)
        delete.activated.connect(self.delete_document)
        find = QShortcut(QKeySequence("Ctrl+F"), self)
        find.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        find.activated.connect(self._find)

    def _empty_state(self) -> QWidget:
        return EmptyState(
            "documents",
            "Drop files or a folder here",
            f"{_KINDS}.\n\nThey are read on this computer and stay on it.",
            push_button("Add files…", self.choose_files, "primary"),
            push_button("Add folder…", self.choose_folder),
        )

    def _filled(self) -> QWidget:
        splitter = QSplitter(Qt.Orientation.Horizontal)
        splitter.setChildrenCollapsible(False)
        splitter.setHandleWidth(14)
        splitter.addWidget(self.search)
        splitter.addWidget(self.pane)
        splitter.setStretchFactor(0, 1)
        splitter.setStretchFactor(1, 1)
        self.search.setMinimumWidth(380)
        splitter.setSizes([_HALF, _HALF])
        return splitter

    def show_project(self, project: Project | None) -> None:
        """Show this project's documents."""
        super().show_project(project)
        self._show_row(QModelIndex())
        self.pane.close_work()
        self.search.show_project(project)
        self.coverage.show_project(project)
        self.table.coverage = {}
        self._read()
        if self.table.rowCount():
            self.view.selectRow(0)
            self._show_row(self.view.currentIndex())
        if self.isVisible():
            self.coverage.read()

    def refresh(self, status: ProjectStatus, change: Change = Change.ALL) -> None:  # noqa: ARG002
        """Passages may have been cut, and tasks written or decided."""
        if change & (Change.DOCUMENTS | Change.PASSAGES):
            self._read()
        self.coverage.mark_stale()
        if self.isVisible() and change & ~Change.COUNTED:  # what a run writes can wait for its end
            self.coverage.read()

    def arrive(self) -> None:
        """Decisions may have been made elsewhere; the keys are for the table."""
        self.coverage.read()
        if self.table.rowCount():
            self.view.setFocus()

    def _show_coverage(self, found: Mapping[int, DocumentCoverage]) -> None:
        self.table.coverage = found
        self._read()
        self._show_strip()

    def _show_strip(self) -> None:
        shown = None if self._shown is None else self.table.coverage.get(self._shown)
        self.pane.coverage.show_coverage(shown)

    def _narrow(self, language: str | None) -> None:
        self.table.narrow(language)
        self._read()

    def _read(self) -> None:
        self.table.show(self.project)
        self.language.offer(self.table.languages)
        self._places.setCurrentIndex(1 if self.table.rowCount() else 0)
        if not self.view.currentIndex().isValid():  # the rows are others now
            place = self.table.place_of(self._shown)
            if place is not None:
                self.view.selectRow(place)

    # --- importing ----------------------------------------------------------------------------

    def choose_files(self) -> None:
        """Ask for files and import them."""
        patterns = " ".join(f"*{suffix}" for suffix in sorted(SUPPORTED_SUFFIXES))
        kinds = f"Documents ({patterns});;All files (*)"
        names, _kind = QFileDialog.getOpenFileNames(self, "Add files", "", kinds)
        self.import_files([Path(name) for name in names])

    def choose_folder(self) -> None:
        """Ask for a folder and import what is in it."""
        name = QFileDialog.getExistingDirectory(self, "Add a folder")
        self.import_files([Path(name)] if name else [])

    def import_files(self, paths: Sequence[Path]) -> None:
        """Import files and folders in the background, one import at a time."""
        project = self.project
        if not paths or project is None:
            return
        if self._job is not None:
            self.notice.say("An import is under way; add more when it is done.", "warn")
            return
        self.notice.hide()
        self.strip.begin()
        self._job = self._background.run(
            Operation(
                name="Reading files",
                work=lambda job: import_paths(project, paths, job.tell, job.is_cancelled),
                told=self.strip.show_report,
                done=self._imported,
                failed=self._import_failed,
                ended=self._import_ended,
                owner=project,
            )
        )

    def read_again(self) -> None:
        """Ask how the document that is shown, and others, are to be read, and do so."""
        project, shown = self.project, self._shown
        if project is None or shown is None or self._job is not None:
            return
        documents = project.documents
        dialog = ReadAgain(self, documents.get(shown), documents.all())
        if dialog.exec():
            ids, options = dialog.document_ids(), dialog.options()
            self.notice.hide()
            self.strip.begin()
            self._job = self._background.run(
                Operation(
                    name="Reading again",
                    work=lambda job: read_again(project, ids, options, job.tell, job.is_cancelled),
                    told=self.strip.show_report,
                    done=self._reread,
                    failed=self._import_failed,
                    ended=self._import_ended,
                    owner=project,
                )
            )
        dialog.deleteLater()

    def _reread(self, reports: Sequence[FileReport]) -> None:
        self._show_imported()
        place = self.table.place_of(next((one.document_id for one in reports), None))
        if place is not None:
            self.view.selectRow(place)
        self.notice.say(*reread_sentence(reports))

    def cancel_import(self) -> None:
        """Stop after the file that is being read; what is imported stays."""
        if self._job:
            self._job.cancel()

    def _imported(self, reports: Sequence[FileReport]) -> None:
        self._show_imported()
        said = import_sentence(reports, was_cancelled=self._was_cancelled)
        is_new = any(report.status is FileStatus.READY for report in reports)
        self.notice.say(*said, "Note rights…" if is_new else "", self.note_rights)

    def note_rights(self) -> None:
        """Ask what is known of the rights in documents; those without a note are proposed."""
        documents = self.project.documents.all() if self.project else []
        if self.project is None or not documents:
            return
        dialog = RightsDialog(self, documents, self._shown)
        if dialog.exec():
            self.project.documents.note_rights(dialog.document_ids(), dialog.note(), self._reviewer)
            self._read()
            self.pane.show_rights(self.project.documents.get(self._shown) if self._shown else None)
        dialog.deleteLater()

    def _import_failed(self, error: Exception) -> None:
        self._show_imported()
        self.say_error(error)

    def _import_ended(self) -> None:
        self._was_cancelled = self._job is not None and self._job.is_cancelled()
        self._job = None
        self.strip.end()

    def _show_imported(self) -> None:
        self._read()
        if self.table.rowCount() and not self.view.currentIndex().isValid():
            self.view.selectRow(0)
        self.documents_changed.emit()

    # --- deleting -----------------------------------------------------------------------------

    def delete_document(self) -> None:
        """Delete the document that is shown, after asking; off the UI thread."""
        project, shown = self.project, self._shown
        if project is None or shown is None:
            return
        try:
            holdings = project.holdings(shown)
        except KNOWN_ERRORS as error:
            self.say_error(error)
            return
        if confirm_document(self, holdings).exec():
            self._background.run(
                Operation(
                    name="Deleting",
                    work=lambda _job: project.delete_document(
                        shown, with_decisions=bool(holdings.decided)
                    ),
                    done=self._deleted,
                    failed=self.say_error,
                    owner=project,
                    must_finish=True,
                )
            )

    def _deleted(self, gone: Holdings) -> None:
        self._show_row(QModelIndex())
        self._read()
        if self.table.rowCount():
            self.view.selectRow(0)
        self.notice.say(f"{gone.name} is deleted for good.", "good")
        self.document_deleted.emit()
        self.documents_changed.emit()

    # --- looking ------------------------------------------------------------------------------

    def show_model(self, model: FoundModel | None) -> None:
        """Passages are counted in this model's tokens."""
        self.pane.show_model(model)

    def show_passages(self) -> None:
        """Somebody else has cut documents."""
        self._read()

    def _show_row(self, index: QModelIndex) -> None:
        if not index.isValid() or self.project is None:
            self._shown = None
            self.delete.setEnabled(False)
            self.pane.show_document(None, None)
            self._show_strip()
            return
        row = self.table.row(index.row())
        if row.document is not None and row.document.id == self._shown:
            return  # with its cursor where it is
        self._shown = row.document.id if row.document else None
        self.delete.setEnabled(row.document is not None)
        if row.document is None:
            self.pane.show_refusal(row.name, wording.FILE_STATUS[row.status], row.second_line)
        else:
            self.pane.show_document(self.project, row.document)
        self._show_strip()

    def _show_hit(self, hit: SearchHit) -> None:
        if self.project is None:
            return
        if hit.document_id != self._shown:
            self._shown = hit.document_id
            self.pane.show_document(self.project, self.project.documents.get(hit.document_id))
            self._show_strip()
        self.pane.show_hit(hit)

    def _search_ended(self) -> None:
        """The table is back: show what is found in it, rather than what it had selected."""
        self.pane.text.show_places(())
        place = self.table.place_of(self._shown)
        if place is not None:
            self.view.selectRow(place)

    def _find(self) -> None:
        self.search.field.setFocus()
        self.search.field.selectAll()

    def _passages_changed(self) -> None:
        if self.notice.text == self._pane_said:
            self.notice.hide()
        self._read()
        self.documents_changed.emit()

    def _say_refused(self, error: Exception) -> None:
        if isinstance(error, RequestError):
            self._pane_said = str(error)
            self.notice.say(self._pane_said, "warn")
        else:
            self.say_error(error)

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
