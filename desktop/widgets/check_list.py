"""What is worth knowing before an export: one line each, with a way to where it can be mended."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from PySide6.QtWidgets import QLabel, QPushButton, QVBoxLayout, QWidget

from desktop.language import told, tr
from desktop.text import plain_label
from desktop.widgets.glyph import Glyph
from desktop.widgets.layout import row
from desktop.wording import accepted, counted, number
from engine.records import Audit, Outcome, ProjectStatus
from engine.tasks.bounds import bound_sentence
from engine.tasks.types import task_type


@dataclass(frozen=True, slots=True)
class Point:
    """One line of the checklist; `action` is the caption of its button, or empty."""

    name: str
    text: str
    state: str  # good, warn, or info
    action: str = ""


_MOST_BOUNDS = 3


def bounds(audits: Sequence[Audit]) -> tuple[Point, ...]:
    """What samples that were read to their end say, the newest first; of each type too."""
    whole = [audit for audit in reversed(audits) if audit.whole.is_complete][:_MOST_BOUNDS]
    if not whole:
        said = tr("No random sample was read to its end, so no error rate can be stated")
        return (Point("bound", said, "info", tr("Draw one")),)
    return tuple(Point(f"bound {audit.id}", _bound(audit), "good") for audit in whole)


def _bound(audit: Audit) -> str:
    which = f" ({audit.meaning})" if audit.meaning else ""
    types_of = audit.types.items()
    parts = [f"{tr(task_type(short).name)}: {told(bound_sentence(one))}" for short, one in types_of]
    types = tr(" By type: {names}.", names="; ".join(parts)) if len(parts) > 1 else ""
    sample = tr("Sample {number}", number=audit.id)
    return f"{sample}{which}: {told(bound_sentence(audit.whole))}.{types}"


def points(status: ProjectStatus) -> tuple[Point, ...]:
    """The checklist of a project."""
    kept = accepted(dict(status.verdicts))
    rejected = status.outcomes.get(Outcome.OK, 0) - status.unreviewed - kept
    failed = sum(n for outcome, n in status.outcomes.items() if outcome is not Outcome.OK)
    return (
        Point(
            "accepted",
            _decided(kept, rejected),
            "good" if kept else "warn",
            "" if kept else tr("Review"),
        ),
        Point(
            "unreviewed",
            tr("{tasks} not reviewed", tasks=counted(status.unreviewed, "task"))
            if status.unreviewed
            else tr("Every task is reviewed"),
            "warn" if status.unreviewed else "good",
            tr("Review") if status.unreviewed else "",
        ),
        Point(
            "flagged",
            _put_off(status),
            "warn" if status.flagged or status.skipped else "good",
            tr("Look") if status.flagged else "",
        ),
        Point(
            "failed",
            tr("{units} gave no task; never exported", units=counted(failed, "unit"))
            if failed
            else tr("Every unit gave a task"),
            "info" if failed else "good",
            action=tr("Look") if failed else "",
        ),
    )


def _decided(kept: int, rejected: int) -> str:
    tasks = counted(kept, "task")
    if rejected <= 0:
        return tr("{tasks} accepted", tasks=tasks)
    return tr("{tasks} accepted, {rejected} rejected", tasks=tasks, rejected=number(rejected))


def _put_off(status: ProjectStatus) -> str:
    """What of those not reviewed was looked at: a part of that number, not more tasks."""
    flagged, skipped = number(status.flagged), number(status.skipped)
    if status.flagged and status.skipped:
        return tr(
            "Of these, {flagged} flagged and {skipped} skipped", flagged=flagged, skipped=skipped
        )
    if status.flagged:
        return tr("Of these, {flagged} flagged", flagged=flagged)
    if status.skipped:
        return tr("Of these, {skipped} skipped", skipped=skipped)
    return tr("Nothing is flagged")


_MARKS = {"good": ("check", "good"), "warn": ("warning", "warn"), "info": ("info", "muted")}


class CheckList(QWidget):
    """One line a point; built anew only where more than numbers change."""

    def __init__(self, act: Callable[[str], None]) -> None:
        super().__init__()
        self._act = act
        self._shown: tuple[Point, ...] = ()
        self._lines: list[tuple[QLabel, QPushButton]] = []
        self._layout = QVBoxLayout(self)
        self._layout.setContentsMargins(0, 0, 0, 0)
        self._layout.setSpacing(6)

    def show_points(self, shown: tuple[Point, ...]) -> None:
        """Show these lines."""
        if [_frame(point) for point in shown] == [_frame(point) for point in self._shown]:
            self._change_texts(shown)
        else:
            self._build(shown)
        self._shown = shown

    def _change_texts(self, shown: tuple[Point, ...]) -> None:
        for (label, button), point in zip(self._lines, shown, strict=True):
            if label.text() != point.text:
                label.setText(point.text)
                button.setAccessibleName(f"{point.action}: {point.text}")

    def _build(self, shown: tuple[Point, ...]) -> None:
        self._lines.clear()
        while item := self._layout.takeAt(0):
            if widget := item.widget():
                widget.hide()
                widget.deleteLater()
        for point in shown:
            self._layout.addWidget(self._line(point))

    def _line(self, point: Point) -> QWidget:
        icon, colour = _MARKS[point.state]
        holder = QWidget()
        line = row(gap=10)
        line.addWidget(Glyph(icon, 18, colour))
        label = plain_label(point.text, wraps=True)
        button = QPushButton(point.action)
        button.setProperty("role", "quiet")
        button.setAccessibleName(f"{point.action}: {point.text}")
        button.clicked.connect(lambda: self._act(point.name))
        if not point.action:
            button.hide()
        line.addWidget(label, 1)
        line.addWidget(button)
        self._lines.append((label, button))
        holder.setLayout(line)
        holder.setMinimumHeight(30)
        return holder


def _frame(point: Point) -> tuple[str, str, str]:
    """What a line is built of, beside its text."""
    return point.name, point.state, point.action
