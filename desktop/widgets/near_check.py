"""What the Export page says of near-duplicates."""

from desktop import wording
from desktop.background import Background
from desktop.language import tr
from desktop.widgets.check_list import Point
from desktop.widgets.project_check import ProjectCheck
from engine.export import comparing
from engine.records import NearCounts


def near_check(background: Background) -> ProjectCheck:
    """Compares a project's tasks; at once where nothing has changed."""
    return ProjectCheck(
        background,
        tr("Comparing tasks"),
        lambda project, job: comparing.compare(project, job.is_cancelled),
        near_point,
    )


def near_point(counts: NearCounts) -> Point:
    """The line of the checklist."""
    if not counts.tasks:
        return Point("near", tr("No near-duplicates among tasks of one type"), "good")
    groups = wording.counted(counts.groups, "group")
    said = tr(
        "{near_duplicates} in {groups}, of all well-formed tasks",
        near_duplicates=wording.counted(counts.tasks, "near-duplicate"),
        groups=groups,
    )
    return Point("near", said, "warn", tr("Look"))
