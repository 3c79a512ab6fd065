"""The Export page: a checklist, the format with three rows of it, and a folder to write into."""

import json
from dataclasses import replace
from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QFontDatabase
from PySide6.QtWidgets import (
    QButtonGroup,
    QCheckBox,
    QFileDialog,
    QHBoxLayout,
    QLineEdit,
    QRadioButton,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from desktop import wording
from desktop.background import Background, Operation
from desktop.changes import Change
from desktop.dialogs.personal import PersonalDialog
from desktop.dialogs.replace_export import may_write
from desktop.export_result import ExportResult
from desktop.language import tr
from desktop.pages.page import Page
from desktop.text import TextPane, plain_label
from desktop.widgets.beside_rows import BesideRows
from desktop.widgets.buttons import push_button
from desktop.widgets.check_list import CheckList, Point, bounds, points
from desktop.widgets.copy_line import CopyLine
from desktop.widgets.empty_state import EmptyState
from desktop.widgets.instructions import InstructionFields
from desktop.widgets.kinship_check import kinship_check
from desktop.widgets.label_check import label_check
from desktop.widgets.layout import card, field, holder, row
from desktop.widgets.list_box import ListBox
from desktop.widgets.near_check import near_check
from desktop.widgets.personal_check import personal_check
from desktop.widgets.project_check import ProjectCheck
from desktop.widgets.rights_check import rights_check
from desktop.widgets.scrolled import Scrolled
from desktop.widgets.split_forecast import SplitForecast
from engine.export import FORMATS, ExportReport, ExportRequest, export, parse_split
from engine.export.last import LastExport, last_export
from engine.export.preview import first_tasks, preview
from engine.export.shapes import PAIRS, PASSAGES
from engine.records import Outcome, ProjectStatus
from engine.store import Project

ROWS_SHOWN = 3
FORMAT_NAMES = {
    "bonito": tr("Bonito: input and output"),
    "prompt": tr("Prompt and completion"),
    "alpaca": tr("Alpaca: instruction and output"),
    "messages": tr("Messages: chat roles"),
    "sharegpt": tr("ShareGPT: conversations"),
    "preference": tr("Preference: wanted or not (TRL's KTO)"),
    PAIRS: tr("Pairs: wanted and not wanted (DPO)"),
    PASSAGES: tr("Passages: their text, and no tasks"),
}
_NO_TASK = tr("No task is chosen: accept some, or export all that are not rejected.")
_NOTHING = {
    PAIRS: tr(
        "No pair among the first tasks: a pair is an accepted answer and another one that was "
        "edited away, or rejected for the same question."
    ),
    PASSAGES: tr("There is no passage yet: Generate cuts the documents."),
}
SPLITS = (
    (tr("One part, no split"), ""),
    (tr("80 / 10 / 10 by document"), "80/10/10"),
    (tr("90 / 10 by document"), "90/10"),
    (tr("70 / 15 / 15 by document"), "70/15/15"),
)


class ExportPage(Page):
    """Builds an `ExportRequest` and shows what was written."""

    decided = Signal()  # tasks were rejected, perhaps many
    review_requested = Signal(str)  # the name of a point of the checklist
    generate_requested = Signal()

    def __init__(self, background: Background, reviewer: str = "") -> None:
        super().__init__(
            tr("Export"),
            tr("Files for the training team. A document is never split between parts."),
        )
        self._background, self._reviewer = background, reviewer
        self._status: ProjectStatus | None = None
        self._bounds: tuple[Point, ...] = ()
        self.checks = CheckList(self._act)
        self._build_choices()
        self.near = near_check(background)
        self.labels = label_check(background)
        self.personal = personal_check(background)
        self.kinship = kinship_check(background)
        self.rights = rights_check(background)
        self.forecast = SplitForecast(background)
        self.forecast.failed.connect(self.say_error)
        self.instructions = InstructionFields()
        self.beside = BesideRows()
        self.target = QLineEdit()
        self.target.setAccessibleName(tr("Folder to write into"))
        self.preview = TextPane(tr("Preview of the first rows"), tr("Nothing to show yet."))
        self.preview.setFont(QFontDatabase.systemFont(QFontDatabase.SystemFont.FixedFont))
        self.preview_hint = plain_label("", "small", wraps=True)
        self.anchor = CopyLine(
            tr(
                "Note this line elsewhere, on paper or signed: with it anybody can prove the "
                "export."
            ),
            tr("Line that proves the export"),
        )
        self.button = push_button(tr("Export"), self.export, "primary")
        self.result = ExportResult(self, self.notice, background)
        self.result.near_requested.connect(lambda: self.review_requested.emit("near"))
        self.buttons.addWidget(push_button(tr("Check an export…"), self.check_folder))
        self._places = QStackedWidget()
        self._places.addWidget(self._empty())
        self._places.addWidget(self._filled())
        self.body.addWidget(self._places, 1)
        self._connect()

    def _build_choices(self) -> None:
        """What is written, in which form, and in which parts."""
        self.format = ListBox()
        for name in (*FORMATS, PASSAGES):
            self.format.addItem(FORMAT_NAMES.get(name, name), name)
        self.split = ListBox()
        for title, value in SPLITS:
            self.split.addItem(title, value)
        for box in (self.format, self.split):  # its list shows an entry whole
            box.setSizeAdjustPolicy(box.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
            box.setMinimumContentsLength(20)
        self.only_accepted = QRadioButton(tr("Accepted and edited only"))
        self.all_kept = QRadioButton(tr("All well-formed that are not rejected"))
        self._which = QButtonGroup(self)
        for radio in (self.only_accepted, self.all_kept):
            radio.setAccessibleName(radio.text())
            self._which.addButton(radio)
        self.only_accepted.setChecked(True)
        self.one_of_each = QCheckBox(tr("Of near-duplicates only the best"))
        self.one_of_each.setAccessibleName(self.one_of_each.text())
        self.one_of_each.setChecked(True)

    def _connect(self) -> None:
        for check in self._project_checks():
            check.changed.connect(self._show_points)
            check.failed.connect(self.say_error)
        self.one_of_each.toggled.connect(lambda _on: self._show_preview())
        self.near.changed.connect(self._show_preview)
        for box in (self.format, self.split):
            box.activated.connect(lambda _place: self._show_preview())
        self.instructions.changed.connect(self._show_preview)
        self.beside.changed.connect(self._show_preview)
        self._which.buttonToggled.connect(lambda _button, is_on: is_on and self._show_preview())

    def _empty(self) -> QWidget:
        return EmptyState(
            "export",
            tr("Nothing to export yet"),
            tr("An export is made of tasks. Generate some, review them, then come back."),
            push_button(tr("Go to Generate"), self.generate_requested.emit, "primary"),
        )

    def _filled(self) -> QWidget:
        area = Scrolled(holder(self._settings()), tr("Export settings"), least=300)
        both = row(gap=14)
        both.addWidget(area, 2)
        heading = plain_label(tr("The first {count} rows", count=ROWS_SHOWN), "section")
        rows = card(heading, self.preview_hint, self.preview, self.anchor, self._folder(), gap=8)
        both.addWidget(rows, 3)
        return holder(both)

    def _folder(self) -> QHBoxLayout:
        """Where to, and the button, on the screen however far the settings are scrolled."""
        choose = push_button(tr("Choose…"), self.choose_target, name=tr("Choose a folder"))
        label = plain_label(tr("Folder"), "field")
        label.setBuddy(self.target)
        folder = row(label, gap=8)
        folder.addWidget(self.target, 1)
        for button in (choose, self.button):
            folder.addWidget(button)
        return folder

    def _settings(self) -> QVBoxLayout:
        settings = card(
            plain_label(tr("Which tasks"), "field"),
            self.only_accepted,
            self.all_kept,
            self.one_of_each,
            4,
            field(tr("Format"), self.format),
            field(tr("Split"), self.split),
            self.forecast,
            self.instructions,
            gap=8,
        )
        layout = QVBoxLayout()
        layout.setContentsMargins(0, 0, 4, 0)
        layout.setSpacing(14)
        layout.addWidget(card(plain_label(tr("Before you export"), "section"), self.checks, gap=8))
        layout.addWidget(settings)
        layout.addWidget(card(plain_label(tr("Beside the rows"), "section"), self.beside, gap=8))
        layout.addStretch(1)
        return layout

    def decide_as(self, reviewer: str) -> None:
        """Under this name from now on."""
        self._reviewer = reviewer

    def arrive(self) -> None:
        """The focus is on what the page is for; on nothing while there is nothing to export."""
        (self.button if self.button.isEnabled() else self).setFocus()

    def show_project(self, project: Project | None) -> None:
        """Show this project's checklist and rows; propose a folder beside it."""
        super().show_project(project)
        self._status, self._bounds = None, ()
        self._show_last(last_export(project) if project else None)
        for check in self._project_checks():
            check.show_project(project)
        self.instructions.forget()
        self.beside.forget()
        if project is not None:
            beside = project.path.absolute().with_name(f"{project.path.stem}-export")
            self.target.setText(str(beside))

    def _show_last(self, last: LastExport | None) -> None:
        """The line of the newest export can be noted later, too."""
        if last is None:
            self.anchor.show_line("")
            return
        rows = wording.counted(last.rows, "row")
        when = wording.clock(last.at)
        self.anchor.show_line(last.anchor, tr("Last export: {when}, {rows}.", when=when, rows=rows))

    def refresh(self, status: ProjectStatus, change: Change = Change.ALL) -> None:  # noqa: ARG002
        """Tasks or decisions have changed."""
        has_tasks = bool(status.outcomes.get(Outcome.OK, 0))
        self._places.setCurrentIndex(1 if has_tasks else 0)
        self._status = status
        if self.isVisible():  # else it is read when somebody looks, not at each decision
            self._show_all()

    def _show_points(self) -> None:
        if self._status is not None:
            found = [point for check in self._project_checks() for point in check.points()]
            self.checks.show_points((*points(self._status), *self._bounds, *found))

    def _project_checks(self) -> tuple[ProjectCheck, ...]:
        """What is found out in the background, in the order of the checklist."""
        return (self.near, self.labels, self.kinship, self.rights, self.personal)

    def showEvent(self, event: object) -> None:  # noqa: ARG002 - Qt's signature
        """The preview is read, and the tasks are compared, when somebody looks."""
        self._show_all()

    def _show_all(self) -> None:
        if self.project is not None:
            self._bounds = bounds(self.project.audits.all())
            counts = self.project.tasks.counts()
            self.instructions.offer({one.task_type for one in counts if one.outcome is Outcome.OK})
            self._show_points()
        self._show_preview()
        self._look()

    def _show_preview(self) -> None:
        if self.project is None:
            return
        request = self.request()
        self._offer_what_fits(request.format)
        shown = preview(self.project, request, ROWS_SHOWN)
        tasks = first_tasks(self.project, request, ROWS_SHOWN)
        self.forecast.look(self.project, request)
        self.preview.show_text(
            "\n\n".join(json.dumps(one, ensure_ascii=False, indent=2) for one in shown)
        )
        hint = tr("Shown indented; written one row a line.")
        if self.one_of_each.isChecked() and any(task.near for task in tasks):
            hint += tr(" Near-duplicates among these may be left out.")
        self.preview_hint.setText(hint if shown else _NOTHING.get(request.format, _NO_TASK))
        self.button.setEnabled(bool(shown) or request.format == PAIRS)  # some may come later

    def _offer_what_fits(self, form: str) -> None:
        """Passages are no tasks, and pairs are of accepted ones."""
        self.beside.show_format(form)
        for radio in (self.only_accepted, self.all_kept):
            radio.setEnabled(form not in {PAIRS, PASSAGES})
        for of_tasks in (self.one_of_each, self.instructions):
            of_tasks.setEnabled(form != PASSAGES)

    def _look(self) -> None:
        for check in self._project_checks():
            check.look()

    def _act(self, point: str) -> None:
        """What the button of a line of the checklist does."""
        if point == "personal" and self.project is not None:
            dialog = PersonalDialog(self, self._background, self.project, self._reviewer)
            dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
            dialog.decided.connect(self._look)
            dialog.decided.connect(self._show_preview)
            dialog.decided.connect(self.decided)
            dialog.open()
        else:
            self.review_requested.emit(point)

    def choose_target(self) -> None:
        """Ask where to write."""
        start = str(Path(self.target.text()).parent)
        name = QFileDialog.getExistingDirectory(self, tr("Write the export into"), start)
        if name:
            self.target.setText(name)

    def request(self) -> ExportRequest:
        """What the user asks for."""
        split, form = self.split.currentData(), self.format.currentData()
        request = ExportRequest(
            target=Path(self.target.text().strip()).expanduser(),
            format=form,
            only_accepted=self.only_accepted.isChecked() or form in {PAIRS, PASSAGES},
            split=parse_split(split) if split else None,
            one_of_each=self.one_of_each.isChecked(),
        )
        request = self.beside.put_into(request)
        if form == PASSAGES:
            return replace(request, with_passage=False, with_model_words=False)
        return replace(request, instructions=self.instructions.instructions())

    def export(self) -> None:
        """Write the export in the background."""
        project = self.project
        if project is None:
            return
        if not self.target.text().strip():
            self.notice.say(tr("Name a folder to write into."), "warn")
            return
        request = self.request()
        if not may_write(self, request.target):
            return
        self.notice.hide()
        self.setFocus()  # the button rests meanwhile; the focus stays on this page
        self.button.setEnabled(False)
        self._background.run(
            Operation(
                name=tr("Writing the export"),
                work=lambda _job: export(project, request),
                done=self._exported,
                failed=self._refused,
                ended=self._export_ended,
                owner=project,
            )
        )

    def _exported(self, report: ExportReport) -> None:
        self.anchor.show_line(report.anchor)
        if self.project is not None:
            self.result.written(report, self.project)

    def check_folder(self) -> None:
        """Ask for the folder of an export, and check it."""
        start = str(Path(self.target.text()).parent)
        name = QFileDialog.getExistingDirectory(self, tr("Folder of an export"), start)
        if name:
            self.result.look(Path(name), self.project)

    def _refused(self, error: Exception) -> None:
        self.say_error(error)
        if self.hasFocus():
            self.arrive()

    def _export_ended(self) -> None:
        self.button.setEnabled(True)
