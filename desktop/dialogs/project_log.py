"""Shows an auditor what happened to a project: imports, runs, bulk decisions, exports."""

from collections.abc import Sequence

from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QDialog, QPushButton, QVBoxLayout, QWidget

from desktop.tables import log as table
from desktop.text import plain_label
from desktop.widgets.layout import row
from desktop.widgets.table_view import TableView
from engine.store import LogEntry


class ProjectLogDialog(QDialog):
    """The log as it is when the dialog opens; lines are only ever added to it."""

    def __init__(self, parent: QWidget | None, entries: Sequence[LogEntry]) -> None:
        super().__init__(parent)
        self.setWindowTitle("Project log")
        self.resize(860, 520)
        self._entries = entries
        self.view = TableView("Project log")
        self.view.setModel(table.log_table(entries))
        widths = {table.COL_TIME: 13, table.COL_EVENT: 10, table.COL_WHO: 12}
        self.view.fit_columns(table.COL_DETAIL, widths)
        copy = QPushButton("Copy all")
        copy.setAccessibleName("Copy the whole log")
        copy.clicked.connect(self._copy)
        close = QPushButton("Close")
        close.setAccessibleName("Close")
        close.setDefault(True)
        close.clicked.connect(self.accept)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(24, 20, 24, 18)
        layout.setSpacing(12)
        layout.addWidget(plain_label("Project log", "title"))
        said = (
            "Kept in the project and only ever added to. Every decision on a task is kept with it."
        )
        layout.addWidget(plain_label(said, "muted", wraps=True))
        layout.addWidget(self.view, 1)
        layout.addLayout(row(copy, None, close))

    def _copy(self) -> None:
        QGuiApplication.clipboard().setText(table.as_text(self._entries))
