"""How far two reviewers agree on the tasks that both decided: raw, and beyond chance (kappa)."""

from collections.abc import Sequence

from PySide6.QtWidgets import QDialog, QVBoxLayout, QWidget

from desktop import wording
from desktop.language import decimal, tr
from desktop.tables.cells import CellsTable
from desktop.text import plain_label
from desktop.widgets.buttons import push_button
from desktop.widgets.layout import row
from desktop.widgets.table_view import TableView
from engine.records import Agreement
from engine.tasks.types import task_type

_SAID = tr(
    "Kappa is the agreement beyond what chance would give: 1 is full agreement, 0 is chance. "
    "Its interval holds nineteen of twenty times; with few tasks it is wide."
)
_NOBODY = tr(
    "No task was decided by two people yet. Pack a random tenth for two reviewers, or the same "
    "tasks for each, blind, and merge what they decide."
)


class AgreementDialog(QDialog):
    """One row for each two people, of all types first."""

    def __init__(self, parent: QWidget, found: Sequence[Agreement]) -> None:
        super().__init__(parent)
        self.setWindowTitle(tr("Agreement of reviewers"))
        self.resize(820, 400)
        headings = (
            tr("Reviewers"), tr("Task type"), tr("Tasks"), tr("Same decision"),
            tr("Kappa"), tr("Interval"),
        )  # fmt: skip
        self.view = TableView(tr("Agreement of reviewers"))
        self.view.setModel(CellsTable(headings, [_cells(one) for one in found]))
        self.view.fit_columns(0, {1: 24, 2: 8, 3: 15, 4: 9, 5: 16})
        self.view.setVisible(bool(found))
        layout = QVBoxLayout(self)
        layout.setContentsMargins(24, 20, 24, 18)
        layout.setSpacing(12)
        layout.addWidget(plain_label(tr("Agreement of reviewers"), "title"))
        layout.addWidget(plain_label(_SAID if found else _NOBODY, "muted", wraps=True))
        layout.addWidget(self.view, 1)
        layout.addLayout(row(None, push_button(tr("Close"), self.accept, "primary"), gap=8))


def _cells(one: Agreement) -> tuple[str, ...]:
    kind = wording.title(task_type(one.task_type).name) if one.task_type else tr("All types")
    kappa = "–" if one.kappa is None else _short(one.kappa)
    has_interval = one.low is not None and one.high is not None
    interval = f"{_short(one.low)} … {_short(one.high)}" if has_interval else "–"
    names = " · ".join(name or tr("nobody") for name in (one.first, one.second))
    return (
        names,
        kind,
        wording.number(one.tasks),
        wording.share(one.same, one.tasks),
        kappa,
        interval,
    )


def _short(value: float | None) -> str:
    return decimal(value or 0.0, 2)
