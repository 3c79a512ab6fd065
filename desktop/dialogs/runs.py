"""All runs of a project: shown, continued, given up, and compared with each other."""

from PySide6.QtCore import QModelIndex
from PySide6.QtWidgets import QDialog, QStackedWidget, QVBoxLayout, QWidget

from desktop.language import tr
from desktop.tables import runs as table
from desktop.tables.run_comparison import MOST, comparison_table
from desktop.text import plain_label
from desktop.widgets.buttons import push_button
from desktop.widgets.layout import row
from desktop.widgets.table_view import TableView
from engine.records import RunState
from engine.store import Project


class RunsDialog(QDialog):
    """Accepted with the run to show in `chosen`; to be continued or packed as well if so said."""

    def __init__(self, parent: QWidget, project: Project, *, can_resume: bool) -> None:
        super().__init__(parent)
        self.setWindowTitle(tr("Runs"))
        self.resize(820, 460)
        self._can_resume = can_resume
        self.chosen: int | None = None
        self.is_resumed = self.is_packed = self.has_given_up = False
        self._project = project
        self.view = TableView(tr("Runs"))
        self.comparison = TableView(tr("Runs beside each other"))
        self.show_it = push_button(tr("Show"), self._show, name=tr("Show the selected run"))
        self.resume = push_button(
            tr("Continue"), self._resume, "primary", name=tr("Continue the selected run")
        )
        self.pack = push_button(
            tr("Pack…"), self._pack, name=tr("Pack the selected run for other computers")
        )
        self.give_up = push_button(
            tr("Give up the rest"), self._give_up, name=tr("Give up the rest of the selected run")
        )
        self.compare = push_button(tr("Compare"), self._compare, name=tr("Compare the runs"))
        self._places = QStackedWidget()
        self._places.addWidget(self.view)
        self._places.addWidget(self.comparison)
        self.view.doubleClicked.connect(lambda _index: self._show())
        layout = QVBoxLayout(self)
        layout.setContentsMargins(24, 20, 24, 18)
        layout.setSpacing(12)
        layout.addWidget(plain_label(tr("Runs"), "title"))
        said = tr(
            "A run that stopped can be continued at any time; it makes only what is missing. Give "
            "up the rest, and nobody is reminded of it any more."
        )
        layout.addWidget(plain_label(said, "muted", wraps=True))
        layout.addWidget(self._places, 1)
        close = push_button(tr("Close"), self.reject)
        buttons = (self.compare, self.give_up, self.pack, self.show_it, self.resume)
        layout.addLayout(row(close, None, *buttons, gap=8))
        self._show_runs()
        self._select(self.view.currentIndex())

    def _show_runs(self, place: int = 0) -> None:
        self._runs = self._project.runs.all()
        found = [(run, self._project.runs.outcomes(run.id)) for run in self._runs]
        self.view.setModel(table.runs_table(found))
        widths = {table.COL_TIME: 14, table.COL_STATE: 13, table.COL_UNITS: 16}
        self.view.fit_columns(table.COL_MODEL, widths | {table.COL_WELL_FORMED: 13})
        self.view.selectionModel().currentRowChanged.connect(self._select)
        self.view.selectRow(place)

    def _give_up(self) -> None:
        place = self.view.currentIndex().row()
        self._project.runs.give_up(self._runs[place].id)
        self._show_runs(place)
        self._select(self.view.currentIndex())
        self.has_given_up = True

    def _compare(self) -> None:
        """The list, or the runs beside each other."""
        if self._places.currentIndex() == 0:
            runs = self._runs[:MOST]
            made = [(run, self._project.runs.yields(run.id)) for run in runs]
            self.comparison.setModel(comparison_table(made))
            self.comparison.fit_columns(0, dict.fromkeys(range(1, len(runs) + 1), 16))
        self._places.setCurrentIndex(1 - self._places.currentIndex())
        is_list = self._places.currentIndex() == 0
        self.compare.setText(tr("Compare") if is_list else tr("Back to the list"))
        self.compare.setAccessibleName(self.compare.text())
        self._select(self.view.currentIndex())

    def _select(self, index: QModelIndex) -> None:
        run = self._runs[index.row()] if index.isValid() else None
        is_list = self._places.currentIndex() == 0
        is_open = is_list and run is not None and run.units_done < run.units_planned
        self.show_it.setEnabled(is_list and run is not None)
        self.resume.setEnabled(is_open and self._can_resume)
        self.pack.setEnabled(is_open and run is not None and run.state is not RunState.RUNNING)
        ended = (RunState.RUNNING, RunState.GIVEN_UP)
        self.give_up.setEnabled(is_open and run is not None and run.state not in ended)

    def _show(self) -> None:
        index = self.view.currentIndex()
        if index.isValid():
            self.chosen = self._runs[index.row()].id
            self.accept()

    def _resume(self) -> None:
        self.is_resumed = True
        self._show()

    def _pack(self) -> None:
        self.is_packed = True
        self._show()
