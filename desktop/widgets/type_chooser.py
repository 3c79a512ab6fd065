"""The 16 task types as checks in four groups, each with its example and an honest weak mark."""

from collections.abc import Iterable

from PySide6.QtCore import QSize, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QCheckBox, QGridLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from desktop import wording
from desktop.charts import Share
from desktop.language import inside, told, tr
from desktop.text import ElidedLabel, plain_label, plain_tooltip
from desktop.widgets.layout import card, column, row
from engine.tasks.types import TASK_TYPES, Group, TaskType, task_type

FIRST_CHOICE = ("exqa", "qa", "ynqa", "summarization")
_LEGEND = tr("Beside each type: how many of its units here came out well-formed so far.")
_GAP = 12
_PLACES = {
    Group.QUESTIONS: (0, 0),
    Group.LABELS: (0, 1),
    Group.SENTENCES: (1, 0),
    Group.WRITING: (1, 1),
}


class TypeChooser(QWidget):
    """Tells whenever the choice changes."""

    changed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._checks: dict[str, QCheckBox] = {}
        self._poor: tuple[str, ...] = ()
        self._reason = plain_label("", "weak")
        self._reason.hide()
        self._gave: dict[str, QLabel] = {}
        self._accepted: dict[str, QLabel] = {}
        self._legend = plain_label(_LEGEND, "small", wraps=True)
        self._legend.hide()
        self._groups = {group: self._group(group) for group in _PLACES}
        self._columns = 2
        self._grid = QGridLayout()
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setSpacing(_GAP)
        self._arrange()
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(8)
        layout.addLayout(
            row(
                plain_label(tr("Task types"), "section"),
                None,
                self._quiet(tr("All"), [kind.short for kind in TASK_TYPES]),
                self._quiet(tr("Strong ones"), [k.short for k in TASK_TYPES if not k.is_weak]),
                self._quiet(tr("None"), []),
                gap=4,
            )
        )
        layout.addWidget(self._reason)
        layout.addWidget(self._legend)
        layout.addLayout(self._grid)
        self.choose(FIRST_CHOICE)

    def suit(self, poor: tuple[str, ...], reason: str) -> None:
        """Switch off what a model does poorly, say why, and let the user switch it on again."""
        if poor == self._poor:
            return
        was_untouched = self.chosen() == _usual(self._poor)
        self._poor = poor
        names = ", ".join(tr(kind.name) for kind in TASK_TYPES if kind.short in poor)
        self._reason.setText(f"{told(reason).rstrip('.')} ({names}).")
        self._reason.setWordWrap(True)
        self._reason.setVisible(bool(poor))
        for short, check in self._checks.items():
            check.setToolTip(plain_tooltip(told(reason) if short in poor else ""))
        if was_untouched:
            self.choose(_usual(poor))

    def show_gave(self, well_formed: Iterable[Share], accepted: Iterable[Share]) -> None:
        """Say of each type what it gave in this project so far, and what a review kept of that."""
        gave = {one.key: one for one in well_formed}
        kept = {one.key: one for one in accepted}
        self._legend.setHidden(not gave)
        for short, check in self._checks.items():
            parts = _part(gave.get(short)), _part(kept.get(short))
            self._gave[short].setText(parts[0])
            self._accepted[short].setText(tr("{part} accepted", part=parts[1]) if parts[1] else "")
            for label in (self._gave[short], self._accepted[short]):
                label.setHidden(not label.text())
            check.setAccessibleDescription(_spoken(short, *parts))

    def begin_with(self, shorts: Iterable[str] | None) -> None:
        """Check what was chosen for this project; None: what suits the model."""
        self.choose(_usual(self._poor) if shorts is None else shorts)

    def chosen(self) -> tuple[str, ...]:
        """Short names, in the order of the table of task types."""
        return tuple(kind.short for kind in TASK_TYPES if self._checks[kind.short].isChecked())

    def choose(self, shorts: Iterable[str]) -> None:
        """Check exactly these."""
        wanted = set(shorts)
        for short, check in self._checks.items():
            was_blocked = check.blockSignals(True)  # noqa: FBT003 - Qt's name
            check.setChecked(short in wanted)
            check.blockSignals(was_blocked)
        self.changed.emit()

    def check(self, short: str) -> QCheckBox:
        """The check of one task type."""
        return self._checks[short]

    def minimumSizeHint(self) -> QSize:
        """One column wide: `resizeEvent` sees to it that one is enough."""
        return QSize(self._widest(), super().minimumSizeHint().height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Two columns where there is room, else one."""
        super().resizeEvent(event)
        columns = 2 if self.width() >= 2 * self._widest() + _GAP else 1
        if columns != self._columns:
            self._columns = columns
            self._arrange()
            self.updateGeometry()

    def _widest(self) -> int:
        return max(group.minimumSizeHint().width() for group in self._groups.values())

    def _arrange(self) -> None:
        for place, (group, (line, side)) in enumerate(_PLACES.items()):
            where = (line, side) if self._columns == 2 else (place, 0)
            self._grid.addWidget(self._groups[group], *where)
        for side in (0, 1):
            self._grid.setColumnStretch(side, 1 if side < self._columns else 0)

    def _quiet(self, caption: str, shorts: list[str]) -> QPushButton:
        button = QPushButton(caption)
        button.setProperty("role", "quiet")
        button.setAccessibleName(tr("Choose task types: {caption}", caption=inside(caption)))
        button.clicked.connect(lambda: self.choose(shorts))
        return button

    def _group(self, group: Group) -> QWidget:
        kinds = [kind for kind in TASK_TYPES if kind.group is group]
        entries = [self._entry(kind) for kind in kinds]
        return card(plain_label(tr(group.value), "field"), *entries, None, gap=9, margin=14)

    def _entry(self, kind: TaskType) -> QVBoxLayout:
        check = QCheckBox(wording.title(kind.name))
        weak = tr(", weak in Bonito") if kind.is_weak else ""
        check.setAccessibleName(f"{tr(kind.name)}{weak}")
        check.setAccessibleDescription(tr(kind.example))
        check.toggled.connect(lambda _is_on: self.changed.emit())
        self._checks[kind.short] = check
        gave = self._gave[kind.short] = plain_label("", "small")
        accepted = self._accepted[kind.short] = plain_label("", "small")
        line = row(check, None, gap=8)
        if kind.is_weak:
            line.addWidget(plain_label(tr("weak in Bonito"), "weak"))
        line.addWidget(gave)
        example = row(31, gap=0)
        example.addWidget(ElidedLabel(tr(kind.example), "small"), 1)
        example.addSpacing(8)
        example.addWidget(accepted)
        for label in (gave, accepted):
            label.hide()
        return column(line, example, gap=0)


def _part(share: Share | None) -> str:
    """12 of 15; empty where there is nothing yet."""
    return wording.part_of(share.part, share.whole) if share else ""


def _spoken(short: str, gave: str, accepted: str) -> str:
    """What a screen reader says of a type beside its name."""
    parts = [tr(task_type(short).example)]
    if gave:
        parts.append(tr("so far {part} well-formed", part=gave))
    if accepted:
        parts.append(tr("{part} accepted", part=accepted))
    return "; ".join(parts)


def _usual(poor: tuple[str, ...]) -> tuple[str, ...]:
    """What is checked before the user chooses, in the order of the table of task types."""
    return tuple(
        kind.short for kind in TASK_TYPES if kind.short in FIRST_CHOICE and kind.short not in poor
    )
