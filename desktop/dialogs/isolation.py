"""Shows what was checked about the network and about files, and how to see it without us."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QFontDatabase, QGuiApplication, QShowEvent
from PySide6.QtWidgets import QDialog, QScrollArea, QVBoxLayout, QWidget

from desktop.background import Background, Operation
from desktop.language import told, tr
from desktop.text import TextPane, plain_label
from desktop.widgets.buttons import push_button
from desktop.widgets.glyph import Glyph
from desktop.widgets.layout import card, column, holder, row, rule
from engine.isolation.checks import Check, State, checks_of, headline, is_sound
from engine.isolation.observation import Observation, look
from engine.isolation.repeating import repeating
from engine.isolation.report import lines, modules

_ICONS = {
    State.HOLDS: ("check", "good"),
    State.FAILS: ("warning", "bad"),
    State.ABSENT: ("info", "muted"),
}
_HOW = tr(
    "Each row is tried anew when this opens: in the application itself, in a file reader and in a "
    "worker made for it."
)
_TRUST = tr(
    "A program that vouches for itself proves little. With these commands your IT sees the same "
    "from outside:"
)
_COMMAND_LINES = 17  # that are seen at once


class IsolationDialog(QDialog):
    """Checks whenever it is shown, off the UI thread, and again when asked."""

    checked = Signal(object)  # tuple[Check, ...]

    def __init__(self, parent: QWidget, background: Background) -> None:
        super().__init__(parent)
        self.setWindowTitle(tr("Isolation"))
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.resize(760, 680)
        self._background = background
        self._report = ""
        self._is_closed = False  # then an answer that comes late finds nothing to show it in
        self._shield = Glyph("shield", 28, "muted")
        self.title = plain_label(tr("Checking …"), "title")
        self.made_at = plain_label("", "small")
        self.rows = QVBoxLayout()
        self.rows.setSpacing(11)
        self.modules = plain_label("", "muted", wraps=True)
        self.again = push_button(tr("Check again"), self.check)
        self.copy = push_button(tr("Copy report"), self._copy)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(24, 20, 24, 18)
        layout.setSpacing(12)
        layout.addLayout(row(self._shield, self.title, None, self.made_at))
        layout.addWidget(plain_label(_HOW, "muted", wraps=True))
        layout.addWidget(self._scrolled(), 1)
        close = push_button(tr("Close"), self.accept, "primary")
        layout.addLayout(row(self.again, self.copy, None, close))

    def _scrolled(self) -> QScrollArea:
        area = QScrollArea()
        area.setWidgetResizable(True)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        area.setAccessibleName(tr("Checks"))
        outside = card(
            plain_label(tr("See it without us"), "section"),
            plain_label(_TRUST, "muted", wraps=True),
            _commands(),
            gap=8,
        )
        checks = card(self.rows, rule(), self.modules)
        area.setWidget(holder(column(checks, outside, gap=14)))
        return area

    def showEvent(self, event: QShowEvent) -> None:
        """What is shown is never older than the window."""
        super().showEvent(event)
        if not event.spontaneous():
            self.check()

    def check(self) -> None:
        """Look again."""
        self.again.setEnabled(False)
        self.copy.setEnabled(False)
        self._background.run(
            Operation(tr("Checking the isolation"), lambda _job: look(), self._show, self._give_up)
        )

    def done(self, result: int) -> None:
        """Take no more answers."""
        self._is_closed = True
        super().done(result)

    def _show(self, observation: Observation) -> None:
        if self._is_closed:
            return
        checks = checks_of(observation)
        self._report = "\n".join(lines(observation, checks)) + "\n"
        self._shield.show_icon("shield", "good" if is_sound(checks) else "bad")
        self.title.setText(told(headline(checks)))
        self.made_at.setText(
            tr("Checked at {time}", time=f"{observation.made_at.astimezone():%H:%M:%S}")
        )
        self.modules.setText(modules(observation))
        while (old := self.rows.takeAt(0)) is not None:
            if (widget := old.widget()) is not None:
                widget.deleteLater()
        for check in checks:
            self.rows.addWidget(_row(check))
        self.again.setEnabled(True)
        self.copy.setEnabled(True)
        self.checked.emit(checks)

    def _give_up(self, error: Exception) -> None:
        if self._is_closed:
            return
        self.title.setText(tr("Not checked"))
        self.modules.setText(told(str(error)))
        self.again.setEnabled(True)

    def _copy(self) -> None:
        QGuiApplication.clipboard().setText(self._report)


def _row(check: Check) -> QWidget:
    glyph = Glyph(_ICONS[check.state][0], 18, _ICONS[check.state][1])
    title = plain_label(told(check.title))
    title.setAccessibleName(f"{told(check.title)}: {tr(check.state.value)}")
    text = column(title, plain_label(told(check.sentence), "small", wraps=True), gap=1)
    line = row(column(glyph, None), gap=11)
    line.addLayout(text, 1)
    return holder(line)


def _commands() -> TextPane:
    pane = TextPane(tr("Commands that show the same from outside"))
    pane.setFont(QFontDatabase.systemFont(QFontDatabase.SystemFont.FixedFont))
    pane.show_text("\n\n".join(f"# {told(one.purpose)}\n{one.command}" for one in repeating()))
    pane.setMinimumHeight(pane.fontMetrics().lineSpacing() * _COMMAND_LINES)
    return pane
