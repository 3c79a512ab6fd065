"""The labels of a run's own: a line for each task type that can have some."""

from collections.abc import Collection

from PySide6.QtWidgets import QLineEdit, QVBoxLayout, QWidget

from desktop import wording
from desktop.language import tr
from desktop.text import plain_label
from desktop.widgets.layout import field
from engine.tasks.own_labels import TYPES, Labels, split
from engine.tasks.types import task_type

_HINT = tr(
    "Parted by commas. The model then chooses one of these, letter for letter; left empty, it "
    "writes labels of its own."
)
_EXAMPLES = {
    "topic_class": tr("Invoice, Contract, Other"),
    "sentiment": tr("content, neutral, annoyed"),
}
_USUAL = tr("supported, refuted, unclear")


class OwnLabels(QWidget):
    """What stands in a line whose task type is not chosen is kept and not asked for."""

    def __init__(self) -> None:
        super().__init__()
        self.lines = {short: self._line(short) for short in TYPES}
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(8)
        layout.addWidget(plain_label(tr("Own labels"), "field"))
        layout.addWidget(plain_label(_HINT, "small", wraps=True))
        for short, line in self.lines.items():
            layout.addLayout(field(wording.title(task_type(short).name), line))

    def labels(self, types: Collection[str]) -> Labels:
        """The labels for those of the chosen task types that have some; the engine checks them."""
        return tuple(
            (short, tuple(split(line.text())))
            for short, line in self.lines.items()
            if short in types and line.text().strip(" ,")
        )

    def _line(self, short: str) -> QLineEdit:
        line = QLineEdit()
        line.setPlaceholderText(_EXAMPLES.get(short, _USUAL))
        line.setAccessibleName(
            tr("Own labels for {name}", name=wording.title(task_type(short).name))
        )
        line.setAccessibleDescription(_HINT)
        return line
