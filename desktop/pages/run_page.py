"""A page that shows a run: what it tells, what a pilot has left, and the list of all runs."""

from dataclasses import replace

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QApplication, QStackedWidget

from desktop import pilot, wording
from desktop.announce import announce
from desktop.dialogs.runs import RunsDialog
from desktop.estimate import Choice, Workload
from desktop.language import told, tr
from desktop.pages.page import Page
from desktop.running import Running
from desktop.widgets.buttons import push_button
from desktop.widgets.language_warning import LanguageWarning
from desktop.widgets.run_panel import LAST_RESULTS, RunPanel
from desktop.widgets.start_card import StartCard
from engine.devices.choosing import AUTO
from engine.records import RunState
from engine.runs.estimate import Estimate, estimate, poor_types
from engine.runs.events import RunEnded, RunPlanned, TaskAdded, Told, WorkerRestarted
from engine.runs.planner import has_own_seeds
from models.library import FoundModel

EMPTY, SET_UP, RUN = range(3)


class RunPage(Page):
    """Heirs build what a run is started with, and fill `_places` in the order of the numbers."""

    run_requested = Signal(object)  # RunRequest
    resume_requested = Signal(object)  # run id
    review_requested = Signal()
    runs_changed = Signal()  # the rest of one was given up
    pack_requested = Signal(object)  # run id, or None for whoever asks which
    merge_requested = Signal()

    def __init__(self, title: str, sentence: str, running: Running) -> None:
        super().__init__(title, sentence)
        self._running = running
        self._document_ids: tuple[int, ...] | None = None
        self._model: FoundModel | None = None
        self._workload: Workload | None = None
        self._shown_run: int | None = None
        self.panel = RunPanel()
        self.language = LanguageWarning()
        self.start = StartCard()
        self.runs = push_button(tr("Runs…"), self._choose_run, name=tr("All runs of this project"))
        self.buttons.addWidget(self.runs)
        self._places = QStackedWidget()
        self._connect_run()

    def _connect_run(self) -> None:
        self.panel.pilot.rest_requested.connect(self._request_rest)
        self.panel.pilot.changed.connect(self._show_rest)
        self.panel.pause_requested.connect(self._running.toggle_pause)
        self.panel.stop_requested.connect(self._stop)
        self.panel.continue_requested.connect(lambda: self.resume_requested.emit(self._shown_run))
        self.panel.setup_requested.connect(lambda: self._places.setCurrentIndex(SET_UP))
        self.panel.review_requested.connect(self.review_requested)
        self._running.changed.connect(self._show_running)
        self._running.refused.connect(self.say_error)
        self._running.worked.connect(self.panel.show_work)

    @property
    def device(self) -> str:
        """What runs compute on; for heirs."""
        return AUTO

    def _show_units(self) -> None:
        """How large a run would be; for heirs."""
        raise NotImplementedError

    def _count_anew(self) -> None:
        """What was counted is of no use any more: a run made some of it; for heirs."""
        raise NotImplementedError

    def arrive(self) -> None:
        """The focus is where the page's purpose is, never on what opens something else."""
        place = self._places.currentIndex()
        if place != EMPTY:
            (self.start.primary() if place == SET_UP else self.panel.primary()).setFocus()

    def _show_rest(self) -> None:
        """The estimate of what a pilot has left, if one is shown."""
        found, card = self._rest(), self.panel.pilot
        if found is not None:
            card.show_estimate(*found)
        card.setVisible(found is not None)
        self.panel.make_room(has_rest=found is not None)
        if found is not None and self.panel.review.hasFocus():
            card.rest.setFocus()

    def _rest(self) -> tuple[Estimate, int] | None:
        """What the pilot that is shown has left, and how many units it tried."""
        project, workload, run_id = self.project, self._workload, self._shown_run
        if project is None or workload is None or run_id is None or self._running.is_under_way:
            return None
        run, card, leaves_out = project.runs.get(run_id), self.panel.pilot, self.language.leaves_out
        is_same = self._model is not None and str(self._model.path) == run.model.path
        if workload.model is not None and not workload.model.is_same_file(run.model):
            return None
        if not is_same or not pilot.has_rest(run, project.runs.all()):
            return None
        made = project.runs.yields(run_id)
        poor = poor_types(made)
        card.offer_poor(poor if len(poor) < len(made) else ())
        choice = self._choice_of_pilot()
        if choice is Choice.GAPS and workload.gaps is None:  # they are counted in a moment
            return None
        every = pilot.to_come(workload, run, made, choice, leaves_out=leaves_out)
        left = {short: n for short, n in every.items() if short not in card.left_out()}
        if not left and not card.left_out():
            return None
        times = self.panel.times(project.runs.times(run_id))
        prompts = len({key[:2] for key in project.runs.unit_keys(run_id)})
        return estimate(left, made, times, prompts), run.units_done

    def _choice_of_pilot(self) -> Choice:
        """Which units the pilot that is shown was to make, and so its rest."""
        project, run_id = self.project, self._shown_run
        if project is None or run_id is None:
            return Choice.MISSING
        asked = project.made.narrowing(run_id)
        if asked is not None:
            return Choice.of(asked)
        if not project.made.repeated(run_id):  # of an earlier version: by what it drew
            return Choice.MISSING
        unit = project.made.first_unit(run_id)
        seed = project.runs.get(run_id).sampling.seed
        return Choice.GAPS if unit and has_own_seeds(unit, seed) else Choice.ALL

    def _shows_gap_pilot(self) -> bool:
        """Gaps are to be counted for its rest."""
        if self.project is None or self._shown_run is None:
            return False
        is_pilot = self.project.runs.get(self._shown_run).limit_units is not None
        return is_pilot and self._choice_of_pilot() is Choice.GAPS

    def run_rest(self) -> None:
        """Make what the pilot left, if one is shown that left something."""
        if self._rest() is not None:
            self._request_rest()

    def _request_rest(self) -> None:
        if self.project is None or self._shown_run is None:
            return
        run, left_out = self.project.runs.get(self._shown_run), self.panel.pilot.left_out()
        types = [short for short in run.task_types if short not in left_out]
        self.notice.hide()
        self.setFocus()  # as `_request`
        left, choice = self.language.leaves_out, self._choice_of_pilot()
        rest = pilot.rest_request(run, types, self._document_ids, choice, leaves_out=left)
        self.run_requested.emit(replace(rest, device=self.device))

    def run_planned(self, event: RunPlanned) -> None:
        """The run is stored: show it."""
        self.start.earlier.begin_anew()
        self._show_run(event.run_id)

    def tasks_added(self, events: list[TaskAdded]) -> None:
        """New tasks, oldest first; an older run may be shown meanwhile."""
        if events[-1].run_id == self._shown_run:
            self.panel.add_results([event.task.id for event in events], events[-1].progress)

    def worker_restarted(self, event: WorkerRestarted) -> None:
        """The worker died and lives again."""
        self.notice.say(
            tr("The worker was started again: {reason}", reason=told(event.reason)), "warn"
        )

    def say_of_device(self, event: Told) -> None:
        """A device is tried, or is not used and why."""
        self.notice.say(told(event.sentence))

    def run_ended(self, event: RunEnded) -> None:
        """The run is over for now."""
        if event.state is RunState.FAILED:
            self.notice.say(told(event.failure), "bad")
        if event.run_id == self._shown_run:
            self._show_run(event.run_id)
        elif self.project is not None and event.state is not RunState.FAILED:
            self.notice.say(wording.run_sentence(self.project.runs.get(event.run_id)))
        if self.project is not None:
            announce(self, wording.run_sentence(self.project.runs.get(event.run_id)))
        self._count_anew()

    def _show_run(self, run_id: int) -> None:
        if self.project is None:
            return
        is_ours = self.hasFocus() or self.isAncestorOf(QApplication.focusWidget() or self)
        run = self.project.runs.get(run_id)
        self._shown_run = run_id
        last = self.project.tasks.last_of_run(run_id, LAST_RESULTS)
        self.panel.show_run(self.project, run, last)
        self._places.setCurrentIndex(RUN)
        if is_ours and self.isVisible():
            self.arrive()  # not to whatever Qt finds next

    def _choose_run(self) -> None:
        if self.project is None:
            return
        dialog = RunsDialog(self, self.project, can_resume=not self._running.is_under_way)
        if dialog.exec() and dialog.chosen is not None:
            self._show_run(dialog.chosen)
            self._show_running()
            if dialog.is_resumed:
                self.resume_requested.emit(dialog.chosen)
            elif dialog.is_packed:
                self.pack_requested.emit(dialog.chosen)
        if dialog.has_given_up:
            self.runs_changed.emit()
            if self._shown_run is not None and not self._running.is_under_way:
                self._show_run(self._shown_run)
        dialog.deleteLater()

    def _stop(self) -> None:
        self.panel.stop.setEnabled(False)
        self.panel.work.hide()
        self.panel.headline.setText(tr("Stopping: what is being written now is still saved …"))
        self._running.stop()

    def _show_running(self) -> None:
        self._show_units()
        if self._running.is_preparing:
            self.start.say_preparing()
        self.panel.resume.setEnabled(not self._running.is_under_way)
        if self._running.run_id is not None and self._running.run_id == self._shown_run:
            is_paused = self._running.is_paused
            self.panel.show_state(RunState.RUNNING, has_open=True, is_paused=is_paused)
