"""The table of single decisions: holds ids, and fetches the rows that are looked at in pages."""

from collections import OrderedDict
from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import QModelIndex, Qt

from desktop import wording
from desktop.language import tr
from desktop.tables.headed import HeadedTable, Index
from desktop.text import one_line, plain_tooltip
from engine.records import MadeDecision
from engine.store import Project
from engine.tasks.types import task_type

COL_TIME, COL_VERDICT, COL_TASK, COL_DOCUMENT, COL_WHO = range(5)
HEADINGS = (tr("When"), tr("What"), tr("Task"), tr("Document"), tr("Who"))
PAGE = 100
_PAGES_KEPT = 40


class DecisionsTable(HeadedTable):
    """Rows are ids, the newest first; a row is read with its page when somebody looks."""

    def __init__(self) -> None:
        super().__init__(HEADINGS)
        self._project: Project | None = None
        self._ids: list[int] = []
        self._pages: OrderedDict[int, list[MadeDecision]] = OrderedDict()

    def begin(self, project: Project | None) -> None:
        """Show nothing yet of this project."""
        self.beginResetModel()
        self._project, self._ids = project, []
        self._pages.clear()
        self.endResetModel()

    def append(self, ids: Sequence[int]) -> None:
        """More at the end, older ones."""
        if ids:
            last = len(self._ids)
            self._pages.pop(last // PAGE, None)  # it was not full
            self.beginInsertRows(QModelIndex(), last, last + len(ids) - 1)
            self._ids += ids
            self.endInsertRows()

    def decision(self, place: int) -> MadeDecision | None:
        """What stands in a row; None for one that went with its document."""
        if self._project is None or not 0 <= place < len(self._ids):
            return None
        number = place // PAGE
        if number not in self._pages:
            ids = self._ids[number * PAGE : (number + 1) * PAGE]
            self._pages[number] = self._project.history.made(ids)
            if len(self._pages) > _PAGES_KEPT:
                self._pages.popitem(last=False)
        page, offset = self._pages[number], place % PAGE
        return page[offset] if offset < len(page) else None

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's default
        """One for each decision."""
        return 0 if parent.isValid() else len(self._ids)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:  # noqa: ANN401
        """What stands in a cell."""
        if not index.isValid() or role not in {
            Qt.ItemDataRole.DisplayRole,
            Qt.ItemDataRole.ToolTipRole,
        }:
            return None
        made = self.decision(index.row())
        text = cells(made)[index.column()] if made else ""
        return one_line(text) if role == Qt.ItemDataRole.DisplayRole else plain_tooltip(text)


def cells(made: MadeDecision) -> tuple[str, ...]:
    """A decision in words, one for each column."""
    why = f": {wording.reason_said(made.reason)}" if made.reason else ""
    said = f"{wording.VERDICT[made.verdict]}{why}"
    if made.undone_at:
        said = tr("{decision} (taken back {when})", decision=said,
                  when=wording.clock(made.undone_at))  # fmt: skip
    kind = wording.title(task_type(made.task_type).name) if made.task_type else ""
    task = f"{wording.number(made.task_id)}  ·  {kind}" if kind else wording.number(made.task_id)
    return wording.clock(made.at), said, task, made.document, made.who


def saved_rows(made: Sequence[MadeDecision]) -> list[tuple[str, ...]]:
    """Decisions for a file: as they are shown, but with whole times."""
    return [(one.at, *cells(one)[1:]) for one in made]


def as_text(made: Sequence[MadeDecision]) -> str:
    """Decisions for a letter or a spreadsheet: one line each, tabs between, times as stored."""
    return "\n".join(
        "\t".join(
            " ".join(str(cell).split())
            for cell in (
                one.at, one.verdict.value, one.reason, one.task_id, one.task_type, one.document,
                one.who, one.undone_at,
            )
        )
        for one in made
    )  # fmt: skip
