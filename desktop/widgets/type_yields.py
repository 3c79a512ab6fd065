"""How many units of each task type came out well-formed, as bars; pressing one shows its tasks."""

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from desktop import wording
from desktop.charts import Share
from desktop.language import tr
from desktop.text import plain_label
from desktop.widgets.layout import column, holder
from desktop.widgets.scrolled import Scrolled
from desktop.widgets.share_bar import ShareBar
from engine.records import TypeYield
from engine.tasks.types import task_type

_HALF = 0.5  # below it a bar warns
_FORM_ALONE = tr("This is the form alone; whether tasks are right, your review says.")
_FEWEST_READ = 3  # reviewed tasks of a type, below which a share says nothing
_MOST_SAID = 4


class TypeYields(QWidget):
    """The best type first; a bar warns, in words too, where fewer than half came out well."""

    chosen = Signal(str)  # a type's short name

    def __init__(self) -> None:
        super().__init__()
        self._shown: tuple[TypeYield, ...] = ()
        self.bars: list[ShareBar] = []
        self._lines = column(gap=1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(8)
        self._caption = plain_label(_FORM_ALONE, "small", wraps=True)
        layout.addWidget(plain_label(tr("Well-formed by task type"), "section"))
        layout.addWidget(self._caption)
        layout.addWidget(
            Scrolled(holder(column(self._lines, None)), tr("Well-formed by task type"))
        )

    def show_yields(self, yields: Sequence[TypeYield]) -> None:
        """Show these; bars stay where only their numbers change."""
        ordered = tuple(sorted(yields, key=lambda one: (-_share(one), one.task_type)))
        if ordered == self._shown:
            return
        self._shown = ordered
        for bar in self.bars:
            self._lines.removeWidget(bar)
            bar.hide()  # it is still there until Qt comes round to deleting it
            bar.deleteLater()
        self.bars = [self._bar(one) for one in ordered]
        for bar in self.bars:
            self._lines.addWidget(bar)

    def show_accepted(self, accepted: Sequence[Share]) -> None:
        """Say what a review has found of each type, the best first; what is good the form hides."""
        read = [one for one in accepted if one.whole >= _FEWEST_READ]
        read.sort(key=lambda one: -one.part / one.whole)
        said = [
            tr("{type} {share}", type=one.title, share=wording.part_of(one.part, one.whole))
            for one in read[:_MOST_SAID]
        ]
        found = tr("Of those reviewed, accepted: {types}.", types=", ".join(said)) if said else ""
        self._caption.setText(f"{_FORM_ALONE} {found}".strip())

    def _bar(self, one: TypeYield) -> ShareBar:
        name = wording.title(task_type(one.task_type).name)
        colour = "good" if _share(one) >= _HALF else "warn"
        bar = ShareBar(name, one.well_formed, one.units, "unit", colour)
        bar.setAccessibleDescription(
            "" if colour == "good" else tr("Fewer than half are well-formed")
        )
        bar.clicked.connect(lambda: self.chosen.emit(one.task_type))
        return bar


def _share(one: TypeYield) -> float:
    return one.well_formed / one.units if one.units else 0.0
