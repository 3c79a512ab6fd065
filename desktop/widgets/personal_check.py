"""What the Export page says of possible personal data."""

from collections.abc import Sequence

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
    return ProjectCheck(background, tr("Looking for personal data"), _values, personal_point)


def personal_point(values: Sequence[PersonalValue]) -> Point:
    """The line of the checklist."""
    if not values:
        said = tr("Rules found no personal data, which proves nothing")
        return Point("personal", said, "good", tr("Own words"))
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


def _values(project: Project, job: Job) -> list[PersonalValue]:
    look(project, job.is_cancelled)
    return project.personal.values()
