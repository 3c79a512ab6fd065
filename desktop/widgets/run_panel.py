"""A run as it goes: progress, speed, time left, yield, and the last results."""

from collections.abc import Sequence
from dataclasses import replace

from PySide6.QtCore import QModelIndex, Signal
from PySide6.QtWidgets import (
    QGridLayout,
    QLabel,
    QProgressBar,
    QPushButton,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from desktop import wording
from desktop.charts import acceptance
from desktop.language import decimal, tr
from desktop.tables import tasks as table
from desktop.text import plain_label, set_role
from desktop.widgets.buttons import push_button
from desktop.widgets.layout import card, column, holder, row
from desktop.widgets.outcome_bar import NOTHING_YET, OutcomeBar
from desktop.widgets.pilot_card import PilotCard
from desktop.widgets.result_cards import MOST as MOST_CARDS
from desktop.widgets.result_cards import ResultCards
from desktop.widgets.scrolled import Scrolled
from desktop.widgets.table_view import TableView, ToneDelegate
from desktop.widgets.type_yields import TypeYields
from engine.records import Run, RunState, RunTimes, TypeYield
from engine.runs.events import RunProgress, Worked
from engine.runs.format_watch import is_futile
from engine.store import Project

LAST_RESULTS = 200
_BEGINS = tr(
    "The model is being loaded, which takes up to a minute; the first tasks come soon after. You "
    "can go on working on the other pages."
)
_READS = tr(
    "The model is loaded and reads the first passages, which takes a while on a slow computer. You "
    "can go on working on the other pages."
)
_MORE_COME = tr("The next units are being read and written; a figure moves when one ends.")
_STEADY = 12.0  # units a minute: one every five seconds
_FEWEST_UNITS = 8  # below, a share says nothing
_MEASURED = tr("Being measured")  # the first units say little of the rest
FIGURES = DONE, TASKS_A_MINUTE, TOKENS_A_SECOND, TIME_LEFT = (
    tr("Done"), tr("Units a minute"), tr("Tokens a second"), tr("Time left"),
)  # fmt: skip


class RunPanel(QWidget):
    """Shows numbers that the engine tells; asks for pause, stop, continue and another run."""

    pause_requested = Signal()
    stop_requested = Signal()
    continue_requested = Signal()
    setup_requested = Signal()
    review_requested = Signal()
    task_requested = Signal(int)  # one of the last results is to be seen in Review

    def __init__(self) -> None:
        super().__init__()
        self._project: Project | None = None
        self._run_id: int | None = None
        self._last: list[int] = []
        self.headline = plain_label("", "section", wraps=True)
        self.bar = QProgressBar()
        self.bar.setRange(0, 1000)  # permille: counts may exceed what an int signal carries
        self.bar.setTextVisible(False)
        self.bar.setAccessibleName(tr("Progress of the run"))
        self.figures = {name: plain_label("–", "figure") for name in FIGURES}
        self.outcomes = OutcomeBar()
        self.work = plain_label("", "small", wraps=True)  # until the figures move by themselves
        self.advice = plain_label(wording.FEW_CAME, "small", wraps=True)
        self.pilot = PilotCard()
        self.yields = TypeYields()
        self.cards = ResultCards()
        self._last_progress: RunProgress | None = None  # of the run that is shown
        self.table = table.WrittenTable()
        self.pause = push_button(tr("Pause"), self.pause_requested)
        self.stop = push_button(tr("Stop"), self.stop_requested)
        self.resume = push_button(tr("Continue"), self.continue_requested, "primary")
        self.another = push_button(tr("Set up another run"), self.setup_requested)
        self.review = push_button(tr("Review tasks"), self.review_requested, "primary")
        self.work.hide()
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(14)
        layout.addWidget(self._summary())
        layout.addWidget(self.pilot)
        both = row(gap=14)
        both.addWidget(self._results(), 5)
        both.addWidget(card(self.yields), 3)
        layout.addLayout(both, 1)

    def _summary(self) -> QWidget:
        figures = QGridLayout()
        figures.setHorizontalSpacing(28)
        for place, (name, value) in enumerate(self.figures.items()):
            figures.addLayout(column(value, plain_label(name, "small"), gap=0), 0, place)
            figures.setColumnStretch(place, 1)
        buttons = (self.pause, self.stop, self.another, self.resume, self.review)
        line = row(gap=8)
        line.addWidget(self.headline, 1)
        line.addWidget(self.work, 5)
        for button in buttons:
            line.addWidget(button)
        self._figures = holder(figures)
        return card(line, self.bar, self._figures, self.outcomes, self.advice, gap=14)

    def _open_task(self, index: QModelIndex) -> None:
        """Enter, or a double click."""
        task = self.table.task(index.row())
        if task is not None:
            self.task_requested.emit(task.id)

    def _results(self) -> QWidget:
        self.view = TableView(tr("Last results"))
        self.view.setModel(self.table)
        self.view.setItemDelegateForColumn(table.COL_OUTCOME, ToneDelegate(self.view))
        self.view.activated.connect(self._open_task)
        self.view.show_only(table.COL_TYPE, table.COL_INPUT, table.COL_OUTPUT, table.COL_OUTCOME)
        widths = {table.COL_TYPE: 20, table.COL_OUTPUT: 20, table.COL_OUTCOME: 16}
        self.view.fit_columns(table.COL_INPUT, widths)
        self._places = QStackedWidget()
        self._places.addWidget(self.view)
        self._places.addWidget(Scrolled(self.cards, tr("Results")))
        self._results_title = plain_label(tr("Last results"), "section")
        return card(self._results_title, self._places)

    def show_run(self, project: Project, run: Run, last: Sequence[int]) -> None:
        """Show a stored run as it stands, with the ids of its last tasks, newest first."""
        if project is not self._project:
            self._run_id = None
        self._project = project
        self._last = list(last)[:LAST_RESULTS]
        self.table.show(project, self._last)
        is_running = run.state is RunState.RUNNING
        self.headline.setText(tr("Running") if is_running else wording.run_sentence(run))
        nothing = _BEGINS if is_running else NOTHING_YET
        self.outcomes.show_outcomes(project.runs.outcomes(run.id), nothing)
        yields = project.runs.yields(run.id)
        self.advice.setVisible(not is_running and _is_poor(yields))
        self.yields.show_yields(yields)
        self.yields.show_accepted(acceptance(project.tasks.counts()))
        is_small = not is_running and run.limit_units is not None and len(last) <= MOST_CARDS
        if is_small:
            self.cards.show_tasks(
                [task.as_written for task in project.tasks.page(list(reversed(last)))]
            )
        self._places.setCurrentIndex(1 if is_small else 0)
        self._results_title.setText(tr("Results") if is_small else tr("Last results"))
        self._show_done(run.units_done, run.units_planned)
        if run.id != self._run_id:  # a run that has just ended keeps its last rates
            self.work.hide()
            for name in FIGURES[1:]:
                self.figures[name].setText("–")
            self._last_progress = None
        self._run_id = run.id
        is_awaited = run.state is not RunState.GIVEN_UP
        has_open = is_awaited and run.units_done < run.units_planned
        self.show_state(run.state, has_open=has_open)
        if is_futile(run):
            self.resume.hide()  # a new run is what its reason advises

    def model_loaded(self, run: int) -> None:
        """From now on it is the passages that take time."""
        if run == self._run_id and not self._last:
            self.outcomes.show_outcomes({}, _READS)

    def show_work(self, event: Worked) -> None:
        """Nothing has ended for some seconds: say that the worker is at it, and how far."""
        if event.run_id != self._run_id or not event.in_flight or not self.stop.isEnabled():
            return
        self.work.setText(
            tr(
                "At work on {units}: {read} tokens read, {written} written so far.",
                units=wording.counted(event.in_flight, "unit"),
                read=wording.number(event.read_tokens),
                written=wording.number(event.written_tokens),
            )
        )
        self.work.show()

    def add_results(self, ids: Sequence[int], progress: RunProgress) -> None:
        """New tasks, oldest first, and the run's numbers after them."""
        self._last = [*reversed(ids), *self._last][:LAST_RESULTS]
        self.table.show(self._project, self._last)
        self._show_done(progress.units_done, progress.units_planned)
        self.figures[TASKS_A_MINUTE].setText(_rate(progress.tasks_per_minute))
        self.figures[TOKENS_A_SECOND].setText(_rate(progress.tokens_per_second))
        left = progress.seconds_left
        self.figures[TIME_LEFT].setText(_MEASURED if left is None else wording.duration(left))
        self.outcomes.show_outcomes(progress.outcomes)
        self._settle(progress)
        self._last_progress = progress
        if self._project is not None and self._run_id is not None:
            self.yields.show_yields(self._project.runs.yields(self._run_id))

    def _settle(self, progress: RunProgress) -> None:
        """Say what goes on until the figures move by themselves, every few seconds."""
        is_steady = progress.seconds_left is not None
        if is_steady and progress.tasks_per_minute >= _STEADY:
            self.work.hide()
        elif self.work.isHidden():
            self.work.setText(_MORE_COME)
            self.work.show()

    def make_room(self, *, has_rest: bool) -> None:
        """What a pilot says of the rest matters more than how fast it was."""
        self._figures.setHidden(has_rest)
        if has_rest:
            self.advice.hide()  # the estimate says it
        role = "" if has_rest else "primary"
        if self.review.property("role") != role:
            set_role(self.review, role)

    def times(self, stored: RunTimes) -> RunTimes:
        """How long units took: as this window measured it, if it saw the run, else as stored."""
        seen = self._last_progress
        if seen is None or not seen.tasks_per_minute:
            return stored
        return replace(stored, seconds=(stored.units - 1) * 60 / seen.tasks_per_minute)

    def show_state(self, state: RunState, *, has_open: bool, is_paused: bool = False) -> None:
        """Which buttons make sense now."""
        is_running = state is RunState.RUNNING
        self.pause.setVisible(is_running)
        self.pause.setText(tr("Go on") if is_paused else tr("Pause"))
        if is_running:
            self.headline.setText(tr("Paused") if is_paused else tr("Running"))
        if is_paused or not is_running:
            self.work.hide()
        self.pause.setAccessibleName(self.pause.text())
        self.stop.setVisible(is_running)
        self.stop.setEnabled(is_running)
        self.another.setVisible(not is_running)
        self.bar.setVisible(is_running or has_open)
        self.resume.setVisible(not is_running and has_open)
        self.review.setVisible(not is_running and not has_open)
        if not is_running:
            self.figures[TIME_LEFT].setText("–")

    def primary(self) -> QPushButton:
        """The button for what comes next."""
        if not self.pilot.isHidden():
            return self.pilot.rest
        shown = (one for one in (self.review, self.resume, self.pause) if not one.isHidden())
        return next(shown, self.another)

    def figure(self, name: str) -> QLabel:
        """The label of one of `FIGURES`."""
        return self.figures[name]

    def _show_done(self, done: int, planned: int) -> None:
        self.bar.setValue(done * 1000 // planned if planned else 0)
        self.figures[DONE].setText(wording.part_of(done, planned))


def _is_poor(yields: Sequence[TypeYield]) -> bool:
    """Fewer than half of a run's units gave a task, of enough to say so."""
    units = sum(one.units for one in yields)
    return units >= _FEWEST_UNITS and 2 * sum(one.well_formed for one in yields) < units


def _rate(value: float) -> str:
    return decimal(value, 0 if value >= 10 else 1) if value else "–"
