"""Builds the application once and connects it: what the user asks for, and what follows.

Nothing else in `desktop` looks anything up: pages get what they need here and tell what they want
by signals. The open project lives here, and is handed to the pages.
"""

from functools import partial
from pathlib import Path

from PySide6.QtCore import QSettings, QStandardPaths, QTimer
from PySide6.QtWidgets import QApplication

from desktop import wording
from desktop.background import Background, Operation
from desktop.changes import Change
from desktop.dialogs.bug_report import BugReportDialog
from desktop.dialogs.isolation import IsolationDialog
from desktop.dialogs.project_log import ProjectLogDialog
from desktop.errors import ErrorReporter
from desktop.main_window import APPLICATION, DOCUMENTS, GENERATE, REVIEW, MainWindow
from desktop.model_choice import ModelChoice
from desktop.pages.documents import DocumentsPage
from desktop.pages.export import ExportPage
from desktop.pages.generate import GeneratePage
from desktop.pages.review import ReviewPage
from desktop.pages.start import SUFFIX, StartPage
from desktop.preferences import Preferences
from desktop.run_bridge import RunBridge
from desktop.running import Running
from desktop.safekeeping import House, Safekeeping
from desktop.steps import steps
from desktop.theme import Scheme, colours_for, dress
from desktop.widgets.filter_bar import FAILED
from desktop.widgets.model_chooser import model_title
from desktop.widgets.notice import Notice
from engine import demo
from engine.config import remembered_models
from engine.errors import KNOWN_ERRORS, NotAProject, ProjectDamaged, ProjectMissing
from engine.isolation.checks import checks_of
from engine.isolation.observation import observe_here
from engine.processes.child import ChildMain
from engine.records import Outcome, ProjectStatus, Run, RunRequest
from engine.runs.events import ModelLoaded, RunEnded, RunPlanned, TaskAdded
from engine.store import Project, backups_of
from engine.worker.main import main as worker_main
from models.library import FoundModel

REFRESH_MILLISECONDS = 1000  # the counts in the bar while a run adds tasks


class App:
    """The one object that knows all others. Make one, `start` it, run Qt's loop, `close` it."""

    def __init__(
        self, application: QApplication, settings: QSettings, worker: ChildMain = worker_main
    ) -> None:
        self._application = application
        self.preferences = Preferences(settings)
        self._put_on_colours()  # before any widget: later ones would get another font
        self.project: Project | None = None
        self._run_says = ""
        self._status: ProjectStatus | None = None  # of the open project, as last shown
        self.errors = ErrorReporter(lambda said: BugReportDialog(self.window, said).exec())
        self.background = Background(self.errors.report)
        self.bridge = RunBridge()
        self.running = Running(self.background, self.bridge, worker)
        self.start_page = StartPage()
        self.documents = DocumentsPage(self.background, worker)
        self.generate = GeneratePage(self.background, self.running, worker)
        self.review = ReviewPage(self.preferences.reviewer, self.background)
        self.export = ExportPage(self.background)
        pages = (self.start_page, self.documents, self.generate, self.review, self.export)
        self.window = MainWindow(pages, checks_of(observe_here()))
        self.safekeeping = Safekeeping(self._house(), self.background)
        self.models = ModelChoice(remembered_models(), self.background, self.preferences)
        self._refresh_timer = QTimer(singleShot=True, interval=REFRESH_MILLISECONDS)
        self._connect_window()
        self._connect_pages()
        self._connect_run()

    def start(self, path: Path | None = None, sample: Path | None = None) -> None:
        """Dress and show the window, with a project or the sample project if one was named."""
        self.dress()
        self._show_recent()
        self.models.choose(self.preferences.model)
        self.window.restoreGeometry(self.preferences.geometry)
        self.window.show()
        if path is not None:
            self.open_project(path)
        if sample is not None:
            self.open_sample_at(sample)

    def dress(self) -> None:
        """Show the scheme that the preferences and the desktop ask for."""
        self.window.show_scheme(self.preferences.scheme)
        self._put_on_colours()

    def _put_on_colours(self) -> None:
        system = self._application.styleHints().colorScheme()
        dress(self._application, colours_for(self.preferences.scheme, system))

    def show_isolation(self) -> None:
        """Open the checks of what is promised about the network and about files."""
        dialog = IsolationDialog(self.window, self.background)
        dialog.checked.connect(self.window.strip.show_isolation)
        dialog.open()

    def close(self) -> None:
        """Stop what runs, close the project, remember the window."""
        self.preferences.geometry = self.window.saveGeometry()
        self.close_project()

    def _house(self) -> House:
        return House(
            window=self.window,
            project=lambda: self.project,
            open=self.open_project,
            close=self.close_project,
            forget=self._forget,
            say=lambda said, kind: self._notice().say(said, kind),
            say_error=self._say,
        )

    # --- connections --------------------------------------------------------------------------

    def _connect_window(self) -> None:
        window, start = self.window, self.start_page
        window.build_menus(start.new.click, start.open.click, self.open_sample)
        window.scheme_chosen.connect(self._choose_scheme)
        window.close_project_requested.connect(self.close_project)
        window.recent_requested.connect(self.open_project)
        window.log_requested.connect(self.show_log)
        window.closing.connect(self.close)
        window.back_up_requested.connect(self.safekeeping.back_up)
        window.restore_requested.connect(self.safekeeping.restore)
        window.protect_requested.connect(self.safekeeping.protect)
        window.delete_project_requested.connect(self.safekeeping.delete)
        window.isolation_requested.connect(self.show_isolation)
        start.new_requested.connect(self.new_project)
        start.open_requested.connect(self.open_project)
        start.resume_requested.connect(self._open_and_resume)
        start.sample_requested.connect(self.open_sample)
        start.restore_requested.connect(self.safekeeping.restore)
        self._application.styleHints().colorSchemeChanged.connect(lambda _scheme: self.dress())
        self.background.busy_changed.connect(window.strip.show_work)
        self.errors.known_error_escaped.connect(window.notice.say_error)
        self._refresh_timer.timeout.connect(lambda: self.refresh(Change.TASKS))

    def _connect_pages(self) -> None:
        self.documents.documents_changed.connect(lambda: self.refresh(_ANEW))
        self.documents.document_deleted.connect(self.review.read)
        self.generate.run_requested.connect(self.start_run)
        self.generate.resume_requested.connect(self.resume_run)
        self.generate.passages_cut.connect(self.documents.show_passages)
        self.generate.documents_requested.connect(lambda: self.window.go_to(DOCUMENTS))
        self.generate.review_requested.connect(lambda: self.window.go_to(REVIEW))
        self.generate.models.model_chosen.connect(self.models.use)
        self.generate.models.file_chosen.connect(self.models.add)
        self.review.decided.connect(lambda: self.refresh(Change.DECISIONS))
        self.review.generate_requested.connect(lambda: self.window.go_to(GENERATE))
        self.generate.models.forget_requested.connect(self.models.forget_broken)
        self.models.chosen.connect(self._show_model)
        self.models.listed.connect(self.generate.models.show_models)
        self.models.refused.connect(self.generate.notice.say_error)
        self.models.added.connect(lambda said: self.generate.notice.say(said, "good"))
        self.export.generate_requested.connect(lambda: self.window.go_to(GENERATE))
        self.export.review_requested.connect(self._review_point)

    def _connect_run(self) -> None:
        self.bridge.run_planned.connect(self._run_planned)
        self.bridge.model_loaded.connect(self._model_loaded)
        self.bridge.tasks_added.connect(self._tasks_added)
        self.bridge.worker_restarted.connect(self.generate.worker_restarted)
        self.bridge.run_ended.connect(self._run_ended)

    def _choose_scheme(self, scheme: Scheme) -> None:
        self.preferences.scheme = scheme
        self.dress()

    def show_log(self) -> None:
        """What happened to the project, in a dialog."""
        if self.project is not None:
            ProjectLogDialog(self.window, self.project.log.all()).exec()

    # --- projects -----------------------------------------------------------------------------

    def new_project(self, path: Path) -> None:
        """Make a project and open it; the file dialog has asked before replacing a file."""
        try:
            self._show(Project.create(path))
        except KNOWN_ERRORS as error:
            self._say(error)

    def open_project(self, path: Path, passphrase: str = "") -> bool:
        """Open a project; tells whether that worked. The one open before stays until then."""
        if self.project is not None and self.project.path.resolve() == path.resolve():
            return True
        try:
            project = self.safekeeping.open(path, passphrase)
        except KNOWN_ERRORS as error:
            self._say(error)
            self._offer_backup(path, error)
            return False
        if project is None:
            return False
        self._show(project)
        self.safekeeping.back_up_if_due(project)
        return True

    def _offer_backup(self, path: Path, error: Exception) -> None:
        can_come_back = isinstance(error, ProjectDamaged | ProjectMissing | NotAProject)
        if can_come_back and backups_of(path):
            said, bring = f"{error.title}. {error}", partial(self.safekeeping.restore, path)
            self._notice().say(said, "bad", "Restore a backup…", bring)

    def open_sample(self) -> None:
        """Open the sample project in the user's documents folder."""
        place = QStandardPaths.StandardLocation.DocumentsLocation
        self.open_sample_at(Path(QStandardPaths.writableLocation(place)) / f"Bonito sample{SUFFIX}")

    def open_sample_at(self, path: Path) -> None:
        """Open the sample project, and make it first where it isn't yet."""
        if path.exists():
            self.open_project(path)
            return
        self.start_page.sample.setEnabled(False)
        self.background.run(
            Operation(
                name="Making the sample project",
                work=lambda _job: _make_sample(path),
                done=self._sample_made,
                failed=self._sample_failed,
            )
        )

    def _sample_made(self, path: Path) -> None:
        self.start_page.sample.setEnabled(True)
        self.open_project(path)

    def _sample_failed(self, error: Exception) -> None:
        self.start_page.sample.setEnabled(True)
        self._say(error)

    def close_project(self) -> None:
        """End what works on the project, then close it; back to the start page."""
        self.background.close()  # first: it may just be starting a run
        self.running.close()
        project, self.project = self.project, None
        if project is not None:
            self._note_unfinished(project, project.runs.unfinished())
            project.close()
        self._tell_pages()
        self.window.show_project(None)
        self._show_recent()

    def _show(self, project: Project) -> None:
        if self.project is not None:
            self.close_project()
        self.project = project
        self.start_page.notice.hide()
        waiting = project.runs.unfinished()
        self.preferences.remember(project.path, wording.run_sentence(waiting) if waiting else "")
        self._show_recent()
        self._tell_pages()
        self.window.notice.hide()
        self.window.show_project(project.path.stem)
        self.refresh()
        if project.runs.all():
            self.generate.show_last_run()
        if waiting is not None:
            said = wording.run_sentence(waiting)
            self.window.notice.say(said, "info", "Continue", lambda: self.resume_run(waiting.id))

    def _tell_pages(self) -> None:
        for page in (self.documents, self.generate, self.review, self.export):
            page.show_project(self.project)

    def _open_and_resume(self, path: Path) -> None:
        if self.open_project(path) and self.project is not None:
            waiting = self.project.runs.unfinished()
            if waiting is not None:
                self.resume_run(waiting.id)

    def refresh(self, change: Change = Change.ALL) -> None:
        """Read once what has changed of the project's numbers, and tell everybody."""
        if self.project is None:
            return
        is_counted = self._status is not None and not change & ~Change.COUNTED
        self._status = status = (
            self.project.recount(self._status)  # pyright: ignore[reportArgumentType]
            if is_counted
            else self.project.status()
        )
        self.window.bar.show_steps(steps(status, self._run_says))
        for page in (self.documents, self.generate, self.review, self.export):
            page.refresh(status, change)

    def _show_recent(self) -> None:
        recent = self.preferences.recent()
        self.start_page.show_recent(recent)
        self.window.show_recent(recent)

    def _note_unfinished(self, project: Project, run: Run | None) -> None:
        said = wording.run_sentence(run) if run else ""
        self.preferences.note_unfinished(project.path, said)

    def _forget(self, path: Path) -> None:
        self.preferences.forget(path)
        self._show_recent()

    def _notice(self) -> Notice:
        return self.window.notice if self.project is not None else self.start_page.notice

    def _say(self, error: Exception) -> None:
        self._notice().say_error(error)

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
            self.window.notice.hide()
            self.window.go_to(GENERATE)
            self.running.resume(self.project, run_id)

    def _run_planned(self, event: RunPlanned) -> None:
        if self.project is None:
            return
        self._note_unfinished(self.project, self.project.runs.get(event.run_id))
        self._run_says = _progress(event.units_done, event.units_planned)
        self.generate.run_planned(event)
        self.refresh(Change.RUNS)

    def _model_loaded(self, event: ModelLoaded) -> None:
        self.window.strip.show_device(event.device)

    def _tasks_added(self, events: list[TaskAdded]) -> None:
        if self.project is None:
            return
        progress = events[-1].progress
        self._run_says = _progress(progress.units_done, progress.units_planned)
        self.generate.tasks_added(events)
        self.review.tasks_added(events)
        if not self._refresh_timer.isActive():
            self._refresh_timer.start()

    def _run_ended(self, event: RunEnded) -> None:
        self._run_says = ""
        if self.project is None:
            return
        self._note_unfinished(self.project, self.project.runs.unfinished())
        self.generate.run_ended(event)
        self.review.read()
        self.refresh(Change.RUNS | Change.TASKS)

    def _review_point(self, name: str) -> None:
        if name == "failed":
            self.review.filter.show_outcomes(FAILED)
        else:
            self.review.filter.show_outcomes((Outcome.OK,))
            self.review.filter.show_unreviewed()
        self.review.read()
        self.window.go_to(REVIEW)


_ANEW = Change.ALL & ~Change.RUNS  # a deleted document takes its tasks and decisions along


def _progress(done: int, planned: int) -> str:
    return f"Running: {wording.number(done)} of {wording.number(planned)}"


def _make_sample(path: Path) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    demo.make_sample_project(path)
    return path


def run(arguments: list[str], path: Path | None = None, sample: Path | None = None) -> int:
    """Open the window and stay until it is closed; the exit code is Qt's."""
    application = QApplication(arguments)
    application.setApplicationName(APPLICATION)
    application.setOrganizationName(APPLICATION)
    app = App(application, QSettings())
    app.errors.install()
    app.start(path, sample)
    return application.exec()
