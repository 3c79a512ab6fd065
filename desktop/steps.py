"""What the four pages say of themselves in the bar: a count, and what blocks them. Pure."""

from dataclasses import dataclass

from desktop.wording import accepted, counted, number
from engine.records import Outcome, ProjectStatus


@dataclass(frozen=True, slots=True)
class Step:
    """One page in the bar; a blocked page can be looked at, and says what it waits for."""

    title: str
    icon: str
    said: str
    is_blocked: bool = False
    is_finished: bool = False


def steps(status: ProjectStatus | None, running: str = "") -> tuple[Step, Step, Step, Step]:
    """The four steps for a project; `running` is what a run under way says of itself."""
    if status is None:
        return (
            Step("Documents", "documents", "Open a project first", is_blocked=True),
            Step("Generate", "generate", "", is_blocked=True),
            Step("Review", "review", "", is_blocked=True),
            Step("Export", "export", "", is_blocked=True),
        )
    return _documents(status), _generate(status, running), _review(status), _export(status)


def _documents(status: ProjectStatus) -> Step:
    if not status.documents:
        return Step("Documents", "documents", "None yet: add some")
    refused = f", {counted(status.refused_files, 'not read', 'not read')}"
    said = f"{number(status.documents)} ready{refused if status.refused_files else ''}"
    return Step("Documents", "documents", said, is_finished=True)


def _generate(status: ProjectStatus, running: str) -> Step:
    if not status.documents:
        return Step("Generate", "generate", "Waits for documents", is_blocked=True)
    if running:
        return Step("Generate", "generate", running)
    if not status.units_planned:
        return Step("Generate", "generate", "No run yet")
    done = status.units_planned - status.units_open
    if status.units_open:
        said = f"{number(done)} of {number(status.units_planned)} units"
        return Step("Generate", "generate", said)
    return Step("Generate", "generate", f"{counted(done, 'unit')} done", is_finished=True)


def _review(status: ProjectStatus) -> Step:
    if not status.outcomes.get(Outcome.OK, 0):
        return Step("Review", "review", "Waits for tasks", is_blocked=True)
    if status.unreviewed:
        return Step("Review", "review", f"{number(status.unreviewed)} to review")
    return Step("Review", "review", "All reviewed", is_finished=True)


def _export(status: ProjectStatus) -> Step:
    if not status.outcomes.get(Outcome.OK, 0):
        return Step("Export", "export", "Waits for tasks", is_blocked=True)
    kept = accepted(dict(status.verdicts))
    return Step("Export", "export", f"{number(kept)} accepted" if kept else "Nothing accepted yet")
