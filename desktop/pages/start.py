"""The Start page: begin, go on where you were, or see the whole flow with a sample project."""

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QFileDialog,
    QHBoxLayout,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from desktop.language import tr
from desktop.preferences import RecentProject
from desktop.text import ElidedLabel, plain_label
from desktop.widgets.buttons import push_button
from desktop.widgets.glyph import Glyph
from desktop.widgets.layout import card, column, holder, row, rule
from desktop.widgets.notice import Notice
from desktop.widgets.notice_stack import NoticeStack

SUFFIX = ".bonito"
KIND = tr("Bonito projects (*.bonito)")


class StartPage(QWidget):
    """Asks for projects through signals."""

    new_requested = Signal(object)  # Path
    open_requested = Signal(object)  # Path
    resume_requested = Signal(object)  # Path: open, and continue the run that waits in it
    sample_requested = Signal()
    restore_requested = Signal()
    forget_requested = Signal(object)  # Path: take it out of the list

    def __init__(self) -> None:
        super().__init__()
        self.setProperty("role", "page")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.notice = Notice()
        self.notices = NoticeStack(self, None, self.notice)
        self.new = push_button(tr("New project…"), self._ask_new, "primary")
        self.open = push_button(tr("Open…"), self._ask_open)
        self.sample = push_button(tr("Open the sample project"), self.sample_requested.emit)
        self.restore = push_button(tr("Restore a backup…"), self.restore_requested.emit, "quiet")
        self._recent = QVBoxLayout()
        self._recent.setSpacing(8)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(24, 18, 24, 18)
        layout.addStretch(2)
        middle = QHBoxLayout()
        middle.setSpacing(56)
        middle.addStretch(1)
        middle.addLayout(self._welcome(), 6)
        middle.addWidget(self._recent_card(), 7)
        middle.addStretch(1)
        layout.addLayout(middle)
        layout.addStretch(3)

    def arrive(self) -> None:
        """The focus is on what begins."""
        self.new.setFocus()

    def _welcome(self) -> QVBoxLayout:
        for button in (self.new, self.open, self.sample):
            button.setMinimumHeight(38)
        title = plain_label(tr("From documents to tasks"), "title", wraps=True)
        said = plain_label(
            tr(
                "Bonito reads your documents on this computer and writes instruction-tuning tasks "
                "from them. You review each one; nothing leaves the computer."
            ),
            "muted",
            wraps=True,
        )
        hint = plain_label(
            tr("The sample project shows the whole way in two minutes."), "small", wraps=True
        )
        return column(
            row(Glyph("fish", 52, "accent"), None), 2, title, said, 8,
            self.new, self.open, self.sample, hint, row(self.restore, None), None, gap=10,
        )  # fmt: skip

    def _recent_card(self) -> QWidget:
        inside = holder(column(self._recent, None))
        area = QScrollArea()
        area.setWidgetResizable(True)
        area.setAccessibleName(tr("Recent projects"))
        area.setWidget(inside)
        frame = card(plain_label(tr("Recent projects"), "section"), area)
        frame.setMinimumHeight(360)
        return frame

    def show_recent(self, projects: Sequence[RecentProject]) -> None:
        """Show these, newest first."""
        while item := self._recent.takeAt(0):
            if widget := item.widget():
                widget.hide()
                widget.deleteLater()
        for place, project in enumerate(projects):
            if place:
                self._recent.addWidget(rule())
            self._recent.addWidget(self._entry(project))
        if not projects:
            empty = tr("None yet. Projects you make or open are listed here.")
            self._recent.addWidget(plain_label(empty, "muted", wraps=True))

    def _entry(self, project: RecentProject) -> QWidget:
        path = Path(project.path)
        names = column(ElidedLabel(project.name), ElidedLabel(str(path.parent), "small"), gap=1)
        open_it = push_button(tr("Open"), lambda: self.open_requested.emit(path), "quiet")
        open_it.setAccessibleName(tr("Open {name}", name=project.name))
        line = row(gap=12)
        line.addWidget(Glyph("documents", 22, "accent"))
        line.addLayout(names, 1)
        if project.is_missing:
            forget = push_button(tr("Remove"), lambda: self.forget_requested.emit(path), "quiet")
            forget.setAccessibleName(tr("Remove {name} from this list", name=project.name))
            said = tr("Not there now: moved, deleted, or its drive is not connected.")
            line.addWidget(forget)
            return holder(
                column(line, row(34, plain_label(said, "weak", wraps=True), gap=0), gap=4)
            )
        line.addWidget(open_it)
        if not project.unfinished:
            return holder(line)
        resume = push_button(tr("Continue"), lambda: self.resume_requested.emit(path), "primary")
        resume.setAccessibleName(tr("Continue the run in {name}", name=project.name))
        waiting = row(34, gap=0)
        waiting.addWidget(plain_label(project.unfinished, "weak", wraps=True), 1)
        waiting.addWidget(resume)
        return holder(column(line, waiting, gap=4))

    def _ask_new(self) -> None:
        start = str(Path.home() / f"{tr('My project')}{SUFFIX}")
        ours = QFileDialog.Option.DontConfirmOverwrite  # no project is ever replaced: see `create`
        name, _kind = QFileDialog.getSaveFileName(self, tr("New project"), start, KIND, "", ours)
        if name:
            path = Path(name)
            self.new_requested.emit(path if path.suffix == SUFFIX else Path(f"{name}{SUFFIX}"))

    def _ask_open(self) -> None:
        name, _kind = QFileDialog.getOpenFileName(
            self, tr("Open a project"), str(Path.home()), KIND
        )
        if name:
            self.open_requested.emit(Path(name))
