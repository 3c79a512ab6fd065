"""Who decided what on which task when: all single decisions, narrowed, read in the background."""

from collections.abc import Callable, Iterator
from pathlib import Path

from PySide6.QtCore import QModelIndex, QTimer, Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QLineEdit, QVBoxLayout, QWidget

from desktop import wording
from desktop.background import Background, Job, Operation
from desktop.language import tr
from desktop.saved_log import save_rows
from desktop.tables import decisions as table
from desktop.text import plain_label
from desktop.widgets.combos import combo
from desktop.widgets.enter_key import on_enter
from desktop.widgets.filter_bar import TYPING_MILLISECONDS
from desktop.widgets.layout import row
from desktop.widgets.table_view import TableView
from engine.records import DecisionFilter, MadeDecision, Verdict
from engine.store import Project

_WIDTHS = {table.COL_TIME: 13, table.COL_VERDICT: 22, table.COL_TASK: 26, table.COL_WHO: 12}


class DecisionLog(QWidget):
    """Reads once it is shown; a row that is activated is told by its task."""

    chosen = Signal(int)  # a task
    counted = Signal(str)

    def __init__(self, project: Project, background: Background) -> None:
        super().__init__()
        self._project, self._background = project, background
        self._job: Job | None = None
        self._is_read = False
        self.table = table.DecisionsTable()
        self.view = TableView(tr("Decisions"))
        self.view.setModel(self.table)
        self.view.fit_columns(table.COL_DOCUMENT, _WIDTHS)
        self.view.activated.connect(self._choose)
        self.search = QLineEdit()
        self.search.setPlaceholderText(tr("Number of a task, reason or document"))
        self.search.setAccessibleName(tr("Search the decisions"))
        self.search.setClearButtonEnabled(True)
        verdicts = [(wording.VERDICT[one], one.value) for one in Verdict]
        self.verdict = combo(tr("Decision"), [(tr("Any decision"), ""), *verdicts])
        self.who = combo(tr("Who did it"), [(tr("Everybody"), "")])
        self._typing = QTimer(self, singleShot=True, interval=TYPING_MILLISECONDS)
        self._typing.timeout.connect(self.read)
        self.search.textChanged.connect(lambda _text: self._typing.start())
        for box in (self.verdict, self.who):
            box.setSizeAdjustPolicy(box.SizeAdjustPolicy.AdjustToContents)
            box.currentIndexChanged.connect(lambda _place: self.read())
        self._lay_out()

    def _lay_out(self) -> None:
        on_enter(self.search, self.view.setFocus)
        filters = row(gap=8)
        filters.addWidget(self.search, 1)
        filters.addWidget(self.verdict)
        filters.addWidget(self.who)
        hint = tr("Enter, or a double click, shows the task in Review.")
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(12)
        layout.addLayout(filters)
        layout.addWidget(self.view, 1)
        layout.addWidget(plain_label(hint, "small", wraps=True))

    def begin(self) -> None:
        """Read the decisions, and who made them, if nobody has looked yet."""
        if not self._is_read:
            self._is_read = True
            self._run(lambda _job: self._project.history.people(), self._offer)
            self.read()

    def read(self) -> None:
        """Read what the filters mean; what was being read before is given up."""
        if self._job is not None:
            self._job.cancel()
        self.table.begin(self._project)
        narrow, history = self._filter(), self._project.history
        self._job = job = self._run(
            lambda own: _tell(history.ids(narrow), own), lambda _nothing: self._end(job),
            lambda ids: self._add(job, ids),
        )  # fmt: skip

    def give_up(self) -> None:
        """Nobody looks any more."""
        if self._job is not None:
            self._job.cancel()
            self._job = None

    def copy(self) -> None:
        """All decisions that the filters mean, as text on the clipboard."""
        made = self._made()
        self._run(
            lambda job: table.as_text(list(made(job))),
            lambda text: QGuiApplication.clipboard().setText(text),
        )

    def save(self, path: Path, say: Callable[[str], None]) -> None:
        """All decisions that the filters mean, into a file; `say` gets what came of it."""
        made = self._made()

        def work(job: Job) -> str:
            rows = table.saved_rows(list(made(job)))
            return "" if job.is_cancelled() else save_rows(path, table.HEADINGS, rows)

        self._run(work, say)

    def _made(self) -> Callable[[Job], Iterator[MadeDecision]]:
        """Reads them in slices, until nobody waits any more."""
        narrow, history = self._filter(), self._project.history

        def read(job: Job) -> Iterator[MadeDecision]:
            for ids in history.ids(narrow):
                if job.is_cancelled():
                    return
                yield from history.made(ids)

        return read

    def _filter(self) -> DecisionFilter:
        return DecisionFilter(
            self.who.currentData(), self.verdict.currentData(), self.search.text()
        )

    def _run(
        self,
        work: Callable[[Job], object],
        done: Callable[..., None],
        told: Callable[..., None] = lambda _ids: None,
    ) -> Job:
        return self._background.run(
            Operation(
                name=tr("Reading the decisions"),
                work=work,
                done=done,
                told=told,
                failed=lambda error: self.counted.emit(str(error)),
                owner=self._project,
            )
        )

    def _offer(self, people: list[str]) -> None:
        for name in people:
            self.who.addItem(name, name)

    def _add(self, job: Job, ids: list[int]) -> None:
        if job is self._job:
            self.table.append(ids)
            self._count()

    def _end(self, job: Job) -> None:
        if job is self._job:
            self._job = None
            self._count()

    def _count(self) -> None:
        self.counted.emit(wording.counted(self.table.rowCount(), "decision"))

    def _choose(self, index: QModelIndex) -> None:
        made = self.table.decision(index.row())
        if made is not None:
            self.chosen.emit(made.task_id)


def _tell(slices: Iterator[list[int]], job: Job) -> None:
    """Tell slice after slice, as long as somebody looks."""
    for ids in slices:
        if job.is_cancelled():
            return
        job.tell(ids)
