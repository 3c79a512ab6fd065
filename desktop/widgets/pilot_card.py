"""What a pilot came to: an honest estimate of the rest, and the button that makes it."""

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QCheckBox, QVBoxLayout, QWidget

from desktop import wording
from desktop.text import plain_label, plain_tooltip
from desktop.widgets.buttons import push_button
from desktop.widgets.layout import card, column, row
from engine.runs.estimate import Estimate
from engine.tasks.types import task_type


class PilotCard(QWidget):
    """Shown with a pilot that is done and has a rest."""

    rest_requested = Signal()
    changed = Signal()  # whether poor types are left out

    def __init__(self) -> None:
        super().__init__()
        self.sentence = plain_label("", "section", wraps=True)
        self.detail = plain_label("", "small", wraps=True)
        self.leave_out = QCheckBox("Leave out what came out badly")
        self.leave_out.setAccessibleName(self.leave_out.text())
        self.leave_out.toggled.connect(self.changed)
        self._poor: tuple[str, ...] = ()
        self.rest = push_button("Run the rest", self.rest_requested, "primary")
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        words = column(self.sentence, self.detail, self.leave_out, gap=4)
        line = row(gap=16)
        line.addLayout(words, 1)
        line.addWidget(self.rest)
        layout.addWidget(card(line, margin=14))
        self.hide()

    def left_out(self) -> tuple[str, ...]:
        """The types that the rest does without (short names)."""
        return self._poor if self.leave_out.isChecked() else ()

    def offer_poor(self, poor: Sequence[str]) -> None:
        """Offer to leave out the types that came out badly."""
        if tuple(poor) != self._poor:
            self._poor = tuple(poor)
            self.leave_out.setChecked(False)
        names = ", ".join(wording.title(task_type(short).name) for short in poor)
        which = names if len(poor) == 1 else wording.counted(len(poor), "type")
        said = f"Leave out what came out badly: {which}"
        self.leave_out.setText(said)
        self.leave_out.setAccessibleName(said)
        self.leave_out.setAccessibleDescription(names)
        self.leave_out.setToolTip(plain_tooltip(names))
        self.leave_out.setVisible(bool(poor))

    def show_estimate(self, found: Estimate, tried: int) -> None:
        """Say what the rest will take and give."""
        self.sentence.setText(estimate_sentence(found))
        self.detail.setText(
            f"Measured on the {wording.counted(tried, 'unit')} of this pilot, which are kept: the "
            "rest is made without them."
        )
        self.rest.setEnabled(bool(found.units))


def estimate_sentence(found: Estimate) -> str:
    """The rest in one sentence: 1,138 units more, about 1 h 40 min (…), about 960 well-formed."""
    parts = [f"{wording.counted(found.units, 'unit')} more"]
    if found.seconds is not None:
        low, high = wording.duration(found.fastest), wording.duration(found.slowest)
        about = wording.duration(found.seconds)
        spread = f" ({low} to {high})" if low != high else ""
        parts.append(f"{'' if about.startswith('under') else 'about '}{about}{spread}")
    most, least = wording.number(found.most), wording.number(found.fewest)
    between = f" ({least} to {most})" if least != most else ""
    parts.append(f"about {wording.number(found.well_formed)} well-formed{between}")
    return ", ".join(parts)
