"""What the four pages say of themselves in the bar: a count, and what blocks them. Pure."""

from dataclasses import dataclass

from desktop.language import tr
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
            Step(tr("Documents"), "documents", tr("Open a project first"), is_blocked=True),
            Step(tr("Generate"), "generate", "", is_blocked=True),
            Step(tr("Review"), "review", "", is_blocked=True),
            Step(tr("Export"), "export", "", is_blocked=True),
        )
    return _documents(status), _generate(status, running), _review(status), _export(status)


def _documents(status: ProjectStatus) -> Step:
    if not status.documents:
        return Step(tr("Documents"), "documents", tr("None yet: add some"))
    said = tr("{documents} ready", documents=number(status.documents))
    if status.refused_files:
        said = tr("{ready}, {refused} not read", ready=said, refused=number(status.refused_files))
    return Step(tr("Documents"), "documents", said, is_finished=True)


def _generate(status: ProjectStatus, running: str) -> Step:
    if not status.documents:
        return Step(tr("Generate"), "generate", tr("Waits for documents"), is_blocked=True)
    if running:
        return Step(tr("Generate"), "generate", running)
    if not status.units_planned:
        return Step(tr("Generate"), "generate", tr("No run yet"))
    done = status.units_planned - status.units_open
    if status.units_open:
        said = tr(
            "{done} of {units}", done=number(done), units=counted(status.units_planned, "unit")
        )
        return Step(tr("Generate"), "generate", said)
    return Step(
        tr("Generate"),
        "generate",
        tr("{units} done", units=counted(done, "unit")),
        is_finished=True,
    )


def _review(status: ProjectStatus) -> Step:
    if not status.outcomes.get(Outcome.OK, 0):
        return Step(tr("Review"), "review", tr("Waits for tasks"), is_blocked=True)
    if status.unreviewed:
        return Step(
            tr("Review"),
            "review",
            tr("{unreviewed} to review", unreviewed=number(status.unreviewed)),
        )
    return Step(tr("Review"), "review", tr("All reviewed"), is_finished=True)


def _export(status: ProjectStatus) -> Step:
    if not status.outcomes.get(Outcome.OK, 0):
        return Step(tr("Export"), "export", tr("Waits for tasks"), is_blocked=True)
    kept = accepted(dict(status.verdicts))
    return Step(
        tr("Export"),
        "export",
        tr("{kept} accepted", kept=number(kept)) if kept else tr("Nothing accepted yet"),
    )
