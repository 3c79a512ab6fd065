"""A search field over a list: while something is typed, the places found take the list's place."""

from PySide6.QtCore import QModelIndex, Qt, QTimer, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QHeaderView, QLineEdit, QStackedWidget, QVBoxLayout, QWidget

from desktop import wording
from desktop.language import plural, tr
from desktop.tables.hits import HitsTable
from desktop.text import plain_label
from desktop.widgets.layout import column, holder
from desktop.widgets.table_view import TableView, TwoLineDelegate
from engine.store import Project

TYPING_MILLISECONDS = 150  # a query for each letter would stutter
MOST_HITS = 100


class SearchPanel(QWidget):
    """Searches the project's documents; tells which place is chosen, and when it is over."""

    hit_chosen = Signal(object)  # SearchHit
    ended = Signal()

    def __init__(self, usual: QWidget) -> None:
        super().__init__()
        self._project: Project | None = None
        self.field = QLineEdit()
        self.field.setPlaceholderText(tr("Search in all documents  (Ctrl+F)"))
        self.field.setAccessibleName(tr("Search in all documents (Ctrl+F)"))
        self.field.setClearButtonEnabled(True)
        self.hits = HitsTable()
        self.view = TableView(tr("Places found"), lines=2)
        self.view.setModel(self.hits)
        self.view.setItemDelegateForColumn(0, TwoLineDelegate(self.view))
        self.view.horizontalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Stretch)
        self.view.horizontalHeader().hide()
        self.count = plain_label("", "small")
        self._places = QStackedWidget()
        self._places.addWidget(usual)
        self._places.addWidget(holder(column(self.count, self.view, gap=6)))
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(10)
        layout.addWidget(self.field)
        layout.addWidget(self._places, 1)
        self._typing = QTimer(self, singleShot=True, interval=TYPING_MILLISECONDS)
        self._connect()

    def _connect(self) -> None:
        self._typing.timeout.connect(self.search)
        self.field.textChanged.connect(lambda _text: self._typing.start())
        self.field.returnPressed.connect(self._go_to_first)
        self.view.selectionModel().currentRowChanged.connect(self._choose)
        for key, act in (("Esc", self.clear), ("Down", self._go_to_first)):
            shortcut = QShortcut(QKeySequence(key), self if key == "Esc" else self.field)
            shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
            shortcut.activated.connect(act)

    @property
    def is_searching(self) -> bool:
        """Places are shown, and not the usual list."""
        return self._places.currentIndex() == 1

    def show_project(self, project: Project | None) -> None:
        """Search in this project from now on."""
        self._project = project
        self.clear()

    def clear(self) -> None:
        """Back to the usual list."""
        self.field.clear()
        self.search()

    def search(self) -> None:
        """Look for what the field says now."""
        self._typing.stop()
        text = self.field.text().strip()
        found = self._project.search(self.field.text(), MOST_HITS) if self._project and text else []
        was_searching = self.is_searching
        self.hits.show(found)
        self._places.setCurrentIndex(1 if text else 0)
        documents = len({hit.document_id for hit in found})
        said = wording.counted(len(found), "place")
        if len(found) == MOST_HITS:
            said = tr("The first {places}", places=said)
        if found:
            said = plural(
                documents, "{places} in {n} document", "{places} in {n} documents", places=said
            )
        self.count.setText(said if found else _NOTHING)
        if was_searching and not text:
            self.ended.emit()

    def _go_to_first(self) -> None:
        self.search()
        if self.hits.rowCount():
            self.view.setFocus()
            self.view.selectRow(0)

    def _choose(self, index: QModelIndex) -> None:
        hit = self.hits.hit(index.row())
        if hit is not None:
            self.hit_chosen.emit(hit)


_NOTHING = tr("No place has all these words. Try fewer, or the beginning of one.")
