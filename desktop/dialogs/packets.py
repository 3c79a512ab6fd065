"""Asks how a run is cut into packets for other computers, or tasks into packets for reviewers."""

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtWidgets import QCheckBox, QDialog, QSpinBox, QVBoxLayout, QWidget

from desktop import wording
from desktop.language import tr
from desktop.text import plain_label, plain_tooltip
from desktop.widgets.buttons import push_button
from desktop.widgets.combos import combo
from desktop.widgets.layout import field, row
from desktop.widgets.number_boxes import whole_number
from engine.packets import Sharing
from engine.packets.parts import MOST_PARTS
from engine.records import Run

_RUN_SAID = tr(
    "Each packet is a small project with a part of what is open and only the texts it needs. It is "
    "run on another computer with the same model, and merged back here, in any order."
)
_REVIEW_SAID = tr(
    "Each packet is a small project with tasks, their passages and nothing else. Somebody decides "
    "in it on another computer, and the decisions are merged back here with name and time."
)

_TENTH = 0.1  # of the tasks


@dataclass(frozen=True, slots=True)
class RunCut:
    """How a run is to be cut."""

    run_id: int
    parts: int
    by_documents: bool


class PackDialog(QDialog):
    """Accepted with what `run_cut` says; the folder is asked for by whoever opened it."""

    def __init__(self, parent: QWidget, runs: Sequence[Run], chosen: int | None = None) -> None:
        super().__init__(parent)
        self.runs = combo(tr("Which run"), [(_run_said(run), run.id) for run in runs])
        self.runs.setCurrentIndex(max(self.runs.findData(chosen), 0))
        self.parts = _parts(2)
        self.by_documents = QCheckBox(tr("Whole documents only"))
        hint = tr("Never puts passages of one document into two packets")
        self.by_documents.setToolTip(plain_tooltip(hint))
        self.by_documents.setAccessibleDescription(self.by_documents.toolTip())
        self.ok = push_button(tr("Choose a folder…"), self.accept, "primary")
        layout = _begun(self, tr("Pack for other computers"), _RUN_SAID)
        layout.addLayout(field(tr("Which run"), self.runs))
        layout.addLayout(field(tr("Packets"), self.parts, tr("As many as computers, or more.")))
        layout.addWidget(self.by_documents)
        layout.addLayout(row(None, push_button(tr("Cancel"), self.reject), self.ok, gap=8))

    def run_cut(self) -> RunCut:
        """What was chosen."""
        return RunCut(self.runs.currentData(), self.parts.value(), self.by_documents.isChecked())


class PackReviewDialog(QDialog):
    """Accepted with what `sharing` says, of the tasks that Review shows."""

    def __init__(self, parent: QWidget, tasks: int) -> None:
        super().__init__(parent)
        self.parts = _parts(1, max(tasks, 1))
        self.is_blind = QCheckBox(tr("Blind: without the decisions made so far"))
        self.double = QCheckBox(tr("A random tenth twice, to see how far people agree"))
        self.ok = push_button(tr("Choose a file…"), self.accept, "primary")
        self.ok.setEnabled(tasks > 0)
        layout = _begun(self, tr("Pack for a reviewer"), _REVIEW_SAID)
        shown = tr("Review shows {tasks}; its filters choose which.",
                   tasks=wording.counted(tasks, "task"))  # fmt: skip
        layout.addWidget(plain_label(shown, wraps=True))
        layout.addLayout(field(tr("Packets"), self.parts, tr("One for each person.")))
        layout.addWidget(self.is_blind)
        layout.addWidget(self.double)
        layout.addLayout(row(None, push_button(tr("Cancel"), self.reject), self.ok, gap=8))

    def sharing(self) -> Sharing:
        """What was chosen."""
        double = _TENTH if self.double.isChecked() else 0.0
        return Sharing(self.parts.value(), double, is_blind=self.is_blind.isChecked())


def _begun(dialog: QDialog, title: str, said: str) -> QVBoxLayout:
    dialog.setWindowTitle(title)
    dialog.setMinimumWidth(500)
    layout = QVBoxLayout(dialog)
    layout.setContentsMargins(24, 20, 24, 18)
    layout.setSpacing(12)
    layout.addWidget(plain_label(title, "title"))
    layout.addWidget(plain_label(said, "muted", wraps=True))
    return layout


def _parts(usual: int, most: int = MOST_PARTS) -> QSpinBox:
    return whole_number((1, min(most, MOST_PARTS)), usual, tr("Packets"))


def _run_said(run: Run) -> str:
    left = wording.counted(run.units_planned - run.units_done, "unit")
    return tr("{time}: {units} open, {model}", time=wording.clock(run.created_at), units=left,
              model=run.model.name)  # fmt: skip
