"""The Documents page: add files, see what became of each, and read the text that was found."""

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import QModelIndex, Qt, Signal
from PySide6.QtGui import QDragEnterEvent, QDragLeaveEvent, QDropEvent
from PySide6.QtWidgets import QFileDialog, QSplitter, QStackedWidget, QWidget

from desktop import wording
from desktop.background import Background, Job, Operation
from desktop.pages.page import Page
from desktop.tables import documents as table
from desktop.text import ElidedLabel, TextPane, plain_label, set_role
from desktop.widgets.buttons import push_button
from desktop.widgets.empty_state import EmptyState
from desktop.widgets.import_strip import ImportStrip
from desktop.widgets.layout import card, column, holder
from desktop.widgets.table_view import TableView, ToneDelegate, TwoLineDelegate
from engine.importing import SUPPORTED_SUFFIXES, import_paths
from engine.records import FileReport, FileStatus, ProjectStatus
from engine.store import Project

MOST_CHARACTERS = 200_000  # shown at once; a pane with millions freezes

_GOOD = (FileStatus.READY, FileStatus.DUPLICATE)


class DocumentsPage(Page):
    """Files in, texts out."""

    documents_changed = Signal()

    def __init__(self, background: Background) -> None:
        super().__init__(
            "Documents", "The texts that tasks are made from. Originals stay as they are."
        )
        self._background = background
        self._job: Job | None = None
        self.setAcceptDrops(True)
        self.table = table.DocumentsTable()
        self.view = _table_view(self.table)
        self.strip = ImportStrip()
        self.strip.cancel_requested.connect(self.cancel_import)
        self._heading = ElidedLabel("", "section")
        self._facts = plain_label("", "small", wraps=True)
        self.text = TextPane("Text of the selected document")
        self._places = QStackedWidget()
        self._places.addWidget(holder(column(self._empty_state()), "drop-target"))
        self._places.addWidget(self._filled())
        self.buttons.addWidget(push_button("Add folder…", self.choose_folder))
        self.buttons.addWidget(push_button("Add files…", self.choose_files, "primary"))
        self.body.addWidget(self.strip)
        self.body.addWidget(self._places, 1)
        self.view.selectionModel().currentRowChanged.connect(self._show_row)

    def _empty_state(self) -> QWidget:
        kinds = ", ".join(sorted({suffix.lstrip(".").upper() for suffix in SUPPORTED_SUFFIXES}))
        return EmptyState(
            "documents",
            "Drop files or a folder here",
            f"They are read on this computer and stay on it. Read are: {kinds}.",
            push_button("Add files…", self.choose_files, "primary"),
            push_button("Add folder…", self.choose_folder),
        )

    def _filled(self) -> QWidget:
        splitter = QSplitter(Qt.Orientation.Horizontal)
        splitter.setChildrenCollapsible(False)
        splitter.setHandleWidth(14)
        splitter.addWidget(self.view)
        side = card(self._heading, self._facts, self.text, gap=6)
        splitter.addWidget(side)
        splitter.setStretchFactor(0, 3)
        splitter.setStretchFactor(1, 2)
        self.view.setMinimumWidth(380)
        side.setMinimumWidth(260)
        return splitter

    def show_project(self, project: Project | None) -> None:
        """Show this project's documents."""
        super().show_project(project)
        self._job = None
        self.strip.end()
        self._read()
        if self.table.rowCount():
            self.view.selectRow(0)

    def refresh(self, _status: ProjectStatus) -> None:
        """Passages may have been cut."""
        self._read()

    def _read(self) -> None:
        place = self.view.currentIndex().row()
        self.table.show(self.project)
        self._places.setCurrentIndex(1 if self.table.rowCount() else 0)
        if 0 <= place < self.table.rowCount():
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
                done=lambda reports: self._imported(reports, project),
                failed=lambda error: self._import_failed(error, project),
            )
        )

    def cancel_import(self) -> None:
        """Stop after the file that is being read; what is imported stays."""
        if self._job:
            self._job.cancel()

    def _imported(self, reports: Sequence[FileReport], project: Project) -> None:
        if project is not self.project:
            return  # it has been closed meanwhile
        was_cancelled = self._job is not None and self._job.is_cancelled()
        self._import_over()
        self.notice.say(*import_sentence(reports, was_cancelled=was_cancelled))

    def _import_failed(self, error: Exception, project: Project) -> None:
        if project is not self.project:
            return
        self._import_over()
        self.notice.say_error(error)

    def _import_over(self) -> None:
        self._job = None
        self.strip.end()
        self._read()
        if self.table.rowCount() and not self.view.currentIndex().isValid():
            self.view.selectRow(0)
        self.documents_changed.emit()

    # --- looking ------------------------------------------------------------------------------

    def _show_row(self, index: QModelIndex) -> None:
        if not index.isValid() or self.project is None:
            return
        row = self.table.row(index.row())
        self._heading.show_text(row.name)
        if row.document is None:
            self._facts.setText(wording.FILE_STATUS[row.status])
            self.text.show_text(row.second_line)
            return
        self._facts.setText(self._facts_of(row))
        self.text.show_text(self.project.documents.text(row.document.id)[:MOST_CHARACTERS])

    def _facts_of(self, row: table.DocumentRow) -> str:
        assert row.document is not None  # noqa: S101 - the caller has looked
        parts = [wording.counted(row.document.characters, "character")]
        if row.passages:
            parts.append(wording.counted(row.passages, "passage"))
        if row.document.characters > MOST_CHARACTERS:
            parts.append(f"the first {MOST_CHARACTERS:,} are shown")
        return "  ·  ".join(parts)

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


def _table_view(model: table.DocumentsTable) -> TableView:
    view = TableView("Documents", lines=2)
    view.setModel(model)
    view.setItemDelegateForColumn(table.COL_NAME, TwoLineDelegate(view))
    view.setItemDelegateForColumn(table.COL_STATUS, ToneDelegate(view))
    widths = {table.COL_STATUS: 19, table.COL_FORMAT: 11, table.COL_SIZE: 8}
    view.fit_columns(table.COL_NAME, widths | {table.COL_CHARACTERS: 11, table.COL_PASSAGES: 10})
    view.keep_room(table.COL_NAME, (table.COL_CHARACTERS, table.COL_FORMAT, table.COL_SIZE))
    return view


def import_sentence(reports: Sequence[FileReport], *, was_cancelled: bool) -> tuple[str, str]:
    """What an import came to, in a sentence, and the kind of notice it deserves."""
    ready = sum(report.status is FileStatus.READY for report in reports)
    known = sum(report.status is FileStatus.DUPLICATE for report in reports)
    refused = [report for report in reports if report.status not in _GOOD]
    parts = [f"{wording.counted(ready, 'document')} added"]
    if known:
        parts.append(f"{known} already here")
    if refused:
        parts.append(f"{wording.counted(len(refused), 'file')} not read")
    said = ("Import stopped: " if was_cancelled else "") + ", ".join(parts) + "."
    if len(refused) == 1:
        said += f" {refused[0].name}: {refused[0].detail}"
    elif refused:
        said += " The table says why for each."
    return said, "warn" if refused or was_cancelled else "good"
