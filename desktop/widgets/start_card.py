"""How large the run would be, and its buttons: a pilot first, all of it, or only the plan."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from desktop import wording
from desktop.language import tr
from desktop.preferences import PILOT_UNITS
from desktop.text import plain_label, plain_tooltip, set_role
from desktop.widgets.buttons import push_button
from desktop.widgets.earlier_runs import EarlierRuns
from desktop.widgets.layout import card, column, row


class StartCard(QWidget):
    """The pilot is what leads, wherever there is more to make than a pilot makes."""

    run_requested = Signal()
    pilot_requested = Signal()
    plan_requested = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.units = plain_label("", "figure")
        self.hint = plain_label("", "small", wraps=True)
        self.earlier = EarlierRuns()
        self.pilot = push_button(
            tr("Try {units}", units=wording.counted(PILOT_UNITS, "unit")),
            self.pilot_requested,
            "primary",
        )
        self.run = push_button(tr("Run"), self.run_requested, "primary")
        self.plan = push_button(tr("Plan only"), self.plan_requested)
        self.plan.setToolTip(plain_tooltip(tr("Store the plan and generate nothing yet")))
        self.plan.setAccessibleDescription(self.plan.toolTip())
        buttons = row(gap=8)
        buttons.addWidget(self.pilot, 1)
        buttons.addWidget(self.run, 1)
        buttons.addWidget(self.plan)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        said = column(self.units, self.hint, gap=0)
        layout.addWidget(card(column(said, self.earlier, buttons, gap=10), margin=14))

    def offer(self, units: int | None, pilot_units: int, *, is_ready: bool) -> None:
        """Offer what makes sense for so many units; None while they are being counted."""
        has_pilot = units is None or units > pilot_units
        self.pilot.setText(tr("Try {units}", units=wording.counted(pilot_units, "unit")))
        self.pilot.setAccessibleName(self.pilot.text())
        self.pilot.setVisible(has_pilot)
        self.run.setText(tr("Run all") if has_pilot else tr("Run"))
        self.run.setAccessibleName(self.run.text())
        role = "" if has_pilot else "primary"
        if self.run.property("role") != role:
            set_role(self.run, role)
        for button in (self.pilot, self.run, self.plan):
            button.setEnabled(is_ready and units != 0)

    def primary(self) -> QWidget:
        """The button that leads."""
        return self.run if self.pilot.isHidden() else self.pilot

    def say_preparing(self) -> None:
        """A run is being prepared, which can't be asked for twice."""
        self.run.setText(tr("Preparing …"))
