"""What the Export page says of answers that are none of the labels or options."""

from desktop.background import Background
from desktop.language import plural, tr
from desktop.widgets.check_list import Point
from desktop.widgets.project_check import ProjectCheck
from engine.export.labelling import OffLabel, off_label


def label_check(background: Background) -> ProjectCheck:
    """Looks at the edits of types whose answers are labels or options."""
    return ProjectCheck(
        background,
        tr("Looking at labels"),
        lambda project, job: off_label(project, job.is_cancelled),
        label_point,
    )


def label_point(found: OffLabel) -> Point:
    """The line of the checklist."""
    if found.edited:
        said = plural(
            len(found.edited),
            "{n} edited answer is none of its labels or options",
            "{n} edited answers are none of their labels or options",
        )
        return Point("label", said, "warn", tr("Look"))
    if found.failed:
        said = plural(
            found.failed,
            "Every answer is a label or option; {n} unit had another and is left out",
            "Every answer is a label or option; {n} units had another and are left out",
        )
        return Point("label", said, "good")
    return Point("label", tr("Every answer is one of its labels or options"), "good")
