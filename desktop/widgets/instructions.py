"""An instruction of the user's own for each task type that is exported."""

from collections.abc import Collection

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QPlainTextEdit, QVBoxLayout, QWidget

from desktop import wording
from desktop.language import tr
from desktop.text import plain_label
from desktop.widgets.layout import field
from desktop.widgets.list_box import ListBox
from engine.export.instructions import LONGEST, Instructions
from engine.tasks.types import TASK_TYPES

_HEIGHT = 64  # pixels: two lines and a half
_HINT = tr("Put in front of each input of this type, with a blank line; empty: nothing is.")


class InstructionFields(QWidget):
    """One text for the type that is chosen; those of the others are kept."""

    changed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._texts = dict[str, str]()
        self.type = ListBox()
        self.text = QPlainTextEdit()
        self.text.setAccessibleName(tr("Instruction in front of the input"))
        self.text.setAccessibleDescription(_HINT)
        self.text.setPlaceholderText(tr("Answer the question from the text."))
        self.text.setTabChangesFocus(True)
        self.text.setFixedHeight(_HEIGHT)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(6)
        layout.addLayout(field(tr("Own instruction"), self.type))
        layout.addWidget(self.text)
        layout.addWidget(plain_label(_HINT, "small", wraps=True))
        self.type.activated.connect(lambda _place: self._show())
        self.text.textChanged.connect(self._typed)

    def offer(self, shorts: Collection[str]) -> None:
        """Offer these task types; the one that is chosen stays if it is among them."""
        wanted = [kind for kind in TASK_TYPES if kind.short in shorts]
        if [self.type.itemData(n) for n in range(self.type.count())] == [k.short for k in wanted]:
            return
        chosen = self.type.currentData()
        self.type.clear()
        for kind in wanted:
            self._add(kind.short, wording.title(kind.name))
        self.type.setCurrentIndex(max(0, self.type.findData(chosen)))
        self._show()

    def instructions(self) -> Instructions:
        """What was written for the types that are offered, in their order."""
        shown = [self.type.itemData(place) for place in range(self.type.count())]
        return tuple((short, self._texts[short]) for short in shown if self._texts.get(short))

    def forget(self) -> None:
        """Another project: nothing was written for it."""
        self._texts.clear()
        self.type.clear()
        self._show()

    def _add(self, short: str, name: str) -> None:
        self.type.addItem(
            tr("{name}  ·  set", name=name) if self._texts.get(short) else name, short
        )

    def _show(self) -> None:
        was_blocked = self.text.blockSignals(True)  # noqa: FBT003 - Qt's name
        self.text.setPlainText(self._texts.get(self.type.currentData(), ""))
        self.text.blockSignals(was_blocked)
        self.text.setEnabled(self.type.count() > 0)

    def _typed(self) -> None:
        short = self.type.currentData()
        if short is None:
            return
        self._texts[short] = self.text.toPlainText().strip()[:LONGEST]
        name = wording.title(next(kind.name for kind in TASK_TYPES if kind.short == short))
        is_set = bool(self._texts[short])
        self.type.setItemText(
            self.type.currentIndex(), tr("{name}  ·  set", name=name) if is_set else name
        )
        self.changed.emit()
