"""Builds the application once and connects it: what the user asks for, and what follows.

Nothing else in `desktop` looks anything up: pages get what they need here and tell what they want
by signals. The open project is `current`'s, and is handed to the pages.
"""

import sys
from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import QSettings, QTimer
from PySide6.QtWidgets import QApplication

from desktop import wording
from desktop.appearance import Appearance
from desktop.background import Background
from desktop.changes import Change
from desktop.checklist_ways import ChecklistWays
from desktop.choices import Choices
from desktop.chosen_language import APPLICATION, speak
from desktop.dialogs.about import AboutDialog
from desktop.dialogs.bug_report import BugReportDialog
from desktop.dialogs.isolation import IsolationDialog
from desktop.dialogs.your_name import ask_name
from desktop.errors import ErrorReporter
from desktop.file_drops import FileDrops
from desktop.focus_keeper import FocusKeeper
from desktop.garbage import collect_on_this_thread
from desktop.language import tr
from desktop.log_file import log_kept, log_path
from desktop.main_window import DOCUMENTS, EXPORT, GENERATE, REVIEW, MainWindow
from desktop.menus import PageMenus
from desktop.model_choice import ModelChoice
from desktop.open_project import OpenProject, worth_resuming
from desktop.packets import Packets
from desktop.pages.documents import DocumentsPage
from desktop.pages.export import ExportPage
from desktop.pages.generate import GeneratePage
from desktop.pages.review import ReviewPage
from desktop.pages.start import StartPage
from desktop.places import Place, Places
from desktop.preferences import Preferences
from desktop.project_charts import ProjectCharts
from desktop.project_notices import ProjectNotices
from desktop.project_pages import ProjectPages
from desktop.run_guard import RunGuard
from desktop.running import Running
from desktop.safekeeping import Safekeeping
from desktop.sample_project import SampleProject
from desktop.shown_log import ShownLog
from desktop.widgets.model_chooser import model_title
from engine.config import remembered_models
from engine.isolation.checks import checks_of
from engine.isolation.observation import observe_here
from engine.processes.child import ChildMain
from engine.records import RunRequest, RunState
from engine.runs.events import ModelLoaded, RunEnded, RunPlanned, TaskAdded
from engine.store import Project
from engine.worker.main import main as worker_main
from models.library import FoundModel

SWITCH_SECONDS = 0.0005
"""After how long a thread that computes lets another one have Python's interpreter lock.

A decision lets go of that lock with each call into SQLite, and a run's thread may take it. Deciding
during a run, the longest gap was 34 ms with this, 43 ms with Python's usual 5 ms (medians of three
alternating rounds of `tests/bench/window.py`).
"""
REFRESH_MILLISECONDS = 1000  # the counts in the bar while a run adds tasks


class App:
    """The one object that knows all others. Make one, `start` it, run Qt's loop, `close` it."""

    def __init__(
        self, application: QApplication, settings: QSettings, worker: ChildMain = worker_main
    ) -> None:
        self.preferences, self.places = Preferences(settings), Places(settings)
        self.appearance = Appearance(application, self.preferences)  # before any widget
        self.errors = ErrorReporter(lambda said: BugReportDialog(self.window, said).exec())
        self.background = Background(self.errors.report)
        self.running = Running(self.background, worker)
        self.current = OpenProject(self.background, self.running, self.preferences)
        self.start_page = StartPage()
        self.documents = DocumentsPage(self.background, worker, self.preferences.reviewer)
        self.generate = GeneratePage(self.background, self.running, worker)
        self.review = ReviewPage(self.preferences.reviewer, self.background)
        self.export = ExportPage(self.background, self.preferences.reviewer)
        pages = (self.documents, self.generate, self.review, self.export)
        self.window = self.current.window = MainWindow(
            (self.start_page, *pages), checks_of(observe_here())
        )
        FocusKeeper(application, self.window)
        self.pages = ProjectPages(self.window, *pages)
        told = self.pages, self.generate, self.review
        self.packets = Packets(self.window, told, self.current, self.running, self.background)
        self.guard = RunGuard(self.window, self.running)
        self.safekeeping = Safekeeping(self.window, self.current, self.background)
        self.notices = ProjectNotices(
            self.window, self.start_page.notice, self.current, self.safekeeping
        )
        self.sample = SampleProject(self.background, self.current, self.start_page, self.notices)
        self.models = ModelChoice(remembered_models(), self.background, self.preferences)
        self._refresh_timer = QTimer(singleShot=True, interval=REFRESH_MILLISECONDS)
        self._connect_project()
        self._connect_window()
        self._connect_pages()
        self._connect_run()

    @property
    def project(self) -> Project | None:
        """The open project."""
        return self.current.project

    def start(self) -> None:
        """Dress and show the window."""
        sys.setswitchinterval(SWITCH_SECONDS)
        self.appearance.dress()
        self._show_recent()
        self.models.choose(self.preferences.model)
        self.generate.advanced.device.keep_in(self.preferences)
        self.generate.keep_in(self.places)
        self.window.restoreGeometry(self.preferences.geometry)
        self.window.fit_to(self.window.screen().availableGeometry())
        self.window.show()

    def show_isolation(self) -> None:
        """Open the checks of what is promised about the network and about files."""
        dialog = IsolationDialog(self.window, self.background)
        dialog.checked.connect(self.window.strip.show_isolation)
        dialog.open()

    def close(self) -> None:
        """Stop what runs, close the project, remember the window."""
        self.preferences.geometry = self.window.saveGeometry()
        self.current.end()
        self.background.close()

    # --- connections --------------------------------------------------------------------------

    def _connect_project(self) -> None:
        self.current.opened.connect(self._opened)
        self.current.opened.connect(self._back_up_if_due)
        self.current.closing.connect(self._let_go)
        self.current.closed.connect(lambda: self.window.show_project(None))
        self.current.recent_changed.connect(self._show_recent)
        for page in self.pages:
            page.project_moved.connect(self.notices.say_moved)

    def _connect_window(self) -> None:
        window, start = self.window, self.start_page
        sample = self.guard.asking(tr("Stop and open"), self.sample.open)
        window.build_menus(start.new.click, start.open.click, sample)
        PageMenus(window, self.documents, self.generate, self.review, self.export)
        opening = self.guard.asking(tr("Stop and open"), self.current.open)
        FileDrops(window, opening, self._import_dropped, self.packets)
        self.choices = Choices(
            window, self.appearance, self.preferences, self.generate.sampling, self.decide_as
        )
        self.appearance.follow(window)
        window.may_close = lambda: self.guard.allows(tr("Stop and quit"))
        closing = self.guard.asking(tr("Stop and close"), self.current.close)
        window.close_project_requested.connect(closing)
        window.recent_requested.connect(opening)
        window.name_requested.connect(self._ask_name)
        window.closing.connect(self.close)
        window.activated.connect(self.current.check_place)
        window.back_up_requested.connect(self.safekeeping.back_up)
        window.restore_requested.connect(self.safekeeping.restore)
        window.protect_requested.connect(self.safekeeping.protect)
        window.delete_project_requested.connect(self.safekeeping.delete)
        window.isolation_requested.connect(self.show_isolation)
        window.about_requested.connect(lambda: AboutDialog(window, self.background).exec())
        start.new_requested.connect(self.guard.asking(tr("Stop and make it"), self.current.create))
        start.open_requested.connect(opening)
        start.resume_requested.connect(self._open_and_resume)
        start.sample_requested.connect(self.sample.open)
        start.restore_requested.connect(self.safekeeping.restore)
        start.forget_requested.connect(self.current.forget)
        self.background.busy_changed.connect(window.strip.show_work)
        self.errors.known_error_escaped.connect(window.notice.say_error)
        self._refresh_timer.timeout.connect(lambda: self.pages.refresh(Change.TASKS))

    def _connect_pages(self) -> None:
        self.documents.documents_changed.connect(lambda: self.pages.refresh(_ANEW))
        self.documents.document_deleted.connect(self.review.read)
        self.documents.generate_requested.connect(lambda: self.window.go_to(GENERATE))
        self.generate.run_requested.connect(self.start_run)
        self.generate.resume_requested.connect(self.resume_run)
        self.generate.passages_cut.connect(self.documents.show_passages)
        self.generate.documents_requested.connect(lambda: self.window.go_to(DOCUMENTS))
        self.generate.review_requested.connect(lambda: self.window.go_to(REVIEW))
        self.charts = ProjectCharts(self.window, self.documents, self.review, self.background)
        self.shown_log = ShownLog(self.window, self.review, self.background)
        self.generate.runs_changed.connect(self._runs_changed)
        self.generate.panel.yields.chosen.connect(self._review_type)
        self.generate.models.model_chosen.connect(self.models.use)
        self.generate.model_sheet_requested.connect(lambda: self.models.show_sheet(self.window))
        self.generate.models.file_chosen.connect(self.models.add)
        self.review.decided.connect(lambda: self.pages.refresh(Change.DECISIONS))
        self.review.generate_requested.connect(lambda: self.window.go_to(GENERATE))
        self.generate.models.forget_requested.connect(self.models.forget_broken)
        self.models.chosen.connect(self._show_model)
        self.models.listed.connect(self.generate.models.show_models)
        self.models.refused.connect(self.generate.notice.say_error)
        self.models.added.connect(lambda said: self.generate.notice.say(said, "good"))
        self.export.generate_requested.connect(lambda: self.window.go_to(GENERATE))
        self.ways = ChecklistWays(self.window, self.documents, self.review)
        self.export.review_requested.connect(self.ways.lead)
        self.generate.panel.task_requested.connect(self.ways.show_task)
        self.export.decided.connect(self.review.decided)

    def _connect_run(self) -> None:
        self.running.run_planned.connect(self._run_planned)
        self.running.model_loaded.connect(self._model_loaded)
        self.running.tasks_added.connect(self._tasks_added)
        self.running.worker_restarted.connect(self.generate.worker_restarted)
        self.running.told.connect(self.generate.say_of_device)
        self.running.run_ended.connect(self._run_ended)
        self.running.changed.connect(self._run_changed)

    def _import_dropped(self, paths: Sequence[Path]) -> None:
        """Files that fell on another page than Documents."""
        if self.project is None:
            self.start_page.notice.say(tr("Open or make a project first, then drop files."))
            return
        self.window.go_to(DOCUMENTS)
        self.documents.import_files(paths)

    def _back_up_if_due(self, project: Project) -> None:
        if self.preferences.backs_up_daily:
            self.safekeeping.back_up_if_due(project)

    def _ask_name(self) -> None:
        """Under which name everything is told from now on."""
        name = ask_name(self.window, self.preferences.reviewer)
        if name is not None:
            self.decide_as(name)

    def decide_as(self, name: str) -> None:
        """Under this name from now on; empty for the login name."""
        self.preferences.reviewer = name
        for page in (self.review, self.review.audit, self.export):
            page.decide_as(self.preferences.reviewer)
        if self.project is not None:
            self.project.log.who = self.preferences.reviewer

    # --- projects -----------------------------------------------------------------------------

    def open_named(self, path: Path | None, sample: Path | None) -> None:
        """Open the project or the sample project that the program was started with, if any."""
        if path is not None:
            self.current.open(path)
        if sample is not None:
            self.sample.open_at(sample)

    def _opened(self, project: Project) -> None:
        self.start_page.notice.hide()
        self.window.notice.hide()
        place = self.places.of(project.path)
        self.review.filter.restore(place.filters)
        self.pages.show(project, lambda: self._go_on(project, place.page))

    def _go_on(self, project: Project, page: int) -> None:
        """The last step of opening: what ran, and the page where work stopped."""
        self._show_runs(project)
        self.packets.say_origin(project)
        if DOCUMENTS <= page <= EXPORT:
            self.window.go_to(page)

    def _show_runs(self, project: Project) -> None:
        self.generate.show_last_run()
        waiting = worth_resuming(project)
        if waiting is not None:
            said = wording.run_sentence(waiting)
            self.window.unfinished.say(
                said, "info", tr("Continue"), lambda: self.resume_run(waiting.id)
            )

    def _let_go(self, project: Project) -> None:
        place = Place(self.window.pages.currentIndex(), self.review.filter.choices())
        self.places.remember(project.path, place)
        self._refresh_timer.stop()
        self.pages.let_go()

    def _open_and_resume(self, path: Path) -> None:
        if self.current.open(path) and self.project is not None:
            waiting = worth_resuming(self.project)
            if waiting is not None:
                self.resume_run(waiting.id)

    def _show_recent(self) -> None:
        recent = self.current.recent()
        self.start_page.show_recent(recent)
        self.window.show_recent(recent)

    # --- runs --------------------------------------------------------------------------------

    def _show_model(self, model: FoundModel) -> None:
        self.generate.show_model(model)
        self.documents.show_model(model)
        self.window.strip.show_model(model_title(model))

    def start_run(self, request: RunRequest) -> None:
        """Start a run of the open project."""
        if self.project is not None:
            self.running.start(self.project, request)

    def resume_run(self, run_id: int | None) -> None:
        """Continue a run of the open project, and show it."""
        if self.project is not None:
            self.window.unfinished.hide()
            self.window.go_to(GENERATE)
            self.running.resume(self.project, run_id, self.generate.device)

    def _run_planned(self, event: RunPlanned) -> None:
        if self.project is None:
            return
        if self.window.unfinished.property("tone") == "info":  # another run goes on instead
            self.window.unfinished.hide()
        self.current.note_unfinished(self.project)
        self.pages.run_says = wording.run_progress(event.units_done, event.units_planned)
        self.generate.run_planned(event)
        self.pages.refresh(Change.RUNS)

    def _model_loaded(self, event: ModelLoaded) -> None:
        self.window.strip.show_device(event.device)
        self.generate.panel.model_loaded(event.run_id)

    def _tasks_added(self, events: list[TaskAdded]) -> None:
        if self.project is None:
            return
        progress = events[-1].progress
        self.pages.run_says = wording.run_progress(
            progress.units_done, progress.units_planned, is_paused=self.running.is_paused
        )
        with self.project.alone():
            self.generate.tasks_added(events)
            self.review.tasks_added(events)
        if not self._refresh_timer.isActive():
            self._refresh_timer.start()

    def _run_changed(self) -> None:
        """Paused, or going on: the bar says so at once."""
        if self.pages.run_says:
            said = wording.paused(self.pages.run_says, is_paused=self.running.is_paused)
            self.pages.run_says = said
            self.pages.refresh(Change.TASKS)

    def _run_ended(self, event: RunEnded) -> None:
        self.pages.run_says = ""
        if self.project is None:
            return
        self.current.note_unfinished(self.project)
        self.generate.run_ended(event)
        if event.state is RunState.FAILED:
            self.current.check_place()
        self.review.read()
        self.pages.refresh(Change.RUNS | Change.TASKS)

    def _runs_changed(self) -> None:
        """The rest of a run was given up: nobody is reminded of it."""
        if self.project is not None:
            self.window.unfinished.hide()
            self.current.note_unfinished(self.project)
            self.pages.refresh(Change.RUNS)

    def _review_type(self, short: str) -> None:
        self.review.filter.show_type(short)
        self.review.read()
        self.window.go_to(REVIEW)


_ANEW = Change.ALL & ~Change.RUNS  # a deleted document takes its tasks and decisions along


def run(arguments: list[str], path: Path | None = None, sample: Path | None = None) -> int:
    """Open the window and stay until it is closed; the exit code is Qt's."""
    application = QApplication(arguments)
    application.setApplicationName(APPLICATION)
    application.setOrganizationName(APPLICATION)
    speak(application)
    with log_kept(log_path()):
        app = App(application, QSettings())
        app.errors.install()
        app.start()
        app.pages.draw_ahead()
        collect_on_this_thread(application)
        app.open_named(path, sample)
        return application.exec()
