"""All runs of a project, so that a stopped one is found again and can be continued."""

from PySide6.QtCore import QModelIndex
from PySide6.QtWidgets import QDialog, QVBoxLayout, QWidget

from desktop.tables import runs as table
from desktop.text import plain_label
from desktop.widgets.buttons import push_button
from desktop.widgets.layout import row
from desktop.widgets.table_view import TableView
from engine.store import Project


class RunsDialog(QDialog):
    """Accepted with the run to show in `chosen`; `is_resumed` if it is to be continued, too."""

    def __init__(self, parent: QWidget, project: Project, *, can_resume: bool) -> None:
        super().__init__(parent)
        self.setWindowTitle("Runs")
        self.resize(760, 420)
        self._runs = project.runs.all()
        self._can_resume = can_resume
        self.chosen: int | None = None
        self.is_resumed = False
        self.view = TableView("Runs")
        self.view.setModel(
            table.runs_table([(run, project.runs.outcomes(run.id)) for run in self._runs])
        )
        widths = {table.COL_TIME: 14, table.COL_STATE: 13, table.COL_UNITS: 16}
        self.view.fit_columns(table.COL_MODEL, widths | {table.COL_WELL_FORMED: 13})
        self.show_it = push_button("Show", self._show, name="Show the selected run")
        self.resume = push_button(
            "Continue", self._resume, "primary", name="Continue the selected run"
        )
        self.view.selectionModel().currentRowChanged.connect(self._select)
        self.view.doubleClicked.connect(lambda _index: self._show())
        layout = QVBoxLayout(self)
        layout.setContentsMargins(24, 20, 24, 18)
        layout.setSpacing(12)
        layout.addWidget(plain_label("Runs", "title"))
        said = "A run that stopped can be continued at any time; it makes only what is missing."
        layout.addWidget(plain_label(said, "muted", wraps=True))
        layout.addWidget(self.view, 1)
        close = push_button("Close", self.reject)
        layout.addLayout(row(close, None, self.show_it, self.resume, gap=8))
        self.view.selectRow(0)
        self._select(self.view.currentIndex())

    def _select(self, index: QModelIndex) -> None:
        run = self._runs[index.row()] if index.isValid() else None
        is_open = run is not None and run.units_done < run.units_planned
        self.show_it.setEnabled(run is not None)
        self.resume.setEnabled(is_open and self._can_resume)

    def _show(self) -> None:
        index = self.view.currentIndex()
        if index.isValid():
            self.chosen = self._runs[index.row()].id
            self.accept()

    def _resume(self) -> None:
        self.is_resumed = True
        self._show()
