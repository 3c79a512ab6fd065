"""Whether a run draws its short answers again, and what that is good for."""

from PySide6.QtWidgets import QCheckBox, QVBoxLayout, QWidget

from desktop.language import tr
from desktop.text import plain_label
from desktop.widgets.layout import row
from engine.tasks.agreement import USUAL_SAMPLES

_HINT = tr(
    "You see how often the model says the same, and what else it said. It can be sure and wrong: "
    "this orders the review and accepts nothing."
)


class AgreementSwitch(QWidget):
    """On where the catalogue says that it pays for the model, until the user decides."""

    def __init__(self) -> None:
        super().__init__()
        self._is_touched = False
        self.check = QCheckBox(tr("Draw short answers {count} times more", count=USUAL_SAMPLES))
        self.check.setAccessibleName(tr("Self-agreement: draw short answers again"))
        self.check.setAccessibleDescription(_HINT)
        self.check.clicked.connect(self._touch)
        hint = row(31, gap=0)
        hint.addWidget(plain_label(_HINT, "small", wraps=True), 1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(2)
        layout.addWidget(plain_label(tr("Self-agreement"), "field"))
        layout.addWidget(self.check)
        layout.addLayout(hint)

    def suit(self, *, pays: bool) -> None:
        """Another model: it pays for it, or that was not seen."""
        if not self._is_touched:
            self.check.setChecked(pays)

    def agree(self) -> int:
        """How often short answers are drawn again."""
        return USUAL_SAMPLES if self.check.isChecked() else 0

    def _touch(self) -> None:
        self._is_touched = True
