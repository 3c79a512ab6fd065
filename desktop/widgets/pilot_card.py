"""What a pilot came to: an honest estimate of the rest, and the button that makes it."""

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QCheckBox, QVBoxLayout, QWidget

from desktop import wording
from desktop.language import tr
from desktop.text import plain_label, plain_tooltip
from desktop.widgets.buttons import push_button
from desktop.widgets.layout import card, column, row
from engine.runs.estimate import Estimate
from engine.tasks.types import task_type

_POOR = 0.5  # of the units; fewer well-formed ones want another plan


class PilotCard(QWidget):
    """Shown with a pilot that is done and has a rest."""

    rest_requested = Signal()
    changed = Signal()  # whether poor types are left out

    def __init__(self) -> None:
        super().__init__()
        self.sentence = plain_label("", "section", wraps=True)
        self.detail = plain_label("", "small", wraps=True)
        self.leave_out = QCheckBox(tr("Leave out what came out badly"))
        self.leave_out.setAccessibleName(self.leave_out.text())
        self.leave_out.toggled.connect(self.changed)
        self._poor: tuple[str, ...] = ()
        self.rest = push_button(tr("Run the rest"), self.rest_requested, "primary")
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
        said = tr("Leave out what came out badly: {which}", which=which)
        self.leave_out.setText(said)
        self.leave_out.setAccessibleName(said)
        self.leave_out.setAccessibleDescription(names)
        self.leave_out.setToolTip(plain_tooltip(names))
        self.leave_out.setVisible(bool(poor))

    def show_estimate(self, found: Estimate, tried: int) -> None:
        """Say what the rest will take and give."""
        self.sentence.setText(estimate_sentence(found))
        said = tr(
            "Measured on the {units} of this pilot, which are kept: the rest is made without them.",
            units=wording.counted(tried, "unit"),
        )
        is_poor = found.units and found.well_formed < _POOR * found.units
        self.detail.setText(f"{wording.FEW_CAME} {said}" if is_poor else said)
        self.rest.setEnabled(bool(found.units))


def estimate_sentence(found: Estimate) -> str:
    """The rest in one sentence: 1,138 units more, about 1 h 40 min (…), about 960 well-formed."""
    parts = [tr("{units} more", units=wording.counted(found.units, "unit"))]
    if found.seconds is not None:
        low, high = wording.duration(found.fastest), wording.duration(found.slowest)
        spread = f" ({_range(low, high)})" if low != high else ""
        parts.append(f"{_about(found.seconds)}{spread}")
    most, least = wording.number(found.most), wording.number(found.fewest)
    between = f" ({_range(least, most)})" if least != most else ""
    parts.append(tr("about {count} well-formed", count=wording.number(found.well_formed)) + between)
    return ", ".join(parts)


def _about(seconds: float) -> str:
    """A time that is estimated."""
    said = wording.duration(seconds)
    return said if seconds < wording.MINUTE else tr("about {time}", time=said)


def _range(low: str, high: str) -> str:
    return tr("{low} to {high}", low=low, high=high)
