"""What can be undone and done again in the window, one step each, and how it is named.

Undo is the store's: any number, also of earlier sessions. What was taken back in this session can
be done again until something else is decided, here or elsewhere.
"""

from desktop import wording
from desktop.language import inside, keys, tr
from engine.records import UndoStep, Verdict
from engine.store import Project

_LONGEST = 48  # characters of a task's line in a sentence


class Undoing:
    """The steps taken back, of one project at a time."""

    def __init__(self) -> None:
        self._taken: list[UndoStep] = []
        self._newest = 0  # decision, when the last step was taken back or done again

    @property
    def can_redo(self) -> bool:
        """Something was taken back and nothing decided since, as far as this window knows."""
        return bool(self._taken)

    def forget(self) -> None:
        """Something else was decided, or another project is open."""
        self._taken.clear()

    def undo(self, project: Project) -> UndoStep | None:
        """Take the newest step back; None if there is none. Raises what the store raises."""
        step = project.decisions.undo_step()
        if step is not None:
            project.decisions.take_back(step)
            self._taken.append(step)
            self._newest = project.decisions.newest()
        return step

    def redo(self, project: Project, who: str) -> UndoStep | None:
        """Do the step again that was taken back last; None if there is none any more."""
        if self._taken and project.decisions.newest() != self._newest:
            self.forget()
        if not self._taken:
            return None
        step = self._taken[-1]
        project.decisions.redo(step, who)
        self._taken.pop()
        self._newest = project.decisions.newest()
        return step


def decided(verdict: Verdict, reason: str, headline: str) -> str:
    """A decision that has just been saved, and what undo would do."""
    return tr("{step}  ·  U takes it back", step=f"{_named(verdict, reason)} {_quoted(headline)}")


def taken_back(step: UndoStep, headline: str) -> str:
    """A step that was undone, and how to do it again."""
    return tr(
        "Taken back: {step}  ·  {keys} does it again",
        keys=keys("Ctrl+Y"),
        step=_step(step, headline),
    )


def done_again(step: UndoStep, headline: str) -> str:
    """A step that was done again."""
    return tr("Done again: {step}  ·  U takes it back", step=_step(step, headline))


def last_time(step: UndoStep) -> str:
    """What undo would take back before anything is decided in this session."""
    if step.tasks > 1:
        return tr("Last: {step}  ·  U takes it back", step=_step(step, ""))
    named, task = _named(step.verdict, step.reason), tr("task {number}", number=step.task_id)
    return tr("Last: {step}  ·  U takes it back", step=f"{named}, {task}")


def _step(step: UndoStep, headline: str) -> str:
    if step.tasks > 1:
        tasks = wording.counted(step.tasks, "task")
        if step.verdict is Verdict.REJECT:
            return tr("{tasks} rejected together", tasks=tasks)
        return tr("{tasks} accepted together", tasks=tasks)
    return f"{_named(step.verdict, step.reason)} {_quoted(headline)}"


def _named(verdict: Verdict, reason: str) -> str:
    why = f" ({inside(wording.reason_said(reason))})" if reason else ""
    return f"{wording.VERDICT[verdict]}{why}"


def _quoted(headline: str) -> str:
    short = headline if len(headline) <= _LONGEST else f"{headline[: _LONGEST - 1].rstrip()}…"
    return f"“{short}”"
