"""The settings of a run that few need, folded away: device, prompting, labels, rules and more."""

from PySide6.QtWidgets import QPushButton, QVBoxLayout, QWidget

from desktop.background import Background
from desktop.language import tr
from desktop.text import plain_label
from desktop.widgets.agreement_switch import AgreementSwitch
from desktop.widgets.device_choice import DeviceChoice
from desktop.widgets.layout import column, holder, row
from desktop.widgets.own_labels import OwnLabels
from desktop.widgets.prompting_choice import PromptingChoice
from desktop.widgets.rule_switches import RuleSwitches


class AdvancedSettings(QWidget):
    """A heading that unfolds them; what is set stays set when they are folded away."""

    def __init__(self, background: Background | None = None) -> None:
        super().__init__()
        self._background = background
        self.device = DeviceChoice()
        self.prompting = PromptingChoice()
        self.agreement = AgreementSwitch()
        self.labels = OwnLabels()
        self.rules = RuleSwitches()
        self.fold = QPushButton(tr(tr("Show")))
        self.fold.setProperty("role", "quiet")
        self.fold.setAccessibleName(tr(tr("Show or hide the advanced settings")))
        self.fold.clicked.connect(self._toggle)
        self._inside = holder(
            column(self.device, self.prompting, self.agreement, self.labels, self.rules, gap=14)
        )
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(8)
        layout.addLayout(row(plain_label(tr(tr("Advanced")), "field"), None, self.fold))
        layout.addWidget(self._inside)
        self._inside.hide()

    def _toggle(self) -> None:
        self._inside.setVisible(self._inside.isHidden())
        if self._background is not None and not self._inside.isHidden():
            self.device.look(self._background)
        self.fold.setText(tr(tr("Show")) if self._inside.isHidden() else tr(tr("Hide")))
