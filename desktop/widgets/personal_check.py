"""What the Export page says of possible personal data."""

from collections.abc import Sequence
from dataclasses import dataclass

from desktop import wording
from desktop.background import Background, Job
from desktop.language import tr
from desktop.widgets.check_list import Point
from desktop.widgets.project_check import ProjectCheck
from engine.export.personal import look
from engine.records import PersonalValue
from engine.store import Project


def personal_check(background: Background) -> ProjectCheck:
    """Looks through a project; at once where no task or edit came."""
    return ProjectCheck(background, tr("Looking for personal data"), _find, personal_point)


@dataclass(frozen=True, slots=True)
class Found:
    """What was found, and whether words of one's own, such as names, were looked for too."""

    values: Sequence[PersonalValue]
    has_words: bool


def personal_point(found: Found) -> Point:
    """The line of the checklist."""
    if not found.values:
        return _nothing(has_words=found.has_words)
    return _something(found.values)


def _nothing(*, has_words: bool) -> Point:
    if has_words:
        said = tr("Rules and your own words found no personal data, which proves nothing")
        return Point("personal", said, "good", tr("Look"))
    said = tr("Rules found no personal data; to find names, list them")
    return Point("personal", said, "info", tr("List names"))


def _something(values: Sequence[PersonalValue]) -> Point:
    left = sum(one.choice is None for one in values)
    found = tr("{count} × possible personal data", count=wording.number(len(values)))
    if left:
        said = tr(
            "{found}, {left} undecided: they hold the export",
            found=found,
            left=wording.number(left),
        )
        return Point("personal", said, "warn", tr("Decide"))
    return Point("personal", tr("{found}, all decided", found=found), "good", tr("Look"))


def _find(project: Project, job: Job) -> Found:
    look(project, job.is_cancelled)
    return Found(project.personal.values(), bool(project.personal.words().strip()))
