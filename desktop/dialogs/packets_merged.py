"""What came of merging packets: what each brought, and why one was refused, in words."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtWidgets import QDialog, QVBoxLayout, QWidget

from desktop import wording
from desktop.language import plural, told, tr
from desktop.tables.cells import CellsTable
from desktop.text import plain_label
from desktop.widgets.buttons import push_button
from desktop.widgets.layout import row
from desktop.widgets.table_view import TableView
from engine.records import Merged, PacketKind


@dataclass(frozen=True, slots=True)
class Came:
    """What came of one file: what was merged, or why nothing was."""

    path: Path
    merged: Merged | None = None
    error: Exception | None = None


class MergedDialog(QDialog):
    """Lists every file; accepted if the user wants to see what was decided differently."""

    def __init__(self, parent: QWidget, came: Sequence[Came]) -> None:
        super().__init__(parent)
        self.setWindowTitle(tr("Merged packets"))
        self.resize(820, 420)
        self.table = CellsTable(
            (tr("Packet"), tr("What came of it")),
            [(one.path.name, _said(one)) for one in came],
        )
        self.view = TableView(tr("Merged packets"))
        self.view.setModel(self.table)
        self.view.fit_columns(1, {0: 32})
        self.said = plain_label(summary(came), "muted", wraps=True)
        self.full = plain_label("", wraps=True)
        self.full.setAccessibleName(tr("What came of the selected packet"))
        at_odds = sum(one.merged.conflicts for one in came if one.merged)
        self.conflicts = push_button(tr("Look at what was decided differently"), self.accept)
        self.conflicts.setVisible(at_odds > 0)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(24, 20, 24, 18)
        layout.setSpacing(12)
        layout.addWidget(plain_label(tr("Merged packets"), "title"))
        layout.addWidget(self.said)
        layout.addWidget(self.view, 1)
        layout.addWidget(self.full)
        close = push_button(tr("Close"), self.reject, "primary")
        layout.addLayout(row(None, self.conflicts, close, gap=8))
        self._came = list(came)
        self.view.selectionModel().currentRowChanged.connect(
            lambda index: self.full.setText(_said(self._came[index.row()]))
        )
        first_refused = next((n for n, one in enumerate(came) if one.error), 0)
        self.view.selectRow(first_refused)


def summary(came: Sequence[Came]) -> str:
    """All of it in a sentence or two."""
    merged = [one.merged for one in came if one.merged]
    parts = list[str]()
    if any(one.kind is PacketKind.RUN for one in merged):
        added = wording.counted(sum(one.added for one in merged), "task")
        parts.append(tr("{tasks} added.", tasks=added))
    if any(one.kind is PacketKind.REVIEW or one.decisions for one in merged):
        count = wording.counted(sum(one.decisions for one in merged), "decision")
        parts.append(tr("{decisions} added.", decisions=count))
    if refused := len(came) - len(merged):
        parts.append(
            plural(
                refused,
                "{n} file refused; nothing of it was merged.",
                "{n} files refused; nothing of them was merged.",
            )
        )
    return " ".join(parts)


def _said(one: Came) -> str:
    if one.merged is None:
        return tr("Refused: {reason}", reason=told(str(one.error)))
    merged, parts = one.merged, list[str]()
    if merged.kind is PacketKind.RUN:
        tasks = wording.counted(merged.added, "task")
        parts.append(tr("{tasks} added, {same} were here.", tasks=tasks,
                        same=wording.number(merged.same)))  # fmt: skip
        if merged.waiting:
            units = wording.counted(merged.waiting, "unit")
            parts.append(tr("{units} of it still open: merge it again later.", units=units))
    if merged.kind is PacketKind.REVIEW or merged.decisions:
        count = wording.counted(merged.decisions, "decision")
        parts.append(tr("{decisions} added.", decisions=count))
    if merged.gone:
        gone = wording.number(merged.gone)
        parts.append(tr("{count} left out: their documents were deleted here.", count=gone))
    if merged.conflicts:
        tasks = wording.counted(merged.conflicts, "task")
        parts.append(tr("{tasks} decided differently.", tasks=tasks))
    if merged.is_done:
        parts.append(tr("The run has all its tasks now."))
    return " ".join(parts)
