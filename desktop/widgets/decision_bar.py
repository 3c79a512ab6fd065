"""The row of buttons under a task, each with its key, and the place in the queue."""

from PySide6.QtCore import QSize, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QSizePolicy, QStackedWidget, QVBoxLayout, QWidget

from desktop import wording
from desktop.announce import announce
from desktop.language import tr
from desktop.text import ElidedLabel, FigureLabel
from desktop.widgets.key_button import KeyButton
from desktop.widgets.layout import card, column, holder, row, rule
from engine.records import Verdict

DECISIONS = (
    (Verdict.ACCEPT, tr("Accept"), "A", "good"),
    (Verdict.REJECT, tr("Reject"), "X", "bad"),
    (Verdict.EDIT, tr("Edit"), "E", "accent"),
    (Verdict.FLAG, tr("Flag"), "F", "warn"),
    (Verdict.SKIP, tr("Skip"), "S", "muted"),
)


_GAP, _MARGIN = 8, 11  # pixels
_PLACE_WIDTH = 96  # “90 of 1,150”
_LEAST_WIDTH = 600
_BEFORE = tr("Nothing decided yet in this session.")


class DecisionBar(QWidget):
    """Tells what the user wants; while editing it offers only save and cancel."""

    decided = Signal(object)  # Verdict; EDIT asks to begin editing
    undo_requested = Signal()
    save_requested = Signal()
    cancel_requested = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.buttons = {
            verdict: KeyButton(caption, key, colour) for verdict, caption, key, colour in DECISIONS
        }
        self.undo = KeyButton(tr("Undo"), "U")
        self.save = KeyButton(tr("Save edit"), "Ctrl+↵", "good")
        self.cancel = KeyButton(tr("Discard"), "Esc")
        self.position = FigureLabel("section")
        for verdict, button in self.buttons.items():
            button.clicked.connect(lambda _is_on, wanted=verdict: self.decided.emit(wanted))
        self.undo.clicked.connect(self.undo_requested)
        self.save.clicked.connect(self.save_requested)
        self.cancel.clicked.connect(self.cancel_requested)
        self._places = QStackedWidget()
        deciding = row(gap=_GAP)
        for button in (*self.buttons.values(), self.undo):
            deciding.addWidget(button)
        deciding.addStretch(1)
        self._places.addWidget(holder(deciding))
        self._places.addWidget(holder(row(self.save, self.cancel, None, gap=8)))
        self._places.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self._line = row(gap=16)
        self._line.addWidget(self._places, 1)
        self._line.addWidget(self.position)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        self.reasons = ElidedLabel(reject_reasons(), "small")
        self.echo = ElidedLabel(_BEFORE, "small")  # what was done, and what undo would do
        self.pace = FigureLabel("small")
        self._done = row(gap=16)
        self._done.addWidget(self.echo, 1)
        self._done.addWidget(self.pace)
        lines = column(self._line, self.reasons, rule(), self._done, gap=7)
        layout.addWidget(card(lines, margin=_MARGIN))
        self._is_narrow = False
        self._full_width = 0  # as it was last seen; not while the buttons are narrow

    def minimumSizeHint(self) -> QSize:
        """As narrow as small buttons are: `resizeEvent` sees to the rest."""
        hint = super().minimumSizeHint()
        return QSize(min(hint.width(), _LEAST_WIDTH), hint.height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Where there is little room, buttons are smaller and the place goes a line down."""
        super().resizeEvent(event)
        self._arrange()

    def _arrange(self) -> None:
        if not self._is_narrow:
            self._full_width = self._width_of_all()
        is_narrow = self.width() < self._full_width
        if is_narrow == self._is_narrow:
            return
        self._is_narrow = is_narrow
        for button in (*self.buttons.values(), self.undo):
            button.be_narrow(is_narrow=is_narrow)
        old, new = (self._line, self._done) if is_narrow else (self._done, self._line)
        old.removeWidget(self.position)
        new.addWidget(self.position)

    def _width_of_all(self) -> int:
        """What all decisions beside each other need, and the place beside them."""
        buttons = [
            button.sizeHint().width() + _GAP for button in (*self.buttons.values(), self.undo)
        ]
        return sum(buttons) + _PLACE_WIDTH + 2 * _MARGIN

    def show_editing(self, *, is_editing: bool) -> None:
        """Save and cancel, or the decisions."""
        self._places.setCurrentIndex(1 if is_editing else 0)
        self.reasons.setVisible(not is_editing)

    def say_done(self, said: str) -> None:
        """Name what was done, for the eye and for screen readers; nothing moves for it."""
        self.echo.show_text(said)
        announce(self.echo, said)

    def begin_session(self, said: str = "") -> None:
        """Another project: nothing is done yet, but something may be there to take back."""
        self.echo.show_text(said or _BEFORE)
        self.pace.show_text("")

    def show_possible(
        self, *, can_be_accepted: bool, can_be_edited: bool, has_task: bool = True
    ) -> None:
        """A failed unit can't be accepted, but an edit makes a task of what the model wrote."""
        possible = {Verdict.ACCEPT: can_be_accepted, Verdict.EDIT: can_be_edited}
        for verdict, button in self.buttons.items():
            button.setEnabled(possible.get(verdict, has_task))


def reject_reasons() -> str:
    """The keys that reject with a reason, in one line."""
    said = map(wording.reason_said, wording.REJECT_REASONS)
    keys = (f"{key} {reason}" for key, reason in enumerate(said, 1))
    return tr("Reject because:  ") + "  ·  ".join(keys)
