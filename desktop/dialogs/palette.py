"""Ctrl+K: type what you want to do, and do it; every entry of every menu is found here."""

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QAction, QKeyEvent
from PySide6.QtWidgets import QDialog, QLineEdit, QVBoxLayout, QWidget

from desktop.language import tr
from desktop.menus import key_of
from desktop.tables.cells import CellsTable
from desktop.text import plain_label
from desktop.widgets.table_view import TableView

_MOVES = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1, Qt.Key.Key_PageDown: 8, Qt.Key.Key_PageUp: -8}


class PaletteDialog(QDialog):
    """Accepted with the action to be done in `chosen`."""

    def __init__(self, parent: QWidget, actions: Sequence[tuple[str, QAction]]) -> None:
        super().__init__(parent)
        self.setWindowTitle(tr("Do something"))
        self.resize(560, 420)
        self._actions, self._found = list(actions), list(actions)
        self.chosen: QAction | None = None
        self.field = QLineEdit()
        self.field.setPlaceholderText(tr("What do you want to do?"))
        self.field.setAccessibleName(tr("What do you want to do?"))
        self.field.textChanged.connect(self._narrow)
        self.field.returnPressed.connect(self._choose)
        self.field.installEventFilter(self)
        self.view = TableView(tr("What can be done"))
        self.view.horizontalHeader().hide()
        self.view.setFocusPolicy(Qt.FocusPolicy.NoFocus)  # the field moves in it
        self.view.clicked.connect(lambda _index: self._choose())
        layout = QVBoxLayout(self)
        layout.setContentsMargins(16, 16, 16, 14)
        layout.setSpacing(10)
        layout.addWidget(self.field)
        layout.addWidget(self.view, 1)
        self.nothing = plain_label(tr("Nothing is called so; other words may find it."), "muted")
        layout.addWidget(self.nothing)
        layout.addWidget(plain_label(tr("Arrow keys choose, Enter does it, Esc leaves."), "small"))
        self._narrow("")

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:
        """Arrow keys move in the list while the field is written in."""
        if event.type() is QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            by = _MOVES.get(Qt.Key(event.key()))
            if by is not None:
                self._select(self.view.currentIndex().row() + by)
                return True
        return False

    def _narrow(self, text: str) -> None:
        words = text.casefold().split()
        self._found = [
            (name, action)
            for name, action in self._actions
            if all(word in name.casefold() for word in words)
        ]
        rows = [(name, key_of(action)) for name, action in self._found]
        self.view.setModel(CellsTable((tr("What"), tr("Key")), rows))
        self.view.fit_columns(0, {1: 14})
        self.nothing.setHidden(bool(rows))
        self._select(0)

    def _select(self, place: int) -> None:
        if self._found:
            self.view.go_to(max(0, min(place, len(self._found) - 1)))

    def _choose(self) -> None:
        place = self.view.currentIndex().row()
        if 0 <= place < len(self._found):
            self.chosen = self._found[place][1]
            self.accept()
