"""Which rules a run's answers are judged by: all, until somebody unfolds and switches one off."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QCheckBox, QPushButton, QVBoxLayout, QWidget

from desktop import wording
from desktop.language import tr
from desktop.text import plain_label, plain_tooltip
from desktop.widgets.layout import column, holder, row
from engine.records import Outcome
from engine.tasks.rules import SWITCHES

_HINT = tr("Answers that break a rule are tried again, then kept as failed, with the rule's name.")


class RuleSwitches(QWidget):
    """A line that says how many rules are off; unfolded, a check for each."""

    changed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.said = plain_label("", wraps=True)
        self.checks = {rule: self._check(rule) for rule in SWITCHES}
        self.fold = QPushButton(tr("Show rules"))
        self.fold.setProperty("role", "quiet")
        self.fold.setAccessibleName(tr("Show or hide the rules"))
        self.fold.clicked.connect(self._toggle)
        hint = plain_label(_HINT, "small", wraps=True)
        self._rules = holder(column(hint, 4, *self.checks.values(), gap=4))
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(8)
        layout.addWidget(plain_label(tr("Rules"), "field"))
        line = row(gap=8)
        line.addWidget(self.said, 1)
        line.addWidget(self.fold)
        layout.addLayout(line)
        layout.addWidget(self._rules)
        self._rules.hide()
        self._say()

    def off(self) -> tuple[Outcome, ...]:
        """The rules that are switched off, in their order."""
        return tuple(rule for rule, check in self.checks.items() if not check.isChecked())

    def _check(self, rule: Outcome) -> QCheckBox:
        check = QCheckBox(wording.RULE[rule])
        check.setChecked(True)
        check.setAccessibleName(tr("Rule: {name}", name=wording.RULE[rule]))
        check.setAccessibleDescription(wording.OUTCOME_REASON[rule])
        check.setToolTip(plain_tooltip(wording.OUTCOME_REASON[rule]))
        check.toggled.connect(self._toggled)
        return check

    def _toggled(self) -> None:
        self._say()
        self.changed.emit()

    def _toggle(self) -> None:
        self._rules.setVisible(self._rules.isHidden())
        self.fold.setText(tr("Show rules") if self._rules.isHidden() else tr("Hide rules"))

    def _say(self) -> None:
        off = len(self.off())
        self.said.setText(
            tr("{some} are off", some=wording.part_of(off, len(self.checks)))
            if off
            else tr("All on")
        )
