"""A random sample of what the filter means: draw it, read it, hear its bounds, settle the rest."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from desktop.background import Background, Operation
from desktop.language import told, tr
from desktop.text import plain_label, plain_tooltip
from desktop.widgets.buttons import push_button
from desktop.widgets.combos import NamedBox
from desktop.widgets.enter_key import on_enter
from desktop.widgets.filter_bar import FilterBar
from desktop.widgets.layout import column, holder, row
from desktop.widgets.number_boxes import whole_number
from desktop.widgets.scrolled import Scrolled
from desktop.wording import number, part_of, title
from engine.records import USUAL_SEED, Audit, Verdict
from engine.store import Project
from engine.tasks.bounds import bound_sentence, loss_sentence
from engine.tasks.types import task_type

USUAL_SIZE = 120
_LINES = 6  # of what a sample says; more is scrolled to


class AuditStrip(QWidget):
    """Shown as long as a sample is being read; one is drawn in the card of the further filters."""

    settled = Signal()  # or taken back: many decisions at once
    failed = Signal(object)  # a known error

    def __init__(self, background: Background, bar: FilterBar, reviewer: str) -> None:
        super().__init__()
        self._background, self._bar, self._reviewer = background, bar, reviewer
        self._project: Project | None = None
        self._audit: Audit | None = None
        self._is_known = False  # which earlier samples there are
        self.how_many = whole_number((1, 5_000), USUAL_SIZE, tr("Tasks in the sample"))
        self.how_many.setSuffix(tr(" tasks"))
        self.draw = push_button(tr("Draw a sample"), self._draw)
        on_enter(self.how_many, self._draw)
        self.earlier = NamedBox(tr("Earlier samples"))
        self.earlier.activated.connect(self._reopen)
        self.types = plain_label("", "small", wraps=True)
        self.said = plain_label("", "small", wraps=True)
        self.take = push_button(tr("Accept the rest"), lambda: self._settle(Verdict.ACCEPT))
        self.drop = push_button(tr("Reject the rest"), lambda: self._settle(Verdict.REJECT))
        self.leave = push_button(tr("Leave the sample"), self._leave, "quiet")
        self._lay_out()
        bar.changed.connect(self._show)
        bar.opened.connect(self._show)
        self._show()

    def _lay_out(self) -> None:
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(6)
        self._bar.more.add_below(self._drawing())
        self._bounds = Scrolled(holder(column(self.said, self.types, None, gap=6)), tr("Bounds"))
        layout.addWidget(self._bounds)
        both = row(gap=8)
        for button in (self.take, self.drop):
            both.addWidget(button, 1)
        layout.addLayout(both)
        layout.addLayout(row(None, self.leave, gap=8))

    def _drawing(self) -> QWidget:
        """What is in the card: how many, the button, and what was drawn before."""
        line = row(gap=8)
        line.addWidget(self.how_many, 2)
        line.addWidget(self.draw, 3)
        said = plain_label(tr("A random sample of what the filters leave"), "field")
        return holder(column(said, line, self.earlier, gap=6))

    def decide_as(self, reviewer: str) -> None:
        """Under this name from now on."""
        self._reviewer = reviewer

    def show_project(self, project: Project | None) -> None:
        """Another project, or none: no sample is being read."""
        self._project, self._audit, self._is_known = project, None, False
        self._bar.show_sample(None)
        self._show()

    def refresh(self) -> None:
        """A decision was made or taken back: a sample that is being read counts it."""
        if self._project is None or self._audit is None:
            return
        before, self._audit = self._audit, self._project.audits.get(self._audit.id)
        self._show()
        if _together(before) and not _together(self._audit):
            self.settled.emit()

    def _show(self) -> None:
        audit = self._audit
        self.setVisible(audit is not None)
        self._bounds.setFixedHeight(_LINES * self.said.fontMetrics().lineSpacing())
        for widget in (self._bounds, self.said, self.types, self.take, self.drop, self.leave):
            widget.setVisible(audit is not None)
        self.earlier.hide()
        if audit is None:
            self._offer_earlier()
            return
        parts = [
            f"{title(task_type(short).name)}: {told(bound_sentence(one))}."
            for short, one in audit.types.items()
        ]
        self.types.setText("\n".join(parts))
        self.types.setVisible(audit.whole.is_complete and len(parts) > 1)
        rest = audit.whole.tasks - audit.whole.drawn
        is_open = audit.whole.is_complete and rest > 0 and not _together(audit)
        self.take.setText(tr("Accept {count}", count=number(rest)))
        self.take.setAccessibleName(tr("Accept the other {count}", count=number(rest)))
        self.drop.setText(tr("Reject {count}", count=number(rest)))
        self.drop.setAccessibleName(tr("Reject the other {count}", count=number(rest)))
        for button in (self.take, self.drop):
            button.setVisible(is_open)
            button.setToolTip(plain_tooltip(button.accessibleName()))
        self.said.setText("\n".join(_bounds(audit)))

    def _offer_earlier(self) -> None:
        """Samples that were drawn before can be gone on with, the newest first."""
        if self._project is None or not self._bar.is_open:
            return
        if not self._is_known:
            self._read_earlier(self._project)
        self.earlier.setVisible(self.earlier.count() > 1)

    def _read_earlier(self, project: Project) -> None:
        self._is_known = True
        audits = project.audits.all()
        self.earlier.clear()
        self.earlier.addItem(tr("Go on with an earlier sample …"), None)
        for audit in reversed(audits):
            which = f" ({audit.meaning})" if audit.meaning else ""
            read = tr("{some} read", some=part_of(audit.whole.read, audit.whole.drawn))
            self.earlier.addItem(
                f"{tr('Sample {number}', number=audit.id)}{which}: {read}", audit.id
            )

    def _reopen(self, _place: int) -> None:
        audit_id = self.earlier.currentData()
        if self._project is not None and audit_id is not None:
            self._drawn(self._project.audits.get(audit_id))

    def begin(self) -> None:
        """Draw a sample of what the filter means, unless one is being read."""
        if self._audit is None:
            self._draw()

    def take_all(self) -> None:
        """Accept the rest, once the sample says something."""
        if not self.take.isHidden():
            self._settle(Verdict.ACCEPT)

    def drop_all(self) -> None:
        """Reject the rest, once the sample says something."""
        if not self.drop.isHidden():
            self._settle(Verdict.REJECT)

    def leave_it(self) -> None:
        """Back to what the filters mean."""
        if self._audit is not None:
            self._leave()

    def _draw(self) -> None:
        """Draw one sample; asked again meanwhile, by key, menu or click, no second one."""
        project, narrow = self._project, self._bar.filter()
        if project is None or not self.draw.isEnabled():
            return
        self.draw.setEnabled(False)
        self.how_many.interpretText()
        size = self.how_many.value()
        self._background.run(
            Operation(
                name=tr("Drawing a sample"),
                work=lambda _job: project.audits.draw(narrow, size, USUAL_SEED, self._reviewer),
                done=self._drawn,
                failed=self.failed.emit,
                ended=lambda: self.draw.setEnabled(True),
                owner=project,
            )
        )

    def _drawn(self, audit: Audit) -> None:
        self._audit, self._is_known = audit, False
        self._bar.show_sample(audit.id)
        self._show()
        self._bar.changed.emit()

    def _settle(self, verdict: Verdict) -> None:
        """Decide alike on all that the sample stands for."""
        project, audit = self._project, self._audit
        if project is None or audit is None:
            return
        is_kept, reviewer, audits = verdict is Verdict.ACCEPT, self._reviewer, project.audits
        act, sentence = (
            (audits.accept, bound_sentence) if is_kept else (audits.reject, loss_sentence)
        )
        said = sentence(audit.whole)
        self._background.run(
            Operation(
                name=tr("Deciding on what the sample stands for"),
                work=lambda _job: act(audit.id, reviewer, said),
                done=lambda _count: self._taken(),
                failed=self.failed.emit,
                owner=project,
                must_finish=True,
            )
        )

    def _taken(self) -> None:
        self.refresh()
        self.settled.emit()

    def _leave(self) -> None:
        self._audit = None
        self._bar.show_sample(None)
        self._show()
        self._bar.changed.emit()


def _together(audit: Audit) -> int:
    """How many were decided alike on the strength of a sample, while that stands."""
    return audit.accepted + audit.rejected


def _bounds(audit: Audit) -> list[str]:
    """What the sample says of accepting all, of rejecting all, and what was done with it."""
    lines = [f"{told(bound_sentence(audit.whole))}."]
    if audit.whole.is_complete:
        lines.append(f"{told(loss_sentence(audit.whole))}.")
    for count, done in (
        (audit.accepted, tr("{count} accepted together; U takes that back.")),
        (audit.rejected, tr("{count} rejected together; U takes that back.")),
    ):
        if count:
            lines.append(done.format(count=number(count)))
    return lines
