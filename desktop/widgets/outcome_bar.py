"""How many units came to what: one bar in three tones, with the counts named below it."""

from collections.abc import Mapping

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPainterPath, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QVBoxLayout, QWidget

from desktop.language import inside, tr
from desktop.text import plain_label
from desktop.theme import colours_of, tone
from desktop.wording import OUTCOME, number
from engine.records import Outcome

NOTHING_YET = tr("No unit has ended yet.")
TONES = {Outcome.OK: "good", Outcome.DUPLICATE: "muted"}


def yield_sentence(outcomes: Mapping[Outcome, int], nothing: str = NOTHING_YET) -> str:
    """The counts in words, the well-formed ones first, then by how many there are."""
    found = {outcome: count for outcome, count in outcomes.items() if count}
    total = sum(found.values())
    if not total:
        return nothing
    well_formed = found.pop(Outcome.OK, 0)
    parts = [
        tr(
            "{count} well-formed ({percent} %)",
            count=number(well_formed),
            percent=well_formed * 100 // total,
        )
    ]
    ordered = sorted(found.items(), key=lambda pair: -pair[1])
    parts += [f"{number(count)} {inside(OUTCOME[outcome])}" for outcome, count in ordered]
    return "  ·  ".join(parts)


class _Bar(QWidget):
    def __init__(self) -> None:
        super().__init__()
        self.outcomes: Mapping[Outcome, int] = {}
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:
        return QSize(200, 10)

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        outline, colours = QPainterPath(), colours_of(self.palette())
        outline.addRoundedRect(QRectF(self.rect()), 5, 5)
        painter.setClipPath(outline)
        painter.fillRect(self.rect(), tone(colours, "line"))
        painter.setPen(Qt.PenStyle.NoPen)
        left, total = 0.0, sum(self.outcomes.values()) or 1
        counts: dict[str, int] = dict.fromkeys(("good", "muted", "warn"), 0)
        for outcome, count in self.outcomes.items():
            counts[TONES.get(outcome, "warn")] += count
        for name, count in counts.items():
            wide = self.width() * count / total
            painter.setBrush(tone(colours, name))
            painter.drawRect(QRectF(left, 0, wide, self.height()))
            left += wide


class OutcomeBar(QWidget):
    """Shows a run's yield; what it says in colour it also says in words."""

    def __init__(self) -> None:
        super().__init__()
        self._bar = _Bar()
        self._words = plain_label("", "small", wraps=True)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(7)
        layout.addWidget(self._bar)
        layout.addWidget(self._words)

    def show_outcomes(self, outcomes: Mapping[Outcome, int], nothing: str = NOTHING_YET) -> None:
        """Show these counts, or what to say while there are none."""
        self._bar.outcomes = outcomes
        self._words.setText(yield_sentence(outcomes, nothing))
        self._bar.update()
