"""The Documents page: add files, see what became of each, and read the text that was found."""

from collections.abc import Mapping, Sequence
from pathlib import Path

from PySide6.QtCore import QModelIndex, Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QSplitter, QWidget

from desktop import wording
from desktop.background import Background, Operation, done_elsewhere
from desktop.changes import Change
from desktop.coverage_reader import CoverageReader
from desktop.dialogs.delete import confirm_documents
from desktop.dialogs.rights import RightsDialog, rights_said
from desktop.language import plural, told, tr
from desktop.pages.importing_page import wants_password
from desktop.pages.rereading_page import RereadingPage
from desktop.tables import documents as table
from desktop.text import set_role
from desktop.widgets.buttons import push_button
from desktop.widgets.document_filter import DocumentFilter
from desktop.widgets.document_pane import DocumentPane
from desktop.widgets.documents_view import documents_view
from desktop.widgets.empty_state import EmptyState
from desktop.widgets.layout import column, holder
from desktop.widgets.search_panel import SearchPanel
from engine.errors import KNOWN_ERRORS, RequestError
from engine.processes.child import ChildMain
from engine.records import DocumentCoverage, ProjectStatus, SearchHit
from engine.store import Holdings, Project
from engine.worker.main import main as worker_main
from models.library import FoundModel

_HALF = 10_000  # of whatever room there is
_KINDS = tr(
    "PDF, Word, PowerPoint, Excel, OpenDocument, RTF and EPUB;\n"
    "web pages, e-mail, Markdown, plain text, CSV and JSONL"
)


class DocumentsPage(RereadingPage):
    """Files in, texts out."""

    documents_changed = Signal()
    document_deleted = Signal()
    generate_requested = Signal()

    def __init__(
        self, background: Background, worker: ChildMain = worker_main, reviewer: str = ""
    ) -> None:
        super().__init__(
            tr("Documents"),
            tr("The texts that tasks are made from. Originals stay as they are."),
            background,
        )
        self._reviewer = reviewer
        self._pane_said = ""
        self.table = table.DocumentsTable()
        self.view = documents_view(self.table)
        self.pane = DocumentPane(background, worker)
        self.filter = DocumentFilter()
        self.filter.changed.connect(self._narrow)
        self.search = SearchPanel(holder(column(self.filter, self.view, gap=8)))
        self._places.addWidget(holder(column(self._empty_state()), "drop-target"))
        self._places.addWidget(self._filled())
        self._fill_buttons()
        self.notices.take(self.strip)
        self.body.addWidget(self._places, 1)
        self.setTabOrder(self.view, self.delete)  # never what a page that opens has in focus
        self.coverage = CoverageReader(background)
        self._connect()

    def _fill_buttons(self) -> None:
        self.again = push_button(
            tr("Try again"), self.try_again, "quiet", tr("Read the files again")
        )
        self.unlock = push_button(
            tr("Password…"), self.unlock_selected, "quiet", tr("Give the password of the files")
        )
        self.delete = push_button(
            tr("Delete…"), self.delete_selected, "quiet", tr("Delete the document")
        )
        self.rights = push_button(tr("Rights…"), self.note_rights, "quiet", tr("Note the rights"))
        folder = push_button(tr("Add folder…"), self.choose_folder)
        self.add = push_button(tr("Add files…"), self.choose_files, "primary")
        self.next = push_button(tr("Next: Generate"), self.generate_requested, "primary")
        for button in (
            self.again,
            self.unlock,
            self.delete,
            self.rights,
            folder,
            self.add,
            self.next,
        ):
            self.buttons.addWidget(button)
        self._show_possible()

    def _connect(self) -> None:
        self.coverage.found.connect(self._show_coverage)
        self.coverage.failed.connect(self.say_error)
        self.view.selectionModel().currentRowChanged.connect(self._show_row)
        self.view.selectionModel().selectionChanged.connect(lambda *_both: self._show_possible())
        self.search.hit_chosen.connect(self._show_hit)
        self.search.ended.connect(self._search_ended)
        self.pane.passages_changed.connect(self._passages_changed)
        self.pane.refused.connect(self._say_refused)
        self.pane.read_again_requested.connect(self.read_again)
        self.pane.told.connect(lambda said: self.notice.say(said, "good"))
        delete = QShortcut(QKeySequence.StandardKey.Delete, self.view)
        delete.setContext(Qt.ShortcutContext.WidgetShortcut)
        delete.activated.connect(self.delete_selected)
        find = QShortcut(QKeySequence("Ctrl+F"), self)
        find.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        find.activated.connect(self.find)

    def _empty_state(self) -> QWidget:
        self.first = push_button(tr("Add files…"), self.choose_files, "primary")
        return EmptyState(
            "documents",
            tr("Drop files or a folder here"),
            tr("{kinds}.\n\nThey are read on this computer and stay on it.", kinds=_KINDS),
            self.first,
            push_button(tr("Add folder…"), self.choose_folder),
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
        """Decisions may have been made elsewhere; the keys are for the table, or to begin."""
        self.coverage.read()
        (self.view if self.table.rowCount() else self.first).setFocus()

    def _show_coverage(self, found: Mapping[int, DocumentCoverage]) -> None:
        self.table.coverage = found
        self._read()
        self._show_strip()

    def _show_strip(self) -> None:
        shown = None if self._shown is None else self.table.coverage.get(self._shown)
        self.pane.coverage.show_coverage(shown)

    def _narrow(self) -> None:
        self.table.narrow(*self.filter.choice)
        self._read()

    def show_refused(self) -> None:
        """Show the files that were not read, the first of them with its reason."""
        self.filter.show_only(table.Shown.NOT_READ)
        if self.table.rowCount():
            self.view.go_to(0)
            self.view.setFocus()

    def selected(self) -> list[table.DocumentRow]:
        """The rows that are selected, from the top."""
        places = sorted(index.row() for index in self.view.selectionModel().selectedRows())
        return [self.table.row(place) for place in places]

    def _show_possible(self) -> None:
        """What can be done with what is selected."""
        rows = self.selected()
        documents = sum(row.document is not None for row in rows)
        self.again.setVisible(bool(rows) and not documents)
        locked = [wants_password(row.status, row.name) for row in rows]
        self.unlock.setVisible(bool(locked) and all(locked))
        self.delete.setEnabled(bool(rows))
        said = tr("Delete…") if documents or not rows else tr("Take off the list")
        self.delete.setText(said)
        many = plural(documents, "Delete {n} document", "Delete {n} documents")
        self.delete.setAccessibleName(many if documents else said)
        has_any = bool(self.table.languages)  # of documents, with “” for unknown
        for button in (self.next, self.rights):
            button.setVisible(has_any)
        self.delete.setVisible(bool(self.table.total))
        if (self.add.property("role") == "primary") == has_any:
            set_role(self.add, "" if has_any else "primary")

    def try_again(self) -> None:
        """Offer the selected refused files once more, where they lie."""
        self.import_files([Path(row.path) for row in self.selected() if row.path])

    def unlock_selected(self) -> None:
        """Ask for the password of the selected protected files."""
        self.ask_password([Path(row.path) for row in self.selected() if row.path])

    def _read(self) -> None:
        self.table.show(self.project)
        self.filter.language.offer(self.table.languages)
        self.filter.show_count(self.table.rowCount(), self.table.total)
        self._places.setCurrentIndex(1 if self.table.total else 0)
        self._show_possible()
        if not self.view.currentIndex().isValid():  # the rows are others now
            self._select(self._shown)

    # --- several at once ------------------------------------------------------------------------

    def note_rights(self) -> None:
        """Ask what is known of the rights in documents; those without a note are proposed."""
        documents = self.project.documents.all() if self.project else []
        if self.project is None or not documents:
            return
        selected = [row.document.id for row in self.selected() if row.document is not None]
        dialog = RightsDialog(self, documents, selected)
        if dialog.exec():
            meant, note = dialog.document_ids(), dialog.note()
            self.project.documents.note_rights(meant, note, self._reviewer)
            self.notice.say(rights_said(len(meant), note), "good")
            self._read()
            self.pane.show_rights(self.project.documents.get(self._shown) if self._shown else None)
        dialog.deleteLater()

    def _select(self, document_id: int | None) -> None:
        place = self.table.place_of(document_id)
        if place is not None:
            self.view.selectRow(place)

    def _show_imported(self) -> None:
        self._read()
        if self.table.rowCount() and not self.view.currentIndex().isValid():
            self.view.selectRow(0)
        self.documents_changed.emit()

    # --- deleting -----------------------------------------------------------------------------

    def delete_selected(self) -> None:
        """Delete the selected documents, after asking; refused files go off the list at once."""
        project, rows = self.project, self.selected()
        ids = [row.document.id for row in rows if row.document is not None]
        if project is None or not rows:
            return
        try:
            if not ids:
                project.documents.forget_refused([row.path for row in rows])
                self._show_imported()
                return
            holdings = done_elsewhere(lambda: [project.holdings(one) for one in ids])
        except KNOWN_ERRORS as error:
            self.say_error(error)
            return
        has_decisions = any(one.decided for one in holdings)
        if confirm_documents(self, holdings).exec():
            self._background.run(
                Operation(
                    name=tr("Deleting"),
                    work=lambda _job: project.delete_documents(ids, with_decisions=has_decisions),
                    done=self._deleted,
                    failed=self._not_deleted,
                    owner=project,
                    must_finish=True,
                )
            )

    def _deleted(self, gone: Sequence[Holdings]) -> None:
        self._show_row(QModelIndex())
        self._read()
        if self.table.rowCount():
            self.view.selectRow(0)
        said = plural(
            len(gone),
            "{name} is deleted for good.",
            "{n} documents are deleted for good.",
            name=gone[0].name if gone else "",
        )
        self.notice.say(said, "good")
        self.document_deleted.emit()
        self.documents_changed.emit()

    def _not_deleted(self, error: Exception) -> None:
        """Those before the one that could not be deleted are gone."""
        self._show_imported()
        self.document_deleted.emit()
        self.say_error(error)

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
            self.pane.show_document(None, None)
            self._show_strip()
            return
        row = self.table.row(index.row())
        if row.document is not None and row.document.id == self._shown:
            return  # with its cursor where it is
        self._shown = row.document.id if row.document else None
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
        self._select(self._shown)

    def find(self) -> None:
        """Search in all documents."""
        self.search.field.setFocus()
        self.search.field.selectAll()

    def _passages_changed(self) -> None:
        if self.notice.text == self._pane_said:
            self.notice.hide()
        self._read()
        self.documents_changed.emit()

    def _say_refused(self, error: Exception) -> None:
        if isinstance(error, RequestError):
            self._pane_said = told(str(error))
            self.notice.say(self._pane_said, "warn")
        else:
            self.say_error(error)
