"""What several people decided on the task that is shown, where they decided differently."""

from collections.abc import Sequence

from PySide6.QtWidgets import QWidget

from desktop import wording
from desktop.language import told, tr
from desktop.text import plain_label
from desktop.widgets.layout import card, column
from engine.records import Opinion, Verdict


class ConflictStrip(QWidget):
    """Hidden where nothing is to be settled; any decision settles it, and undo brings it back."""

    def __init__(self) -> None:
        super().__init__()
        self.title = plain_label(
            tr("Decided differently: what you decide now settles it."), "section", wraps=True
        )
        self.said = plain_label("", wraps=True)
        layout = column(card(self.title, self.said, gap=4, margin=12))
        self.setLayout(layout)
        self.hide()

    def show_opinions(self, opinions: Sequence[Opinion]) -> None:
        """One line for each decision, the oldest first."""
        self.said.setText("\n".join(line_of(opinion) for opinion in opinions))
        self.said.setAccessibleName(f"{self.title.text()} {self.said.text()}")
        self.setVisible(bool(opinions))


def line_of(opinion: Opinion) -> str:
    """Who decided what, when, and why."""
    who = opinion.who or tr("Somebody without a name")
    line = tr("{who}: {verdict}, {time}", who=who, verdict=wording.VERDICT[opinion.verdict],
              time=wording.clock(opinion.at))  # fmt: skip
    if opinion.verdict is Verdict.EDIT and opinion.output:
        return f"{line}: {opinion.output}"
    return f"{line} ({told(opinion.reason)})" if opinion.reason else line
