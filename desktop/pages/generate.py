"""The Generate page: what a run reads, which tasks it writes, with which model; then the run."""

from pathlib import Path

from PySide6.QtCore import Signal, SignalInstance
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from desktop import wording
from desktop.background import Background, Job, Operation
from desktop.changes import Change
from desktop.charts import acceptance, yields
from desktop.dialogs.choose_documents import ChooseDocuments
from desktop.estimate import Choice, Wanted, Workload, passages_by_kind
from desktop.language import tr
from desktop.pages.run_page import EMPTY, SET_UP, RunPage
from desktop.pilot import fresh
from desktop.places import Places
from desktop.running import Running
from desktop.text import plain_label
from desktop.widgets.advanced import AdvancedSettings
from desktop.widgets.buttons import push_button
from desktop.widgets.empty_state import EmptyState
from desktop.widgets.layout import card, column, holder, row, rule
from desktop.widgets.model_chooser import ModelChooser
from desktop.widgets.sampling import SamplingSettings
from desktop.widgets.scrolled import Scrolled
from desktop.widgets.type_chooser import TypeChooser
from engine.processes.child import ChildMain
from engine.records import ProjectStatus, RunRequest, Way
from engine.runs.cutting import CutProgress
from engine.runs.identity import Identities
from engine.store import Project
from engine.worker.main import main as worker_main
from models.library import FoundModel

_SIDE_WIDTH = 380  # pixels at least


class GeneratePage(RunPage):
    """Builds a `RunRequest` and shows what the engine tells about the run."""

    documents_requested = Signal()
    passages_cut = Signal()
    model_sheet_requested = Signal()
    plan_requested = Signal(object)  # RunRequest: store it and generate nothing

    def __init__(
        self, background: Background, running: Running, worker: ChildMain = worker_main
    ) -> None:
        super().__init__(
            tr("Generate"),
            tr("Choose what the model writes. A pilot shows in a minute what to expect."),
            running,
        )
        self._background, self._worker = background, worker
        self._counting: Job | None = None
        self._identities = Identities()
        self._kept_in: Places | None = None
        self._path: Path | None = None  # of the project that choices are remembered for
        self.types = TypeChooser()
        self.sampling = SamplingSettings()
        self.advanced = AdvancedSettings(background)
        self.models = ModelChooser()
        self.documents = plain_label("", wraps=True)
        self.units, self.units_hint = self.start.units, self.start.hint
        self.earlier = self.start.earlier
        self.run, self.pilot = self.start.run, self.start.pilot
        self.choose = push_button(
            tr("Choose…"), self._choose_documents, name=tr("Choose documents")
        )
        for place in (self._empty(), self._set_up(), self.panel):
            self._places.addWidget(place)
        self.body.addWidget(self._places, 1)
        self._connect()

    def _connect(self) -> None:
        self.types.changed.connect(self._types_turned)
        self.sampling.changed.connect(self._show_units)
        self.language.changed.connect(self._show_units)
        self.earlier.changed.connect(self._choice_turned)
        self.advanced.prompting.box.currentIndexChanged.connect(self._show_units)
        for line in self.advanced.labels.lines.values():
            line.textChanged.connect(self._show_units)
        self.start.run_requested.connect(lambda: self._request(None))
        self.start.plan_requested.connect(lambda: self._ask(self.plan_requested, None))
        self.start.pilot_requested.connect(lambda: self._request(self.sampling.limit.value()))

    def _empty(self) -> QWidget:
        return EmptyState(
            "generate",
            tr("No documents yet"),
            tr("Tasks are made from documents. Add some first, then come back."),
            push_button(tr("Go to Documents"), self.documents_requested.emit, "primary"),
        )

    def _set_up(self) -> QWidget:
        inside = holder(column(self.types, None))
        inside.layout().setContentsMargins(0, 0, 10, 0)  # pyright: ignore[reportOptionalMemberAccess]
        left = Scrolled(inside, tr("Task types"))
        settings = column(
            plain_label(tr("Documents"), "field"),
            row(self.documents, None, self.choose),
            self.language,
            rule(),
            self.models,
            rule(),
            self.sampling,
            rule(),
            self.advanced,
            None,
        )
        settings.setContentsMargins(14, 12, 10, 12)
        area = Scrolled(holder(settings), tr("Settings"), least=_SIDE_WIDTH)
        self.side = holder(column(card(area, margin=4), self.start))
        self.side.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Preferred)
        both = row(gap=14)
        both.addWidget(left, 1)
        both.addWidget(self.side)
        return holder(both)

    @property
    def device(self) -> str:
        """What runs compute on, as `--device` means it."""
        return self.advanced.device.device

    # --- what a run needs -----------------------------------------------------------------------

    def show_project(self, project: Project | None) -> None:
        """Show this project's set-up, or the run that it is in."""
        super().show_project(project)
        self._document_ids, self._workload, self._shown_run = None, None, None
        path = project.path if project else None
        self.language.show_project(path)
        self._restore(path)
        if project is not None:
            self._show_documents(project)
        if self.isVisible():
            self._show_gave()

    def refresh(self, status: ProjectStatus, change: Change = Change.ALL) -> None:
        """Documents, passages or runs have changed."""
        self.runs.setVisible(bool(status.runs))
        if self.isVisible():  # else it is read when somebody looks, not at each decision
            self._show_gave()
        if self.project is not None and change & ~Change.COUNTED:
            self._show_documents(self.project)

    def showEvent(self, event: QShowEvent) -> None:
        """What the types gave is counted when somebody looks."""
        super().showEvent(event)
        self._show_gave()

    def keep_in(self, places: Places) -> None:
        """Remember there what is chosen for each project."""
        self._kept_in = places
        self.language.keep_in(places)

    def _restore(self, path: Path | None) -> None:
        """Choose what was chosen last in this project."""
        self._path = None  # what is restored needs no remembering
        if path is not None and self._kept_in is not None:
            self._document_ids = self._kept_in.document_ids(path)
            self.types.begin_with(self._kept_in.task_types(path))
        self._path = path

    def _types_turned(self) -> None:
        if self._kept_in is not None and self._path is not None:
            self._kept_in.choose_types(self._path, self.types.chosen())
        self._show_units()

    def _show_gave(self) -> None:
        """What each type gave so far in this project."""
        made = self.project.runs.yields() if self.project else ()
        counts = self.project.tasks.counts() if self.project else ()
        self.types.show_gave(yields(made), acceptance(counts))

    def show_model(self, model: FoundModel | None) -> None:
        """The next run takes this model."""
        self._model = model
        entry = model.entry if model else None
        self.advanced.agreement.suit(pays=bool(entry and entry.agreeing))
        self.advanced.prompting.suit(model)
        path, self._path = self._path, None  # what suits a model is not what somebody chose
        self.types.suit(model.poor_types if model else (), entry.poor_reason if entry else "")
        self._path = path
        self._count()

    def show_last_run(self) -> None:
        """Show the run that was active last rather than the set-up, if there is one."""
        last = self.project.runs.active_last() if self.project else None
        if last is not None:
            self._show_run(last.id)

    def _show_documents(self, project: Project) -> None:
        here = project.documents.ids()
        if self._document_ids is not None:
            self._document_ids = tuple(sorted({*self._document_ids} & {*here})) or None
        total = len(here)
        chosen = total if self._document_ids is None else len(self._document_ids)
        some = wording.part_of(wording.number(chosen), wording.counted(total, "document"))
        every = (
            tr("All {count} documents", count=wording.number(total))
            if total > 1
            else tr("The one document")
        )
        self.documents.setText(some if chosen < total else every)
        if not here:
            self._places.setCurrentIndex(EMPTY)
        elif self._places.currentIndex() == EMPTY:
            self._places.setCurrentIndex(SET_UP)
        self._count()

    def _choose_documents(self) -> None:
        if self.project is None:
            return
        dialog = ChooseDocuments(self, self.project.documents.all(), self._document_ids)
        if dialog.exec():
            self._document_ids = dialog.chosen()
            if self._kept_in is not None:
                self._kept_in.choose_documents(self.project.path, self._document_ids)
            self._show_documents(self.project)

    def _count(self) -> None:
        """Cut and count in the background, one at a time, and not while a run does the same."""
        project, model, ids = self.project, self._model, self._document_ids
        has_documents = self._places.currentIndex() != EMPTY
        if project is None or model is None or not has_documents or self._running.is_under_way:
            return
        if self._counting is not None:
            return
        asked, gaps = (project, model, ids), self._wants_gaps()
        self._counting = self._background.run(
            Operation(
                name=tr("Cutting passages"),
                work=lambda job: passages_by_kind(
                    *asked,
                    self._worker,
                    job.is_cancelled,
                    job.tell,
                    with_gaps=gaps,
                    identities=self._identities,
                ),
                told=self._show_cut,
                done=lambda workload: self._counted(workload, (*asked, gaps)),
                failed=self._count_failed,
                ended=self._count_ended,
                owner=project,
                can_be_left=True,
            )
        )
        self._show_units()

    def _wants_gaps(self) -> bool:
        """Gaps are to be counted as well, which takes longer."""
        return self.earlier.choice is Choice.GAPS or self._shows_gap_pilot()

    def _choice_turned(self) -> None:
        """Another part of what earlier runs made is wanted; gaps are counted once they are."""
        if self._wants_gaps() and self._workload and self._workload.gaps is None:
            self._count_anew()
        else:
            self._show_units()

    def _count_anew(self) -> None:
        """A run made some of it and filled gaps; passages stay what they are."""
        self._workload = None
        self._show_units()
        self._count()

    def _counted(self, workload: Workload, asked: tuple[object, ...]) -> None:
        if workload.has_cut:
            self.passages_cut.emit()
        now = (self.project, self._model, self._document_ids, self._wants_gaps())
        if asked == now:
            self._workload = workload
            self.language.show_foreign(workload.others)
            self._show_units()
        else:
            self._count()

    def _show_cut(self, now: CutProgress) -> None:
        """Long texts take minutes: say how far it is."""
        percent = now.done * 100 // max(now.total, 1)
        self.units_hint.setText(tr("Passages are being cut: {percent} %", percent=percent))

    def _count_failed(self, error: Exception) -> None:
        self._workload = None
        self.say_error(error)
        self._show_units()

    def _count_ended(self) -> None:
        self._counting = None
        self._show_units()

    def _show_units(self) -> None:
        types, units, wanted = self.types.chosen(), None, self._wanted()
        if self._workload is None or wanted is None:
            self.units.setText("…" if self._counting else "–")
            self.units_hint.setText(tr("Passages are being cut") if self._counting else "")
        else:
            self.earlier.show_earlier(self._workload.earlier(wanted))
            units = self._workload.to_make(wanted, self.earlier.choice)
            self.units.setText(wording.counted(units, "unit"))
            self.units_hint.setText(
                self._workload.sentence(types, leaves_out=wanted.leaves_out)
                if types
                else tr("Choose at least one task type")
            )
        is_ready = bool(types) and self._model is not None and not self._running.is_under_way
        self.start.offer(units, self.sampling.limit.value(), is_ready=is_ready)
        self._show_rest()

    def _wanted(self) -> Wanted | None:
        """What is set up; None without a model."""
        if self._model is None:
            return None
        types = self.types.chosen()
        prompting = self.advanced.prompting.name or self._model.prompting.name
        found = self._workload.model if self._workload else None
        return Wanted(
            types,
            self.sampling.samples.value(),
            Way(found.sha256, prompting, found.adapter_sha256) if found else Way("", prompting),
            dict(self.advanced.labels.labels(types)),
            self.language.leaves_out,
        )

    def _request(self, limit: int | None) -> None:
        self._ask(self.run_requested, limit)

    def _ask(self, wish: SignalInstance, limit: int | None) -> None:
        """Ask for what is set up, as a run or as a plan."""
        if self._model is None:
            return
        choice, sampling = self.earlier.choice, self.sampling.sampling()
        if choice is Choice.ALL and self.project is not None:
            sampling = fresh(sampling, self.project.runs.all())
        self.notice.hide()
        self.setFocus()  # the buttons rest until the run is there; the focus stays on this page
        wish.emit(
            RunRequest(
                model=str(self._model.path),
                task_types=self.types.chosen(),
                samples=self.sampling.samples.value(),
                sampling=sampling,
                limit_units=limit,
                document_ids=self._document_ids,
                trained_languages_only=self.language.leaves_out,
                fill_gaps=choice is Choice.GAPS,
                only_missing=choice is Choice.MISSING,
                rules_off=self.advanced.rules.off(),
                agree=self.advanced.agreement.agree(),
                labels=self.advanced.labels.labels(self.types.chosen()),
                prompting=self.advanced.prompting.name,
                device=self.device,
            )
        )
