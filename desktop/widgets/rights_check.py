"""What the Export page says of the rights in documents."""

from desktop.background import Background
from desktop.language import plural, tr
from desktop.widgets.check_list import Point
from desktop.widgets.project_check import ProjectCheck
from engine.store import Project


def rights_check(background: Background) -> ProjectCheck:
    """Looks for documents without a note on rights."""
    return ProjectCheck(
        background, tr("Looking at rights"), lambda project, _job: without(project), rights_point
    )


def without(project: Project) -> int:
    """How many documents have no note."""
    return sum(not document.rights for document in project.documents.all())


def rights_point(count: int) -> Point:
    """The line of the checklist."""
    if not count:
        return Point("rights", tr("Rights are noted for every document"), "good")
    said = plural(
        count,
        "{n} document without a note on rights",
        "{n} documents without a note on rights",
    )
    return Point("rights", said, "info", tr("Note…"))
