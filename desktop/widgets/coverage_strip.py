"""How much of a document gave tasks: its text as one bar, with the shares in words below it."""

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPainterPath, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QVBoxLayout, QWidget

from desktop.language import tr
from desktop.text import plain_label
from desktop.theme import colours_of, tone
from desktop.wording import counted, share
from engine.records import DocumentCoverage

_HEIGHT = 8  # pixels


def coverage_sentence(found: DocumentCoverage) -> str:
    """The shares of a document's characters; empty where no task was made from it."""
    if not found.whole.kept:
        return ""
    kept, accepted = (
        share(part, found.characters) for part in (found.whole.kept, found.whole.accepted)
    )
    gaps = f"  ·  {counted(len(found.gaps), 'gap')}" if found.gaps else ""
    also = tr(", {share} tasks that are kept", share=kept) if kept != accepted else ""
    said = tr("{share} of the text gave accepted tasks", share=accepted)
    return f"{said}{also}{gaps}"


class _Bar(QWidget):
    """The text from left to right: accepted, kept and not read."""

    def __init__(self) -> None:
        super().__init__()
        self.found: DocumentCoverage | None = None
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:
        return QSize(120, _HEIGHT)

    def paintEvent(self, _event: QPaintEvent) -> None:
        if self.found is None:
            return
        painter, colours = QPainter(self), colours_of(self.palette())
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        outline = QPainterPath()
        outline.addRoundedRect(QRectF(self.rect()), _HEIGHT / 2, _HEIGHT / 2)
        painter.setClipPath(outline)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.fillRect(self.rect(), tone(colours, "muted"))
        wide = self.width() / max(1, self.found.characters)
        for name, stretches in (("good", self.found.accepted), ("line", self.found.gaps)):
            painter.setBrush(tone(colours, name))
            for start, end in stretches:
                painter.drawRect(QRectF(start * wide, 0, (end - start) * wide, self.height()))


class CoverageStrip(QWidget):
    """Hidden until a document gave tasks; what it says in colour it also says in words."""

    def __init__(self) -> None:
        super().__init__()
        self._bar = _Bar()
        self.words = plain_label("", "small", wraps=True)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(4)
        layout.addWidget(self._bar)
        layout.addWidget(self.words)
        self.hide()

    def show_coverage(self, found: DocumentCoverage | None) -> None:
        """Show what is known of the document that is shown; None hides the strip."""
        said = coverage_sentence(found) if found else ""
        self._bar.found = found
        self.words.setText(said)
        self._bar.update()
        self.setVisible(bool(said))
