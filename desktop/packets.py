"""What the window does with packets: plan only, pack, merge, and what a packet says of itself."""

from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QFileDialog

from desktop import wording
from desktop.background import Background, Operation
from desktop.dialogs.packets import PackDialog, PackReviewDialog, RunCut
from desktop.dialogs.packets_agreement import AgreementDialog
from desktop.dialogs.packets_merged import Came, MergedDialog
from desktop.dialogs.passphrase import with_passphrase
from desktop.language import tr
from desktop.main_window import REVIEW, MainWindow
from desktop.open_project import OpenProject
from desktop.pages.generate import GeneratePage
from desktop.pages.review import ReviewPage
from desktop.project_pages import ProjectPages
from desktop.running import Running
from engine import packets
from engine.errors import KNOWN_ERRORS, ProjectProtected
from engine.records import Packed, PacketKind, Run, RunState
from engine.store import Project

KIND = tr("Packets (*.bonito)")


class Packets(QObject):
    """Asks, works in the background, and says what came of it on the page it concerns."""

    def __init__(
        self,
        window: MainWindow,
        pages: tuple[ProjectPages, GeneratePage, ReviewPage],
        current: OpenProject,
        running: Running,
        background: Background,
    ) -> None:
        super().__init__()
        self._window, self._current = window, current
        self._pages, self._generate, self._review = pages
        self._running, self._background = running, background
        generate = self._generate
        generate.plan_requested.connect(self._plan)
        running.plan_stored.connect(self._plan_stored)
        generate.pack_requested.connect(self.pack_run)
        generate.merge_requested.connect(self.choose_and_merge)
        self._review.pack_requested.connect(self.pack_review)
        self._review.agreement_requested.connect(self.show_agreement)

    @property
    def _project(self) -> Project | None:
        return self._current.project

    def say_origin(self, project: Project) -> None:
        """A project that is a packet says so when it is opened, and what to do with it."""
        origin = project.packets.origin()
        if origin is None:
            return
        place = tr("part {part} of {parts}", part=origin.part, parts=origin.parts)
        said = (
            tr("This is a packet of “{name}”, {place}. Run it, then carry it back and merge it.",
               name=origin.source, place=place)
            if origin.kind is PacketKind.RUN
            else tr("These are tasks of “{name}” to review, {place}. Decide, then carry it back.",
                    name=origin.source, place=place)
        )  # fmt: skip
        page = self._generate if origin.kind is PacketKind.RUN else self._review
        page.notice.say(said)

    def _changed(self) -> None:
        """Runs, tasks or decisions are others than before."""
        project = self._project
        if project is not None:
            self._current.note_unfinished(project)
            self._pages.refresh()

    # --- a plan --------------------------------------------------------------------------------

    def _plan(self, request: object) -> None:
        if self._project is not None:
            self._running.plan(self._project, request)  # pyright: ignore[reportArgumentType]

    def _plan_stored(self, run: Run) -> None:
        self._generate.show_last_run()
        units = wording.counted(run.units_planned, "unit")
        said = tr("The plan is stored: {units}. Continue here, or pack it.", units=units)
        self._generate.notice.say(said, "good", tr("Pack…"), lambda: self.pack_run(run.id))
        self._changed()

    # --- pack ----------------------------------------------------------------------------------

    def pack_run(self, run_id: int | None = None) -> None:
        """Ask which run is cut into how many packets, and write them into a folder."""
        project = self._project
        if project is None:
            return
        runs = [run for run in project.runs.all() if _has_open(run)]
        if not runs:
            said = tr("No run has anything open. Plan one first, then it can be packed.")
            self._generate.notice.say(said, "warn")
            return
        dialog = PackDialog(self._window, runs, run_id)
        is_wanted, cut = dialog.exec(), dialog.run_cut()
        dialog.deleteLater()
        if not is_wanted:
            return
        folder = QFileDialog.getExistingDirectory(
            self._window, tr("Folder for the packets"), str(project.path.parent)
        )
        if folder:
            self._pack(project, cut, Path(folder))

    def _pack(self, project: Project, cut: RunCut, folder: Path) -> None:
        self._background.run(
            Operation(
                name=tr("Packing"),
                work=lambda _job: packets.pack(
                    project, cut.run_id, cut.parts, folder, by_documents=cut.by_documents
                ),
                done=lambda packed: self._packed(packed, folder),
                failed=self._generate.say_error,
                owner=project,
                must_finish=True,
            )
        )

    def _packed(self, packed: Packed, folder: Path) -> None:
        said = tr(
            "{units} packed into {packets} in “{folder}”. Run them elsewhere, then merge them.",
            units=wording.counted(packed.size, "unit"),
            packets=wording.counted(len(packed.files), "packet"),
            folder=folder.name,
        )
        self._generate.notice.say(said, "good")

    def pack_review(self) -> None:
        """Ask how the tasks that Review shows are shared out, and write them into a file each."""
        project = self._project
        if project is None:
            return
        narrow = self._review.filter.filter()
        dialog = PackReviewDialog(self._window, project.tasks.count(narrow))
        is_wanted, sharing = dialog.exec(), dialog.sharing()
        dialog.deleteLater()
        if not is_wanted:
            return
        usual = project.path.with_name(f"{project.path.stem}-{tr('review')}.bonito")
        name, _kind = QFileDialog.getSaveFileName(
            self._window, tr("Pack for a reviewer"), str(usual), KIND
        )
        if name:
            self._background.run(
                Operation(
                    name=tr("Packing"),
                    work=lambda _job: packets.pack_review(project, narrow, Path(name), sharing),
                    done=self._review_packed,
                    failed=self._review.say_error,
                    owner=project,
                    must_finish=True,
                )
            )

    def _review_packed(self, packed: Packed) -> None:
        said = tr(
            "{tasks} packed into {packets}. Merge the file once it is back.",
            tasks=wording.counted(packed.size, "task"),
            packets=wording.counted(len(packed.files), "packet"),
        )
        self._review.notice.say(said, "good")

    def show_agreement(self) -> None:
        """How far reviewers agree on what several of them decided."""
        project = self._project
        if project is not None:
            dialog = AgreementDialog(self._window, packets.agreement(project))
            dialog.exec()
            dialog.deleteLater()

    # --- merge ---------------------------------------------------------------------------------

    def choose_and_merge(self) -> None:
        """Ask for packets, and merge them."""
        project = self._project
        if project is None:
            return
        names, _kind = QFileDialog.getOpenFileNames(
            self._window, tr("Merge packets"), str(project.path.parent), KIND
        )
        if names:
            self.merge([Path(name) for name in names])

    def are_known(self, paths: Sequence[Path]) -> bool:
        """All of these files are called as packets that the open project made."""
        project = self._project
        if project is None:
            return False
        names = {one.name for one in project.packets.all()}
        return {path.name for path in paths} <= names

    def merge(self, paths: Sequence[Path]) -> None:
        """Merge packets one after the other; a refused one stops no other."""
        project = self._project
        if project is None:
            return
        if self._running.is_under_way:
            said = tr("A run is under way; stop it or wait for its end, then merge.")
            self._generate.notice.say(said, "warn")
            return
        self._background.run(
            Operation(
                name=tr("Merging packets"),
                work=lambda _job: _merge_all(project, tuple(paths)),
                done=lambda came: self._came(project, came),
                failed=self._generate.say_error,
                owner=project,
                must_finish=True,
            )
        )

    def _came(self, project: Project, came: list[Came]) -> None:
        came = [self._asked(project, one) for one in came]
        self._changed()
        self._review.read()
        dialog = MergedDialog(self._window, came)
        wants_conflicts = dialog.exec()
        dialog.deleteLater()
        if wants_conflicts:
            self.show_conflicts()

    def _asked(self, project: Project, one: Came) -> Came:
        """A packet that has a passphrase of its own, merged with it."""
        if not isinstance(one.error, ProjectProtected):
            return one
        merge: Callable[[str], Came] = partial(_merged, project, one.path)
        try:
            found = with_passphrase(self._window, one.path.stem, merge)
        except KNOWN_ERRORS as error:
            return Came(one.path, error=error)
        return found[0] if found else one

    def show_conflicts(self) -> None:
        """The tasks that people decided differently, in Review."""
        self._review.filter.choose_conflicts()
        self._review.read()
        self._window.go_to(REVIEW)


def _has_open(run: Run) -> bool:
    return run.units_done < run.units_planned and run.state is not RunState.RUNNING


def _merge_all(project: Project, paths: Sequence[Path]) -> list[Came]:
    came = list[Came]()
    for path in paths:
        try:
            came.append(_merged(project, path, ""))
        except KNOWN_ERRORS as error:
            came.append(Came(path, error=error))
    return came


def _merged(project: Project, path: Path, passphrase: str) -> Came:
    return Came(path, packets.merge_one(project, path, passphrase=passphrase))
